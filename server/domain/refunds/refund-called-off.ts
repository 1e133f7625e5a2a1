import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { type RefundRunRow, auditLog, refundRunTroubles, refundRuns } from '#drizzle/schema/index.ts'
import { tellStore } from '#server/domain/inventory/index.ts'
import { describeError } from '#shared/errors/describe-error.ts'
import { IS_AT_BANK, IS_CALLED_OFF, IS_STUCK, OPEN_STATES, disputed, listed } from './called-off-orders.ts'
import { endCalledOff } from './end-called-off.ts'
import type { RefundDeps } from './give-back.ts'

/** Orders that are looked for at a time. */
const PAGE = 100
/** Begun no later than so long after the start, in ms: the other work of the house has its turn. A cron that runs once a minute gets far with it. */
const LONGEST_TURN_MS = 5_000
/** Somebody who was ordering while the session was called off has written his order by then: sessions are remembered for 2 s, an order takes less than 3. */
const LATEST_ORDERS = sql`interval '30 seconds'`

/**
 * Goes on with everybody's money of sessions that were called off: order by order, each in a transaction of its own, so that a process
 * may die at any moment and another goes on where it stopped (W-06). Which orders are left is read off the orders; safe to run in
 * several processes. An order that cannot be ended is written down, keeps nobody else waiting and is tried again.
 * @returns how many orders it ended
 */
export async function refundCalledOff(deps: RefundDeps, longestTurnMs = LONGEST_TURN_MS): Promise<number> {
  const runs = await deps.db.select().from(refundRuns).where(isNull(refundRuns.finishedAt)).orderBy(asc(refundRuns.id))
  const until = performance.now() + longestTurnMs
  let ended = 0
  for (const run of runs) {
    for (;;) {
      const page = await openOrdersOf(deps.db, run)
      let endedOfPage = 0
      for (const orderId of page) {
        if (performance.now() > until) return ended + endedOfPage
        if (await endOne(deps, run, orderId)) endedOfPage++
      }
      ended += endedOfPage
      if (page.length === 0) await finish(deps.db, run)
      // Nothing of a whole page could be ended: another process is at it.
      if (page.length < PAGE || endedOfPage === 0) break
    }
  }
  return ended
}

/** Orders that are left, without those that wait for a bank or for another try. */
async function openOrdersOf(db: Database, run: RefundRunRow): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql`
    select o.id from orders o
    where o.session_id in ${listed(run.sessionIds)} and o.state in ${[...OPEN_STATES]} and ${IS_CALLED_OFF} and not ${IS_AT_BANK} and not ${IS_STUCK}
    order by o.id limit ${PAGE}`)
  return rows.map(row => row.id)
}

async function endOne(deps: RefundDeps, run: RefundRunRow, orderId: string): Promise<boolean> {
  try {
    const places = await inTransaction(deps.db, tx => endCalledOff(tx, run, orderId))
    // The outbox carries the same news; telling at once only makes it faster.
    await Promise.allSettled((places ?? []).map(c => tellStore(deps, c.sessionId, c.seats)))
    return places !== null
  } catch (error) {
    const lastError = describeError(error).slice(0, 500)
    await deps.db.insert(refundRunTroubles).values({ orderId, lastError })
      .onConflictDoUpdate({ target: refundRunTroubles.orderId, set: { lastError, tries: sql`${refundRunTroubles.tries} + 1`, triedAt: sql`now()` } })
    return false
  }
}

/** Over, unless an order may still come, waits for a bank's word, or could not be ended. What a bank has given back for good is over. */
async function finish(db: Database, run: RefundRunRow): Promise<void> {
  await inTransaction(db, async (tx) => {
    const finished = await tx.update(refundRuns).set({ finishedAt: sql`now()` }).where(and(
      eq(refundRuns.id, run.id), isNull(refundRuns.finishedAt), sql`${refundRuns.startedAt} < now() - ${LATEST_ORDERS}`,
      sql`not exists (select 1 from orders o where o.session_id in ${listed(run.sessionIds)} and o.state in ${[...OPEN_STATES]} and ${IS_CALLED_OFF} and not ${disputed(sql`'lost'`)})`
    )).returning({ endedOrders: refundRuns.endedOrders })
    if (finished.length > 0) await tx.insert(auditLog).values({ actor: 'refund-run', action: 'refund-run.finished', subjectType: 'refund-run', subjectId: run.id, fromState: 'started', toState: 'finished', details: finished[0]! })
  })
}
