import type { Queryable } from '#drizzle/database.ts'
import { outbox } from '#drizzle/schema/index.ts'

/** Leaves word that visitors see something else of this event now: caches let go of it, the search reads it again. */
export async function noteCatalogueChanged(tx: Queryable, eventId: string): Promise<void> {
  await tx.insert(outbox).values({ topic: 'catalogue.changed', key: eventId, payload: { eventId } })
}
