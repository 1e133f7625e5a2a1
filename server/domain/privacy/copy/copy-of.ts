import type { Queryable } from '#drizzle/database.ts'
import { copyOfAccount } from './account.ts'
import { copyOfPublishing } from './publishing.ts'
import { copyOfPurchases } from './purchases.ts'
import { copyOfTrail } from './trail.ts'
import { copyOfWishes } from './wishes.ts'

/**
 * All that the house knows of somebody, as one JSON document for people and programs (GDPR, articles 15 and 20). Left out is what
 * would let its reader in somewhere: hashes, keys, secrets of tickets.
 */
export async function copyOf(db: Queryable, userId: string, publicUrl: string): Promise<Record<string, unknown>> {
  return {
    about: { format: 'foyer-personal-data', version: 1, house: publicUrl, madeAt: new Date().toISOString() },
    ...await copyOfAccount(db, userId),
    ...await copyOfPurchases(db, userId),
    ...await copyOfWishes(db, userId),
    ...await copyOfPublishing(db, userId),
    ...await copyOfTrail(db, userId)
  }
}
