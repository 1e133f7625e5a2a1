import { createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'

/** Six random digits. */
export function newCode(): string {
  return String(randomInt(1_000_000)).padStart(6, '0')
}

/** 256 random bits for a link. */
export function newLinkSecret(): string {
  return randomBytes(32).toString('base64url')
}

/**
 * What is kept of an answer. A million codes are hashed in a second, so the hash is keyed: the database alone says nothing. It is
 * bound to its question, so that the code of one is never right for another.
 */
export function hashAnswer(key: Uint8Array, challengeId: string, answer: string): string {
  return createHmac('sha256', key).update(`${challengeId}:${answer}`).digest('base64url')
}

/** Compares in a time that says nothing of where they differ. */
export function isSameHash(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
