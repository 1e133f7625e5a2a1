import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits, for a link or a phone: as 43 characters of base64url. */
export const newSecret = () => randomBytes(32).toString('base64url')

/** What the database keeps of it. */
export const hashOf = (secret: string) => createHash('sha256').update(secret).digest('base64url')
