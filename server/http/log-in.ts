import type { H3Event } from 'h3'
import { type LoginStep, type LoginTokens, newDeviceMark, readProfile } from '#server/domain/accounts/index.ts'
import type { House } from '#server/house.ts'
import type { LoginReply } from '#shared/api/accounts.ts'
import type { CodeLoginReply } from '#shared/api/identity.ts'
import { accountsOf } from './accounts.ts'
import { MARK, setDeviceCookie, setLoginCookies } from './login-cookies.ts'

/** Hands the tokens of a new login to the browser, as cookies, and says who is there. */
export async function answerLogin(event: H3Event, house: House, tokens: LoginTokens): Promise<LoginReply> {
  const user = await readProfile(accountsOf(house), tokens.principal.userId)
  carryLogin(event, house, tokens)
  return { token: MARK, refreshToken: MARK, user }
}

/** The same, where a second factor may be asked first. */
export async function answerLoginStep(event: H3Event, house: House, step: LoginStep): Promise<CodeLoginReply> {
  if (step.step === 'second-factor') return step
  return { step: 'done', ...await answerLogin(event, house, step.tokens) }
}

/** The cookies of a new login, for answers that are no JSON. */
export function carryLogin(event: H3Event, house: House, tokens: LoginTokens): void {
  setLoginCookies(event, house.settings, tokens)
  rememberDevice(event, house, tokens.principal.userId)
}

/** From now on this browser's tries are counted apart from those of strangers. */
export function rememberDevice(event: H3Event, house: House, userId: string): void {
  setDeviceCookie(event, house.settings, newDeviceMark(accountsOf(house).keys.devices, userId))
}
