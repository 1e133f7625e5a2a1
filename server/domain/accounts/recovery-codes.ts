import { createHmac, randomInt } from 'node:crypto'

/** Small letters and digits that nobody mistakes for each other. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'
const HOW_MANY = 10

/** Ten codes (`xxxxx-xxxxx`, 49 bits each) for the day the phone is lost. Shown once. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: HOW_MANY }, () => `${letters(5)}-${letters(5)}`)
}

/** What is kept of a recovery code: a keyed hash, bound to its account. Case, blanks and the hyphen do not matter. */
export function hashRecoveryCode(key: Uint8Array, userId: string, code: string): string {
  return createHmac('sha256', key).update(`${userId}:${code.toLowerCase().replaceAll(/[\s-]/g, '')}`).digest('base64url')
}

function letters(count: number): string {
  return Array.from({ length: count }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
}
