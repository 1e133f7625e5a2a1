import { createHash, createHmac } from 'node:crypto'

/** A guest's key to his order: 256 bits derived from his hold token, so that a repeated request gives the same one. */
export function guestSecretFor(guestKey: Buffer, holdToken: string): string {
  return createHmac('sha256', guestKey).update(holdToken).digest('base64url')
}

/** What the database keeps of it. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}
