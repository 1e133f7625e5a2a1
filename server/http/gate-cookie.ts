import { type H3Event, getCookie, getRequestHeader, setCookie } from 'h3'
import type { Settings } from '#server/settings.ts'
import { GATE_HEADER } from '#shared/api/gate.ts'

const NAME = 'foyer-gate'

/** What a phone at a gate shows: a browser's cookie, which no script can read, or a program's header. */
export function gateToken(event: H3Event): string | null {
  return (getRequestHeader(event, GATE_HEADER) ?? getCookie(event, NAME) ?? '').slice(0, 100) || null
}

/** Lets the phone show its token from now on; null takes it away. */
export function setGateToken(event: H3Event, settings: Settings, token: string | null, seconds = 0): void {
  setCookie(event, NAME, token ?? '', { httpOnly: true, sameSite: 'strict', path: '/api/gate', secure: settings.publicUrl.startsWith('https:'), maxAge: token ? Math.max(1, seconds) : 0 })
}
