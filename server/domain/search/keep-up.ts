import { sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { sqlState } from '#drizzle/transaction.ts'
import { searchWords } from '#drizzle/schema/index.ts'
import { recount } from './index-sessions.ts'
import { indexEvents } from './index-events.ts'

/** `houseCurrency` comes first in the order by price: with another one the index must be made again. */
export interface IndexDeps { db: Database, houseCurrency: string }

/** Events looked after in one turn. */
const AT_ONCE = 500
const CHUNK = 1000

/** Counts again the places of sessions that sold or gave back some. */
export const keepCounts = ({ db }: { db: Database }) => recount(db)

/**
 * Puts right what no news told of: sessions that ended, and events whose row is missing, older than the event, or should not be there.
 * @returns how many events it put right
 */
export async function keepUp(deps: IndexDeps): Promise<number> {
  const rows = await deps.db.execute<{ id: string }>(sql`
    select id from (
      select e.id from events e left join event_search i on i.event_id = e.id
      where e.status = 'approved' and (i.event_id is null or (e.updated_at > i.indexed_at and e.updated_at <= now()))
      union
      select i.event_id from event_search i join events e on e.id = i.event_id where e.status <> 'approved'
      union
      select s.event_id from session_search s where not s.is_over and s.ends_at <= now()
    ) stale limit ${AT_ONCE}`)
  return await indexAllThatCan(deps, rows.map(row => row.id))
}

/** What PostgreSQL says of values that it cannot take: classes 22 and 54 (documentation, appendix A). */
const IS_OF_DATA = /^(?:22|54)/

/** One event that cannot be read must not keep the others from being found. Throws where it is not the event's fault. @returns how many could */
async function indexAllThatCan({ db, houseCurrency }: IndexDeps, ids: string[]): Promise<number> {
  try {
    await indexEvents(db, ids, { houseCurrency })
    return ids.length
  } catch (error) {
    let done = 0
    for (const id of ids.length > 1 ? ids : []) done += await indexEvents(db, [id], { houseCurrency }).then(() => 1, () => 0)
    if (done === 0 && !IS_OF_DATA.test(sqlState(error) ?? '22')) throw error
    return done
  }
}

/** Puts right everything that is stale, however much it is: at start, and after an import by other means. */
export async function catchUp(deps: IndexDeps): Promise<number> {
  let done = 0
  for (let more = await keepUp(deps); more > 0; more = await keepUp(deps)) done += more
  return done
}

/** Makes the whole index again while it is in use: each event is found by its old row until it has its new one. */
export async function reindex({ db, houseCurrency }: IndexDeps, onProgress: (done: number, of: number) => void = () => {}): Promise<number> {
  const rows = await db.execute<{ id: string }>(sql`
    select id from events where status = 'approved' union select event_id from event_search order by 1`)
  await db.delete(searchWords)
  for (let start = 0; start < rows.length; start += CHUNK) {
    await indexEvents(db, rows.slice(start, start + CHUNK).map(row => row.id), { houseCurrency, isWhole: true })
    // An index that was empty a moment ago is planned for as if it still were.
    if (start === 0) await measure(db)
    onProgress(Math.min(start + CHUNK, rows.length), rows.length)
  }
  await measure(db)
  return rows.length
}

const measure = (db: Database) => db.execute(sql`analyze event_search, session_search, search_words`)
