import { randomBytes } from 'node:crypto'
import { type H3Event, getCookie, setCookie } from 'h3'
import type { House } from '#server/house.ts'

const LIFE_SECONDS = 60 * 60 * 24 * 90

/**
 * The browser that asks, by a random HttpOnly cookie: it owns holds before anybody has signed in. Made at the first write,
 * never on a page that may be cached for everybody.
 */
export function visitorOf(event: H3Event, house: House): string {
  const known = getCookie(event, cookieName(house))
  if (known && /^[\w-]{22}$/.test(known)) return known
  const fresh = (event.context.freshVisitor as string | undefined) ?? randomBytes(16).toString('base64url')
  event.context.freshVisitor = fresh
  setCookie(event, cookieName(house), fresh, { httpOnly: true, sameSite: 'lax', path: '/', maxAge: LIFE_SECONDS, secure: isSecure(house) })
  return fresh
}

const isSecure = (house: House) => house.settings.publicUrl.startsWith('https:')
/** Nobody who has a neighbouring host can plant an id that he knows (`__Host-`, as in login-cookies.ts). */
const cookieName = (house: House) => `${isSecure(house) ? '__Host-' : ''}foyer-visitor`
