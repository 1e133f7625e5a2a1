import { createHmac, randomBytes } from 'node:crypto'
import { isSameHash } from './one-time-code.ts'

/**
 * The mark of a browser in which somebody has proven to own an account (OWASP, "Slow Down Online Guessing Attacks with Device
 * Cookies"). It logs nobody in; its tries are only counted apart from those of the crowd. Worthless for any other account.
 */
export function newDeviceMark(key: Uint8Array, userId: string): string {
  const deviceId = randomBytes(16).toString('base64url')
  return `${deviceId}.${seal(key, deviceId, userId)}`
}

/** The id of the device, where `mark` is one that we gave it for this account; else null. */
export function knownDevice(key: Uint8Array, userId: string, mark: string | undefined): string | null {
  const [, deviceId, given] = /^([\w-]{22})\.([\w-]{43})$/.exec(mark ?? '') ?? []
  return deviceId && given && isSameHash(given, seal(key, deviceId, userId)) ? deviceId : null
}

function seal(key: Uint8Array, deviceId: string, userId: string): string {
  return createHmac('sha256', key).update(`${deviceId}:${userId}`).digest('base64url')
}
