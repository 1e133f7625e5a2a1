import { DomainError } from '#shared/errors/domain-error.ts'
import type { RateLimiter } from './rate-limiter.ts'

interface Limit { tries: number, windowSeconds: number }

const QUARTER = 15 * 60
const HOUR = 60 * 60

/** NIST SP 800-63B allows 100 wrong tries in a row; these leave room for a family or an office behind one address. */
const LOGIN_FROM_ADDRESS: Limit = { tries: 300, windowSeconds: QUARTER }
const LOGIN_OF_ACCOUNT: Limit = { tries: 30, windowSeconds: QUARTER }
const LOGIN_OF_DEVICE: Limit = { tries: 30, windowSeconds: QUARTER }
/** Of a million codes three are right at any moment: five tries in a quarter of an hour take a thief of the password years. */
const SECOND_FACTOR: Limit = { tries: 5, windowSeconds: QUARTER }
const REGISTER_OF_ACCOUNT: Limit = { tries: 10, windowSeconds: HOUR }
const REGISTER_FROM_ADDRESS: Limit = { tries: 100, windowSeconds: HOUR }
/** Text messages cost money: each address may be sent so many codes, whoever asks. */
const CODE_TO_ADDRESS: Limit = { tries: 8, windowSeconds: HOUR }
const CODE_FROM_ADDRESS: Limit = { tries: 60, windowSeconds: HOUR }
const ANSWER_FROM_ADDRESS: Limit = { tries: 200, windowSeconds: QUARTER }
const PASSWORD_AGAIN: Limit = { tries: 10, windowSeconds: QUARTER }

/** What counting tries needs. `leniency` multiplies the limits: a demo's passwords are no secret. */
export interface LimitDeps { limiter: RateLimiter, leniency?: number }

/** Counts a try to log in from `network`. @throws `rate-limited` */
export function countLoginFrom(deps: LimitDeps, network: string): Promise<void> {
  return count(deps, `login:address:${network}`, LOGIN_FROM_ADDRESS)
}

/** Counts a try to log in to an account by somebody unknown. False: there were too many. */
export function mayTryAccount(deps: LimitDeps, email: string): Promise<boolean> {
  return isAllowed(deps, `login:account:${email}`, LOGIN_OF_ACCOUNT)
}

/** Counts a try by a browser that has logged in to the account before. False: there were too many. */
export function mayTryFromDevice(deps: LimitDeps, deviceId: string): Promise<boolean> {
  return isAllowed(deps, `login:device:${deviceId}`, LOGIN_OF_DEVICE)
}

/** Counts a second factor shown by `who`: a user id, or a known browser of his. @throws `rate-limited` */
export function countSecondFactor(deps: LimitDeps, who: string): Promise<void> {
  return count(deps, `second-factor:${who}`, SECOND_FACTOR)
}

/** Counts a try to register. @throws `rate-limited` */
export async function countRegisterTry(deps: LimitDeps, email: string, network: string): Promise<void> {
  await count(deps, `register:address:${network}`, REGISTER_FROM_ADDRESS)
  await count(deps, `register:account:${email}`, REGISTER_OF_ACCOUNT)
}

/** Counts a code or a link that somebody at `network` wants to have sent to `target`. @throws `rate-limited` */
export async function countCodeSent(deps: LimitDeps, target: string, network: string): Promise<void> {
  await count(deps, `code:address:${network}`, CODE_FROM_ADDRESS)
  await count(deps, `code:target:${target}`, CODE_TO_ADDRESS)
}

/** Counts a code that somebody at `network` enters. @throws `rate-limited` */
export function countAnswer(deps: LimitDeps, network: string): Promise<void> {
  return count(deps, `answer:address:${network}`, ANSWER_FROM_ADDRESS)
}

/** Counts a password that somebody who is logged in is asked for again. @throws `rate-limited` */
export function countPasswordAgain(deps: LimitDeps, userId: string): Promise<void> {
  return count(deps, `password-again:${userId}`, PASSWORD_AGAIN)
}

async function count(deps: LimitDeps, key: string, limit: Limit): Promise<void> {
  const { allowed, retryAfterSeconds } = await hit(deps, key, limit)
  if (!allowed) throw new DomainError('rate-limited', { retryAfterSeconds })
}

async function isAllowed(deps: LimitDeps, key: string, limit: Limit): Promise<boolean> {
  return (await hit(deps, key, limit)).allowed
}

function hit({ limiter, leniency = 1 }: LimitDeps, key: string, limit: Limit) {
  return limiter.hit(key, limit.tries * leniency, limit.windowSeconds)
}
