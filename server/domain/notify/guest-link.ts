import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/**
 * Seals a guest's key to his order, so that mails sent later can carry a link that works; whoever reads the database
 * alone learns nothing of it.
 */
export function sealGuestSecret(guestKey: Buffer, secret: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', sealKey(guestKey), nonce)
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url')
}

/** The key again; null where it was sealed under another one or is broken. */
export function openGuestSecret(guestKey: Buffer, sealed: string): string | null {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < 29) return null
  try {
    const decipher = createDecipheriv('aes-256-gcm', sealKey(guestKey), bytes.subarray(0, 12))
    decipher.setAuthTag(bytes.subarray(-16))
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}

function sealKey(guestKey: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', guestKey, 'foyer', 'guest-secret-seal', 32))
}
