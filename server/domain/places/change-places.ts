import type { Transaction } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { type Released, type SaleSession, lockPlaces, notePlacesKept, saleSession, tellReleased, warmStore } from '#server/domain/inventory/index.ts'
import { type Author, ownSession } from '#server/domain/publishing/index.ts'
import type { PlacesDeps } from './places-deps.ts'

/** What a change moved: told to every map. `isListChanged`: seats that were off sale from the start are so no more. */
export interface PlacesChange extends Partial<Released> { isListChanged?: boolean }

/**
 * Changes what is for sale in the author's session, while nobody writes an order of it, and shows it on every map: at once, and by
 * the outbox should that fail. Throws `not-found` for what is not the author's, and whatever `work` throws; then nothing changed.
 */
export async function changePlaces(deps: PlacesDeps, author: Author, sessionId: string, work: (tx: Transaction, sale: SaleSession) => Promise<PlacesChange>): Promise<void> {
  await ownSession(deps.db, author, sessionId)
  const sale = await saleSession(deps.db, sessionId)
  const change = await inTransaction(deps.db, async (tx) => {
    await lockPlaces(tx, sessionId)
    const done = await work(tx, sale)
    await notePlacesKept(tx, sessionId, done)
    return done
  })
  const told = { seats: change.seats ?? [], standing: change.standing ?? [] }
  await tellReleased(deps, sessionId, told).then(() => change.isListChanged ? warmStore(deps, sale) : undefined).catch(() => {})
}
