import { createHash, randomBytes } from 'node:crypto'

/** By which scanners of leaked secrets, and we, know one. */
const PREFIX = 'foyer_'

/** 256 random bits. */
export function newApiToken(): string {
  return PREFIX + randomBytes(32).toString('base64url')
}

export function looksLikeApiToken(text: string): boolean {
  return text.startsWith(PREFIX)
}

/** What is stored of a token. A plain hash is enough: nobody can try 2^256 values. */
export function hashApiToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
