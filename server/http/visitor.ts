import { randomBytes } from 'node:crypto'
import { type H3Event, getCookie, setCookie } from 'h3'
import type { House } from '#server/house.ts'

const LIFE_SECONDS = 60 * 60 * 24 * 90

/**
 * The browser that asks, by a random HttpOnly cookie: it owns holds before anybody has signed in. Made at the first write,
 * never on a page that may be cached for everybody.
 */
export function visitorOf(event: H3Event, house: House): string {
  const known = getCookie(event, 'foyer-visitor')
  if (known && /^[\w-]{22}$/.test(known)) return known
  const fresh = (event.context.freshVisitor as string | undefined) ?? randomBytes(16).toString('base64url')
  event.context.freshVisitor = fresh
  setCookie(event, 'foyer-visitor', fresh, { httpOnly: true, sameSite: 'lax', path: '/', maxAge: LIFE_SECONDS, secure: house.settings.publicUrl.startsWith('https:') })
  return fresh
}
