import { type H3Event, getCookie, getRequestHeader, setCookie } from 'h3'
import type { Settings } from '#server/settings.ts'
import { ADMISSION_HEADER } from '#shared/api/queue.ts'

/** How long a browser remembers its place: a sale that lasts longer has lost nobody who came back within it. */
const PLACE_SECONDS = 60 * 60 * 24 * 2

/** The place in line that the browser carries. Signed (server/domain/queue/signed-place.ts); no script can read it. */
export function placeOf(event: H3Event, sessionId: string): string | null {
  return getCookie(event, placeName(sessionId)) ?? null
}

/** The admission that is shown with a hold: a browser's cookie, or a program's header. */
export function admissionOf(event: H3Event, sessionId: string): string | null {
  return (getRequestHeader(event, ADMISSION_HEADER) ?? getCookie(event, admissionName(sessionId)) ?? '').slice(0, 300) || null
}

/** Lets the browser carry its place from now on; null takes it away. */
export function setPlace(event: H3Event, settings: Settings, sessionId: string, place: string | null): void {
  setCookie(event, placeName(sessionId), place ?? '', { ...secret(settings), path: `/api/sessions/${sessionId}/queue`, maxAge: place ? PLACE_SECONDS : 0 })
}

/** Gives the browser its admission, for as long as it counts; null takes it away. */
export function setAdmission(event: H3Event, settings: Settings, sessionId: string, admission: string | null, seconds = 0): void {
  setCookie(event, admissionName(sessionId), admission ?? '', { ...secret(settings), path: '/api', maxAge: admission ? Math.max(1, Math.ceil(seconds)) : 0 })
}

const placeName = (sessionId: string) => `foyer-place-${sessionId}`
const admissionName = (sessionId: string) => `foyer-admission-${sessionId}`
const secret = (settings: Settings) => ({ httpOnly: true, sameSite: 'lax' as const, secure: settings.publicUrl.startsWith('https:') })
