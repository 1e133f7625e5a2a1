import { randomBytes } from 'node:crypto'
import { type H3Event, getCookie, setCookie } from 'h3'
import type { House } from '#server/house.ts'

const LIFE_SECONDS = 60 * 60 * 24 * 90

/**
 * The browser that asks, by a random HttpOnly cookie: it owns holds before anybody has signed in. Made at the first write,
 * never on a page that may be cached for everybody.
 */
export function visitorOf(event: H3Event, house: House): string {
  const known = knownVisitor(event, house)
  if (known) return known
  const fresh = (event.context.freshVisitor as string | undefined) ?? randomBytes(16).toString('base64url')
  event.context.freshVisitor = fresh
  setCookie(event, cookieName(house), fresh, { httpOnly: true, sameSite: 'lax', path: '/', maxAge: LIFE_SECONDS, secure: isSecure(house) })
  return fresh
}

/** The browser that asks, where it has a cookie of ours. */
export function knownVisitor(event: H3Event, house: House): string | null {
  const known = getCookie(event, cookieName(house))
  return known && /^[\w-]{22}$/.test(known) ? known : null
}

const isSecure = (house: House) => house.settings.publicUrl.startsWith('https:')
/** Nobody who has a neighbouring host can plant an id that he knows (`__Host-`, as in login-cookies.ts). */
const cookieName = (house: House) => `${isSecure(house) ? '__Host-' : ''}foyer-visitor`
