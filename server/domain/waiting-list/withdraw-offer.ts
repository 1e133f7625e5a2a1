import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { waitingOffers } from '#drizzle/schema/index.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import { type HoldStore, tellStore } from '#server/domain/inventory/index.ts'
import { giveNotice } from '#server/domain/notify/index.ts'
import { cancelInside } from '#server/domain/orders/index.ts'
import { type Author, ownSession } from '#server/domain/publishing/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { moveEntries } from './move-entry.ts'
import { withdrawnNotice } from './notices.ts'

/**
 * The publisher takes an offer back: its order is cancelled, its places go to the next in line, and the person is off the list and
 * is told why. Left on it he would be offered the same again at once. Taking it back twice is no error. Throws `not-found` for what
 * is not the author's, illegal-transition where it was paid, declined or has run out.
 */
export async function withdrawOffer(deps: { db: Database, holds: HoldStore }, author: Author, sessionId: string, offerId: string, reason: string): Promise<void> {
  await ownSession(deps.db, author, sessionId)
  const actor = `user:${author.userId}`
  const freed = await inTransaction(deps.db, async (tx) => {
    const [offer] = await tx.select().from(waitingOffers).where(and(eq(waitingOffers.id, offerId), eq(waitingOffers.sessionId, sessionId))).for('update')
    if (!offer) throw new DomainError('not-found')
    if (offer.outcome === 'withdrawn') return []
    // The order decides: who pays in this moment has bought, whatever the offer's row says.
    const places = await cancelInside(tx, offer.orderId, actor)
    if (!places) throw new DomainError('illegal-transition', { state: offer.outcome ?? 'over' })
    await tx.update(waitingOffers).set({ outcome: 'withdrawn', closedAt: sql`now()` }).where(and(eq(waitingOffers.id, offerId), isNull(waitingOffers.outcome)))
    const [entry] = await moveEntries(tx, [offer.entryId], 'offered', 'withdrawn', actor)
    await recordAudit(tx, { actor, action: 'waiting-list.offer-withdrawn', subjectType: 'session', subjectId: sessionId, details: { offerId, entryId: offer.entryId, orderId: offer.orderId, reason } })
    if (entry) await giveNotice(tx, await withdrawnNotice(tx, entry, offerId, reason))
    return places
  })
  await Promise.allSettled(freed.map(place => tellStore(deps, place.sessionId, place.seats)))
}
