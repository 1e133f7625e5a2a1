import { eq } from 'drizzle-orm'
import webPush from 'web-push'
import type { Database } from '#drizzle/database.ts'
import { houseFacts } from '#drizzle/schema/index.ts'
import { open, seal } from '#shared/secrets/sealed.ts'
import type { VapidSettings } from './connect.ts'

const FACT = 'vapid-key-pair'
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
  if (kept) return opened(kept, sealKey)
  const made = webPush.generateVAPIDKeys()
  await db.insert(houseFacts).values({ name: FACT, value: { publicKey: made.publicKey, privateSealed: seal(sealKey, made.privateKey) } satisfies Kept }).onConflictDoNothing()
  return opened((await read(db))!, sealKey)
}

async function read(db: Database): Promise<Kept | null> {
  const [fact] = await db.select({ value: houseFacts.value }).from(houseFacts).where(eq(houseFacts.name, FACT))
  return fact ? fact.value as Kept : null
}

/** Throws where the house's secret is another one now: then browsers must subscribe anew with keys of the environment. */
function opened(kept: Kept, key: Buffer): VapidSettings {
  return { publicKey: kept.publicKey, privateKey: open(key, kept.privateSealed) }
}
