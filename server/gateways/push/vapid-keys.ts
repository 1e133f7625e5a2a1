import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import webPush from 'web-push'
import type { Database } from '#drizzle/database.ts'
import { houseFacts } from '#drizzle/schema/index.ts'
import type { VapidSettings } from './connect.ts'

const FACT = 'vapid-keys'
interface Kept { publicKey: string, privateSealed: string }

/** The keys of this house: made once, by whichever process needs them first, and the same for all of them from then on. */
export function keptVapidKeys(db: Database, sealKey: Buffer): () => Promise<VapidSettings> {
  let known: Promise<VapidSettings> | undefined
  return () => {
    known ??= readOrMake(db, sealKey).catch((error: unknown) => {
      known = undefined
      throw error
    })
    return known
  }
}

async function readOrMake(db: Database, sealKey: Buffer): Promise<VapidSettings> {
  const kept = await read(db)
  if (kept) return open(kept, sealKey)
  const made = webPush.generateVAPIDKeys()
  await db.insert(houseFacts).values({ name: FACT, value: { publicKey: made.publicKey, privateSealed: seal(made.privateKey, sealKey) } satisfies Kept }).onConflictDoNothing()
  return open((await read(db))!, sealKey)
}

async function read(db: Database): Promise<Kept | null> {
  const [fact] = await db.select({ value: houseFacts.value }).from(houseFacts).where(eq(houseFacts.name, FACT))
  return fact ? fact.value as Kept : null
}

function seal(text: string, key: Buffer): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url')
}

/** Throws where the house's secret is another one now: then browsers must subscribe anew with keys of the environment. */
function open(kept: Kept, key: Buffer): VapidSettings {
  const bytes = Buffer.from(kept.privateSealed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(-16))
  return { publicKey: kept.publicKey, privateKey: Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8') }
}
