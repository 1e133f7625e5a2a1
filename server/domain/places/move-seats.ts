import { recordAudit } from '#server/domain/accounts/index.ts'
import { keepSeats } from '#server/domain/inventory/index.ts'
import { expireBlocking } from '#server/domain/orders/index.ts'
import type { Author } from '#server/domain/publishing/index.ts'
import { withTheirTables } from '#shared/seating/plan.ts'
import { changePlaces } from './change-places.ts'
import { seatsNamed } from './named-seats.ts'
import type { PlacesDeps } from './places-deps.ts'
import { requireAllotment } from './require-allotment.ts'
import { requireUnused } from './require-unused.ts'

/**
 * Puts seats into an allotment, out of whichever keeps them; null: opens them to everybody. All or none, whole tables that are sold so. Throws `places-in-use` for
 * seats that somebody owns or holds (opening takes nobody anything, and is never refused so), `seat-not-in-session`,
 * `illegal-transition`, `not-found`.
 */
export async function moveSeats(deps: PlacesDeps, author: Author, sessionId: string, seatIds: string[], allotmentId: string | null): Promise<void> {
  await changePlaces(deps, author, sessionId, async (tx, sale) => {
    const seats = withTheirTables(sale.plan, seatsNamed(sale, seatIds))
    const to = allotmentId && await requireAllotment(tx, sessionId, allotmentId)
    if (to) {
      await expireBlocking(tx, sessionId, seats, [])
      await requireUnused(tx, deps.holds, sale, seats)
    }
    const kept = await keepSeats(tx, sessionId, seats, allotmentId)
    await recordAudit(tx, {
      actor: author.userId, action: to ? 'allotment.seats-kept' : 'allotment.seats-opened', subjectType: to ? 'allotment' : 'session', subjectId: allotmentId ?? sessionId,
      details: { sessionId, seats: kept.seats }
    })
    return kept
  })
}
