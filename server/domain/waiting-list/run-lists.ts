import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { allotments, sessions, waitingEntries } from '#drizzle/schema/index.ts'
import type { Queryable } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { LAST_CALL_SECONDS, isDue, releaseDue } from '#server/domain/inventory/index.ts'
import { giveNotice } from '#server/domain/notify/index.ts'
import { type ListDeps, giveNext } from './give-next.ts'
import { moveEntries } from './move-entry.ts'
import { endNotice } from './notices.ts'

/** After so long a session's turn is over, in ms: the next round goes on. */
const TURN_MS = 5_000
/** Entries closed in one transaction. */
const BATCH = 200

/**
 * Offers all that a session has to give; `opened` are seats that were let go a moment ago and that no map shows yet. Several processes
 * may do so at once: each place is offered once. @returns how many offers were made
 */
export async function distribute(deps: ListDeps, sessionId: string, opened: readonly number[] = []): Promise<number> {
  const until = performance.now() + TURN_MS
  let given = 0
  while (performance.now() < until && await giveNext(deps, sessionId, opened) === 'given') given++
  return given
}

/** Looks at every session where something was given back and is kept for its list, or an allotment's time is over. Costs two small queries where there is none. */
export async function distributeGivenBack(deps: ListDeps): Promise<void> {
  for (const sessionId of await awaitedAndDue(deps.db)) {
    await releaseDue(deps, sessionId)
    await distribute(deps, sessionId)
  }
  for (const sessionId of await sessionsWithSomething(deps.db)) await distribute(deps, sessionId)
}

/** Looks at every list: seats that nobody chose after all, places that were added, savings that are over. Lists whose sale has ended are closed. */
export async function walkLists(deps: ListDeps): Promise<void> {
  const waiting = await deps.db.selectDistinct({ sessionId: waitingEntries.sessionId }).from(waitingEntries).where(eq(waitingEntries.state, 'waiting'))
  for (const { sessionId } of waiting) await distribute(deps, sessionId)
  while (await closeSome(deps) === BATCH);
}

/** Sessions on whose lists somebody waits, and where an allotment's time is over. */
async function awaitedAndDue(db: Queryable): Promise<string[]> {
  const rows = await db.selectDistinct({ sessionId: allotments.sessionId }).from(allotments)
    .where(and(isDue, sql`exists (select 1 from ${waitingEntries} where ${waitingEntries.sessionId} = ${allotments.sessionId} and ${waitingEntries.state} = 'waiting')`))
  return rows.map(row => row.sessionId)
}

/** What is saved up for somebody waits for more; everything else that is kept wants to be looked at. */
async function sessionsWithSomething(db: Queryable): Promise<string[]> {
  const rows = await db.execute<{ session_id: string }>(sql`
    select distinct k.session_id from (
      select session_id, kept_until, kept_for from claims where kept_until is not null
      union all
      select session_id, kept_until, kept_for from standing_claims where kept_until is not null
      union all
      select session_id, kept_until, kept_for from resales where kept_until is not null
    ) k left join waiting_entries w on w.id = k.kept_for
    where w.id is null or k.kept_until <= now() or w.state <> 'waiting' or w.saving_until is null`)
  return rows.map(row => row.session_id)
}

async function closeSome(deps: ListDeps): Promise<number> {
  return await inTransaction(deps.db, async (tx) => {
    const over = await tx.select({ id: waitingEntries.id, state: waitingEntries.state }).from(waitingEntries).innerJoin(sessions, eq(sessions.id, waitingEntries.sessionId))
      .where(and(inArray(waitingEntries.state, ['unconfirmed', 'waiting']), sql`(${sessions.status} = 'cancelled' or ${sessions.saleEndsAt} <= now() + make_interval(secs => ${LAST_CALL_SECONDS}))`))
      .orderBy(asc(waitingEntries.id)).limit(BATCH).for('update', { of: waitingEntries, skipLocked: true })
    for (const from of ['unconfirmed', 'waiting'] as const) {
      const closed = await moveEntries(tx, over.filter(entry => entry.state === from).map(entry => entry.id), from, 'closed', 'waiting-list')
      if (from === 'waiting') await giveNotice(tx, ...await Promise.all(closed.map(entry => endNotice(tx, entry, 'waiting-closed'))))
    }
    return over.length
  })
}
