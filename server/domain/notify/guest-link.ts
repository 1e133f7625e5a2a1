import { hkdfSync } from 'node:crypto'
import { open, seal } from '#shared/secrets/sealed.ts'

/**
 * Seals a guest's key to his order, so that mails sent later can carry a link that works; whoever reads the database
 * alone learns nothing of it.
 */
export function sealGuestSecret(guestKey: Buffer, secret: string): string {
  return seal(sealKey(guestKey), secret)
}

/** The key again; null where it was sealed under another one or is broken. */
export function openGuestSecret(guestKey: Buffer, sealed: string): string | null {
  try {
    return open(sealKey(guestKey), sealed)
  } catch {
    return null
  }
}

function sealKey(guestKey: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', guestKey, 'foyer', 'guest-secret-seal', 32))
}
