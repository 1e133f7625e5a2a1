import { eq } from 'drizzle-orm'
import { waitingEntries } from '#drizzle/schema/index.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { saleSession, tellStore } from '#server/domain/inventory/index.ts'
import { type Author, ownSession } from '#server/domain/publishing/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { findFit } from './fit.ts'
import { type ListDeps, lockList, secondsLeftOf, withQuotas } from './give-next.ts'
import { offerSeconds } from './offer-window.ts'
import { openPlaces, readPool } from './read-pool.ts'
import { readListSettings } from './settings.ts'
import { pricedHall } from './wish.ts'
import { NotNow, NotTheirs, writeOffer } from './write-offer.ts'

/**
 * The publisher offers one person the best that is to be had now, whatever the line; what is saved up for others is not. Works while
 * the list is stopped too. Throws `not-found` for what is not the author's, no-block-left where nothing fits, illegal-transition
 * where the person waits no longer, waiting-list-closed near the end of the sale, limit-reached, quota-full, seat-taken.
 */
export async function offerByHand(deps: ListDeps, author: Author, sessionId: string, entryId: string): Promise<void> {
  await ownSession(deps.db, author, sessionId)
  const [known, open] = await Promise.all([saleSession(deps.db, sessionId), openPlaces(deps, sessionId)])
  const seats = await inTransaction(deps.db, async (tx) => {
    await lockList(tx, sessionId, true)
    const [entry] = await tx.select().from(waitingEntries).where(eq(waitingEntries.id, entryId))
    if (entry?.sessionId !== sessionId) throw new DomainError('not-found')
    if (entry.state !== 'waiting') throw new DomainError('illegal-transition', { state: entry.state })
    const settings = await readListSettings(tx, sessionId)
    const seconds = offerSeconds(settings.offerMinutes, await secondsLeftOf(tx, sessionId))
    if (seconds === null) throw new DomainError('waiting-list-closed')
    const sale = await withQuotas(tx, known)
    const pool = await readPool(tx, sale, open, () => true)
    const fit = findFit(pricedHall(sale), pool, entry)
    if (!fit) throw new DomainError('no-block-left', { asked: entry.atLeast })
    return await writeOffer(tx, sale, pool, { entryId, fit }, { seconds, givenBy: `user:${author.userId}`, guestKey: deps.keys.guests })
  }).catch((error: unknown) => {
    throw error instanceof NotTheirs || error instanceof NotNow ? error.cause : error
  })
  await tellStore(deps, sessionId, seats).catch(() => {})
}
