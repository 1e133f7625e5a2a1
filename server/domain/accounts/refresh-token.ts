import { createHash, hkdfSync, randomBytes } from 'node:crypto'
import { open, seal } from '#shared/secrets/sealed.ts'

/** A new refresh token: 256 random bits that mean nothing by themselves. */
export function newRefreshToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What is stored of a refresh token. A plain hash is enough: nobody can try 2^256 values. */
export function hashRefreshToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

/** Whether `text` can be a refresh token at all. */
export function looksLikeRefreshToken(text: string): boolean {
  return /^[\w-]{43}$/.test(text)
}

/** Locks `successor` so that only who has `predecessor` can open it. The database alone opens nothing: of that one it has the hash only. */
export function sealSuccessor(successor: string, predecessor: string): string {
  return seal(sealingKey(predecessor), successor)
}

/** Opens what `sealSuccessor` locked. Throws where it was locked with another token or has been changed. */
export function openSuccessor(sealed: string, predecessor: string): string {
  return open(sealingKey(predecessor), sealed)
}

function sealingKey(predecessor: string): Buffer {
  return Buffer.from(hkdfSync('sha256', predecessor, 'foyer', 'refresh-successor', 32))
}
