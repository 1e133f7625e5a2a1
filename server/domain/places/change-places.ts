import type { Transaction } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { type Released, type SaleSession, lockPlaces, notePlacesKept, saleSession, warmStore } from '#server/domain/inventory/index.ts'
import { type Author, ownSession } from '#server/domain/publishing/index.ts'
import { openUp } from './open-up.ts'
import type { PlacesDeps } from './places-deps.ts'

/** What a change moved: told to every map. `isListChanged`: seats that were off sale from the start are so no more. */
export interface PlacesChange extends Partial<Released> { isListChanged?: boolean }

/**
 * Changes what is for sale in the author's session, while nobody writes an order of it. What is everybody's from then on goes to
 * the waiting list and onto every map: at once, and by the rounds should that fail. Throws `not-found` for what is not the author's, and whatever `work` throws; then nothing changed.
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
  await openUp(deps, sessionId, told, change.isListChanged ? () => warmStore(deps, sale) : undefined).catch(() => {})
}
