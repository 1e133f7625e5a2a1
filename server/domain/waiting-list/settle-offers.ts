import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Queryable, Transaction } from '#drizzle/database.ts'
import { orders, waitingEntries, waitingOffers } from '#drizzle/schema/index.ts'
import { giveNotice } from '#server/domain/notify/index.ts'
import { moveEntries } from './move-entry.ts'
import { endNotice } from './notices.ts'
import type { EntryState } from './transitions.ts'

/** What became of an order, in the words of the list: of the offer, and of whoever it was made to. */
const BECAME = {
  paid: { outcome: 'taken', entry: 'bought' },
  expired: { outcome: 'lapsed', entry: 'lapsed' },
  cancelled: { outcome: 'declined', entry: 'left' }
} as const satisfies Record<string, { outcome: 'taken' | 'lapsed' | 'declined', entry: EntryState }>

/** Orders that were paid, ran out or were cancelled: where one was an offer, its entry moves on. Safe to hear again. */
export async function settleOffers(db: Queryable, became: keyof typeof BECAME, orderIds: string[]): Promise<void> {
  const { outcome, entry: state } = BECAME[became]
  await db.transaction(async (tx) => {
    const closed = await tx.update(waitingOffers).set({ outcome, closedAt: sql`now()` })
      .where(and(inArray(waitingOffers.orderId, orderIds), isNull(waitingOffers.outcome))).returning({ entryId: waitingOffers.entryId })
    const moved = await moveEntries(tx, closed.map(offer => offer.entryId), 'offered', state, 'waiting-list')
    if (state === 'lapsed') for (const entry of moved) await giveNotice(tx, await endNotice(tx, entry, 'waiting-lapsed'))
    if (became === 'paid') await takeOffBuyers(tx, orderIds)
  })
}

/** Whoever bought places of a session by himself waits for it no longer. */
async function takeOffBuyers(tx: Transaction, orderIds: string[]): Promise<void> {
  const buyers = await tx.select({ id: waitingEntries.id, state: waitingEntries.state }).from(orders)
    .innerJoin(waitingEntries, and(eq(waitingEntries.sessionId, orders.sessionId), eq(waitingEntries.personKey, orders.personKey)))
    .where(and(inArray(orders.id, orderIds), inArray(waitingEntries.state, ['unconfirmed', 'waiting'])))
  for (const from of ['unconfirmed', 'waiting'] as const) {
    await moveEntries(tx, buyers.filter(entry => entry.state === from).map(entry => entry.id), from, 'bought', 'waiting-list')
  }
}
