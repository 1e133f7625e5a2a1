import { sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { recently } from '#shared/memo/recently.ts'
import type { LocalText } from '#shared/text/local-text.ts'

/** What is left of a quota by the clock of Postgres: tickets of orders that ran out are nobody's, swept or not, and those that are offered to others can be had. */
export interface QuotaLeft { name: LocalText, left: number, ticketTypeIds: string[] }

/** The quotas of several sessions, in one query; sessions without any are left out. */
export async function quotasLeft(db: Queryable, sessionIds: string[]): Promise<Map<string, QuotaLeft[]>> {
  if (sessionIds.length === 0) return new Map()
  const rows = await db.execute<{ session_id: string, name_en: string, name_zh: string, left: number, types: string[] }>(sql`
    select q.session_id, q.name_en, q.name_zh, array_agg(t.ticket_type_id::text) as types,
      (q.capacity - q.taken + coalesce((
        select sum(l.quantity) from orders o join order_lines l on l.order_id = o.id join ticket_quota_types counted on counted.ticket_type_id = l.ticket_type_id
        where o.session_id = q.session_id and o.state = 'pending' and o.expires_at <= now() and counted.quota_id = q.id), 0)
        + (select count(*) from resales r join order_lines l on l.id = r.order_line_id join ticket_quota_types counted on counted.ticket_type_id = l.ticket_type_id
          where r.session_id = q.session_id and r.state = 'open' and coalesce(r.kept_until <= now(), true) and counted.quota_id = q.id))::int as left
    from ticket_quotas q join ticket_quota_types t on t.quota_id = q.id
    where q.session_id in ${sessionIds} group by q.id order by q.id`)
  const quotas = rows.map(row => ({ sessionId: row.session_id, name: { en: row.name_en, zh: row.name_zh }, left: Math.max(0, row.left), ticketTypeIds: row.types }))
  return new Map([...Map.groupBy(quotas, quota => quota.sessionId)].map(([id, ofSession]) => [id, ofSession.map(({ sessionId: _, ...quota }) => quota)]))
}

/** As old as one frame of the seat feed. What is sold is decided by the counter when the order is written. */
const FRESH_MS = 200
const remember = recently<QuotaLeft[]>(FRESH_MS, { name: 'quotas' })

/** The quotas of a session, asked of Postgres at most five times a second however many choose at once. */
export function recentQuotas(db: Queryable, sessionId: string): Promise<QuotaLeft[]> {
  return remember(db, sessionId, async () => (await quotasLeft(db, [sessionId])).get(sessionId) ?? [])
}
