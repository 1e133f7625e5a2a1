import { sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'

/** So long after a show who came is known, in days: until questions about it are answered. */
const KEPT_DAYS = 30
/** Of orders that were never paid, and of tickets that ended. */
const ENDED_DAYS = 2

/** Forgets who came to shows that are long over, on the tickets too, and who was named and did not come after all. Safe to repeat. @returns how many */
export async function forgetAttendees(db: Database): Promise<number> {
  const forgotten = await db.execute(sql`with forgotten as (
      update attendees a set name = null, document_kind = null, number_sealed = null, number_hash = null, number_tail = null
      from sessions s where s.id = a.session_id and a.name is not null and s.ends_at < now() - make_interval(days => ${KEPT_DAYS}) returning a.order_line_id, a.position
    ), unnamed as (
      update tickets t set holder_name = null from forgotten f where t.order_line_id = f.order_line_id and t.position = f.position and t.from_ticket_id is null
    ) select 1 from forgotten`)
  const ended = await db.execute(sql`delete from attendees a where a.created_at < now() - make_interval(days => ${ENDED_DAYS})
      and not exists (select 1 from orders o where o.id = a.order_id and o.state = 'pending')
      and not exists (select 1 from tickets t where t.order_line_id = a.order_line_id and t.position = a.position and t.state in ('valid', 'used')) returning 1`)
  return forgotten.length + ended.length
}
