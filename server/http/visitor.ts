import { createHmac, randomBytes } from 'node:crypto'
import { type H3Event, getCookie, getRequestHeader, setCookie } from 'h3'
import type { House } from '#server/house.ts'

const LIFE_SECONDS = 60 * 60 * 24 * 90
/** Keys as our own pages make them have 128 random bits; of a shorter one somebody else may have thought too. */
const UNGUESSABLE = /^[\x21-\x7e]{32,200}$/

/**
 * The browser that asks, by a random HttpOnly cookie: it owns holds before anybody has signed in. Made at the first write,
 * never on a page that may be cached for everybody.
 */
export function visitorOf(event: H3Event, house: House): string {
  const known = knownVisitor(event, house)
  if (known) return known
  const fresh = (event.context.freshVisitor as string | undefined) ?? newVisitor(event, house)
  event.context.freshVisitor = fresh
  setCookie(event, cookieName(house), fresh, { httpOnly: true, sameSite: 'lax', path: '/', maxAge: LIFE_SECONDS, secure: isSecure(house) })
  return fresh
}

/**
 * Whose very first answer was lost has no cookie yet, and asks again with the same Idempotency-Key: it is the same visitor, whose seats
 * are his own and not taken by somebody.
 */
function newVisitor(event: H3Event, house: House): string {
  const key = getRequestHeader(event, 'idempotency-key')?.trim()
  if (!key || !UNGUESSABLE.test(key)) return randomBytes(16).toString('base64url')
  return createHmac('sha256', house.keys.holdTokens).update(`visitor of ${key}`).digest().subarray(0, 16).toString('base64url')
}

/** The browser that asks, where it has a cookie of ours. */
export function knownVisitor(event: H3Event, house: House): string | null {
  const known = getCookie(event, cookieName(house))
  return known && /^[\w-]{22}$/.test(known) ? known : null
}

const isSecure = (house: House) => house.settings.publicUrl.startsWith('https:')
/** Nobody who has a neighbouring host can plant an id that he knows (`__Host-`, as in login-cookies.ts). */
const cookieName = (house: House) => `${isSecure(house) ? '__Host-' : ''}foyer-visitor`
