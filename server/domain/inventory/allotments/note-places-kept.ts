import type { Transaction } from '#drizzle/database.ts'
import { outbox } from '#drizzle/schema/index.ts'
import type { Released } from './release.ts'

/** Leaves word for the relay that other places are kept now: it tells the hold store, however often it takes. */
export async function notePlacesKept(tx: Transaction, sessionId: string, changed: Partial<Released>): Promise<void> {
  await tx.insert(outbox).values({ topic: 'places.kept', key: sessionId, payload: { sessionId, seats: changed.seats ?? [], standing: changed.standing ?? [] } })
}
