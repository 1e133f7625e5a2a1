import { and, eq, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { type WaitingEntryRow, waitingEntries, waitingOffers } from '#drizzle/schema/index.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import type { HoldStore } from '#server/domain/inventory/index.ts'
import { type OrderReader, cancelOrder, personBehind } from '#server/domain/orders/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { checkWish } from './check-wish.ts'
import { ownEntry } from './entry-access.ts'
import { moveEntries } from './move-entry.ts'
import type { ListDeps } from './give-next.ts'
import type { Wish } from './wish.ts'

/** The guest opened his link: now he waits, in the place of the day when he joined. Opening it again changes nothing. */
export async function confirmEntry({ db }: { db: Database }, reader: OrderReader, id: string): Promise<void> {
  const entry = await ownEntry(db, reader, id)
  if (entry.state !== 'unconfirmed') return
  await inTransaction(db, tx => moveEntries(tx, [id], 'unconfirmed', 'waiting', 'guest'))
}

/** Changes what somebody waits for; his place stays. Throws what joining throws, and illegal-transition where he waits no longer. */
export async function changeWish(deps: ListDeps, reader: OrderReader, id: string, wish: Wish): Promise<void> {
  const entry = await ownEntry(deps.db, reader, id)
  await checkWish(deps, await personBehind(deps.db, deps.keys.guests, entry), entry.sessionId, wish)
  const changed = await deps.db.update(waitingEntries).set({ ...wish, passedOver: sql`0` })
    .where(and(eq(waitingEntries.id, id), eq(waitingEntries.state, 'waiting'))).returning({ id: waitingEntries.id })
  if (changed.length === 0) throw new DomainError('illegal-transition', { state: entry.state })
}

/** Takes somebody off the list. Where he was offered places they go to the next one. Leaving twice is no error. */
export async function leaveList(deps: { db: Database, holds: HoldStore }, reader: OrderReader, id: string): Promise<void> {
  const entry = await ownEntry(deps.db, reader, id)
  if (entry.state === 'offered') return await decline(deps, reader, entry)
  if (entry.state !== 'unconfirmed' && entry.state !== 'waiting') return
  const moved = await inTransaction(deps.db, tx => leave(tx, entry))
  // He was offered something in this very moment.
  if (!moved) await leaveList(deps, reader, id)
}

async function leave(tx: Transaction, entry: WaitingEntryRow): Promise<boolean> {
  const moved = await moveEntries(tx, [entry.id], entry.state, 'left', entry.userId ? `user:${entry.userId}` : 'guest')
  return moved.length > 0
}

/** The order is cancelled, and what was an offer hears of it by the news of orders. */
async function decline(deps: { db: Database, holds: HoldStore }, reader: OrderReader, entry: WaitingEntryRow): Promise<void> {
  const [offer] = await deps.db.select().from(waitingOffers).where(and(eq(waitingOffers.entryId, entry.id), sql`${waitingOffers.outcome} is null`))
  if (offer) await cancelOrder(deps, reader, offer.orderId)
}
