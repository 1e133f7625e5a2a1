import { type H3Event, getCookie, setCookie } from 'h3'
import { ABSOLUTE_DAYS, ACCESS_TOKEN_SECONDS, type LoginTokens } from '#server/domain/accounts/index.ts'
import type { Settings } from '#server/settings.ts'

/**
 * What scripts may see: that somebody is logged in. @sidebase/nuxt-auth keeps these two (nuxt.config.ts, `auth`); the server sets
 * them too, so that they live and end with the login session whoever ends it.
 */
const MARKS = ['foyer-signed-in', 'foyer-refreshable'] as const
/** What stands in the module's cookies and headers where it expects a token. */
export const MARK = 'cookie' as const

/** Half a year: outlives a login, so that coming back is easy. */
const DEVICE_SECONDS = 60 * 60 * 24 * 180

/** Puts the tokens where no script can read them. */
export function setLoginCookies(event: H3Event, settings: Settings, tokens: LoginTokens): void {
  const secondsLeft = Math.max(0, Math.floor((tokens.expiresAt.getTime() - Date.now()) / 1000))
  const names = cookieNames(settings)
  setCookie(event, names.access, tokens.accessToken, { ...secret(settings), maxAge: ACCESS_TOKEN_SECONDS })
  setCookie(event, names.refresh, tokens.refreshToken, { ...secret(settings), maxAge: secondsLeft })
  for (const mark of MARKS) setCookie(event, mark, MARK, { ...visible(settings), maxAge: secondsLeft })
}

/** Marks the browser as one in which the owner of the account has proven himself (server/domain/accounts/known-device.ts). */
export function setDeviceCookie(event: H3Event, settings: Settings, mark: string): void {
  setCookie(event, cookieNames(settings).device, mark, { ...secret(settings), maxAge: DEVICE_SECONDS })
}

export function deviceCookie(event: H3Event, settings: Settings): string | undefined {
  return getCookie(event, cookieNames(settings).device)
}

/** The module throws its mark away when the house was out of reach for a moment. Who is logged in gets it back. */
export function keepMarks(event: H3Event, settings: Settings): void {
  for (const mark of MARKS) {
    if (getCookie(event, mark) !== MARK) setCookie(event, mark, MARK, { ...visible(settings), maxAge: 60 * 60 * 24 * ABSOLUTE_DAYS })
  }
}

/** Takes away every cookie of a login session that the browser has. */
export function clearLoginCookies(event: H3Event, settings: Settings): void {
  const names = cookieNames(settings)
  for (const name of [names.access, names.refresh]) setCookie(event, name, '', { ...secret(settings), maxAge: 0 })
  for (const mark of MARKS) setCookie(event, mark, '', { ...visible(settings), maxAge: 0 })
}

export function accessCookie(event: H3Event, settings: Settings): string | undefined {
  return getCookie(event, cookieNames(settings).access)
}

export function refreshCookie(event: H3Event, settings: Settings): string | undefined {
  return getCookie(event, cookieNames(settings).refresh)
}

/** `__Host-` makes the browser refuse the cookie from other hosts and without TLS (RFC 6265bis 4.1.3.2); plain HTTP cannot have it. */
function cookieNames(settings: Settings): { access: string, refresh: string, device: string } {
  const prefix = isSecure(settings) ? '__Host-' : ''
  return { access: `${prefix}foyer-access`, refresh: `${prefix}foyer-refresh`, device: `${prefix}foyer-device` }
}

const isSecure = (settings: Settings) => settings.publicUrl.startsWith('https:')
const secret = (settings: Settings) => ({ httpOnly: true, sameSite: 'lax' as const, path: '/', secure: isSecure(settings) })
const visible = (settings: Settings) => ({ httpOnly: false, sameSite: 'lax' as const, path: '/', secure: isSecure(settings) })
