import { hkdfSync } from 'node:crypto'

/** A 256-bit key for one purpose, derived from the one secret (HKDF, RFC 5869), so that no two uses share a key. */
export function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'foyer', purpose, 32))
}
