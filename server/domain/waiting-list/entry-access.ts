import { timingSafeEqual } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { type WaitingEntryRow, waitingEntries } from '#drizzle/schema/index.ts'
import { type OrderReader, hashSecret } from '#server/domain/orders/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** An entry of a list, for its owner only: who is signed in as him, or has the link of the guest. Everybody else: `not-found`. */
export async function ownEntry(db: Queryable, reader: OrderReader, id: string): Promise<WaitingEntryRow> {
  const [entry] = await db.select().from(waitingEntries).where(eq(waitingEntries.id, id))
  if (!entry || !isOwn(entry, reader)) throw new DomainError('not-found')
  return entry
}

function isOwn(entry: WaitingEntryRow, reader: OrderReader): boolean {
  if (entry.userId) return entry.userId === reader.userId
  if (!reader.guestSecret || !entry.guestSecretHash) return false
  return timingSafeEqual(Buffer.from(hashSecret(reader.guestSecret)), Buffer.from(entry.guestSecretHash))
}
