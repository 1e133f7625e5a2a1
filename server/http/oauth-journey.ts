import { type H3Event, getCookie, getRequestHeader, setCookie, setResponseHeader, setResponseStatus } from 'h3'
import { JOURNEY_MINUTES, newBrowserSecret } from '#server/domain/identities/index.ts'
import type { House } from '#server/house.ts'
import type { ErrorCode } from '#shared/errors/error-codes.ts'
import { beside } from './own-path.ts'

/** Entered at the provider, letter by letter; the request has no say in it. */
export function redirectUriOf(house: House, provider: string): string {
  return `${house.publicUrl}/api/auth/oauth/${provider}/callback`
}

/**
 * The secret of this browser that a journey has to come back with. Lax: it must come along when the provider sends the browser back.
 * One for several journeys at once, so that two tabs do not undo each other.
 */
export function browserSecretOf(event: H3Event, house: House): string {
  const known = knownBrowserSecret(event, house)
  const secret = known ?? newBrowserSecret()
  setCookie(event, cookieName(house), secret, { ...cookie(house), maxAge: JOURNEY_MINUTES * 60 })
  return secret
}

export function knownBrowserSecret(event: H3Event, house: House): string | null {
  const known = getCookie(event, cookieName(house))
  return known && /^[\w-]{43}$/.test(known) ? known : null
}

/** Whether another site sent the browser here: nobody else decides that an account is to be linked. */
export function isSentByOthers(event: H3Event): boolean {
  const site = getRequestHeader(event, 'sec-fetch-site')
  return site !== undefined && site !== 'same-origin' && site !== 'none'
}

/** Sends the browser on. Never kept: the next answer is another one. */
export function redirect(event: H3Event, to: string): null {
  setResponseStatus(event, 303)
  setResponseHeader(event, 'location', to)
  setResponseHeader(event, 'referrer-policy', 'no-referrer')
  return null
}

/** To the page that says what went wrong: where somebody wanted to link, or else to sign in. */
export function redirectWithProblem(event: H3Event, problem: ErrorCode, back: string, isLinking: boolean): null {
  if (isLinking) return redirect(event, `${beside(back, '/account/security')}?problem=${problem}`)
  return redirect(event, `${beside(back, '/login')}?problem=${problem}&back=${encodeURIComponent(back)}`)
}

const cookieName = (house: House) => `${house.publicUrl.startsWith('https:') ? '__Host-' : ''}foyer-journey`
const cookie = (house: House) => ({ httpOnly: true, sameSite: 'lax' as const, path: '/', secure: house.publicUrl.startsWith('https:') })
