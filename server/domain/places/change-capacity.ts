import { inTransaction } from '#drizzle/transaction.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import { notePlacesKept, setCapacity, tellStore } from '#server/domain/inventory/index.ts'
import { expireBlocking } from '#server/domain/orders/index.ts'
import { type Author, ownSession } from '#server/domain/publishing/index.ts'
import { distribute } from '#server/domain/waiting-list/index.ts'
import type { PlacesDeps } from './places-deps.ts'

/**
 * Gives a standing area more or fewer places while it sells. Needs no lock on the sale: orders and edits meet in the one row that
 * counts, and the second to come decides by what the first left. Places of overdue orders are given back before anything is
 * refused; what there is more goes to who waits for it. Throws `capacity-below-sold` (T-12), `not-found`.
 */
export async function changeCapacity(deps: PlacesDeps, author: Author, sessionId: string, areaKey: string, capacity: number): Promise<void> {
  await ownSession(deps.db, author, sessionId)
  const isRaised = await inTransaction(deps.db, async (tx) => {
    await expireBlocking(tx, sessionId, [], [areaKey])
    const before = await setCapacity(tx, sessionId, areaKey, capacity)
    if (before === capacity) return false
    await recordAudit(tx, { actor: author.userId, action: 'session.capacity-changed', subjectType: 'session', subjectId: sessionId, details: { areaKey, before, after: capacity } })
    await notePlacesKept(tx, sessionId, {})
    return capacity > before
  })
  await tellStore(deps, sessionId, []).then(() => isRaised ? distribute(deps, sessionId) : 0).catch(() => {})
}
