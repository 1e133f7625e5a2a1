import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'

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

/**
 * Locks `successor` so that only who has `predecessor` can open it (AES-256-GCM; the key comes from the predecessor by HKDF).
 * The database alone opens nothing: of the predecessor it has the hash only.
 */
export function sealSuccessor(successor: string, predecessor: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', sealingKey(predecessor), nonce)
  const sealed = Buffer.concat([cipher.update(successor, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** Opens what `sealSuccessor` locked. Throws where it was locked with another token or has been changed. */
export function openSuccessor(sealed: string, predecessor: string): string {
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(predecessor), bytes.subarray(0, 12), { authTagLength: 16 })
  decipher.setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}

function sealingKey(predecessor: string): Buffer {
  return Buffer.from(hkdfSync('sha256', predecessor, 'foyer', 'refresh-successor', 32))
}
