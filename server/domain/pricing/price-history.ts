import { sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import type { PriceCause } from '#shared/pricing/price-cause.ts'

/** A price that a ticket type had from an instant on, and the one before it; null of the first. */
export interface PriceRow { ticketTypeId: string, priceMinor: number, before: number | null, fromAt: Date, cause: PriceCause }

interface Row extends Record<string, unknown> { ticket_type_id: string, session_id: string, price_minor: string, before: string | null, from_ms: string, cause: PriceCause }

/** All prices of the ticket types of these sessions that have rules, oldest first. A row that confirmed a price is none. One query. */
const historyOf = (sessionIds: readonly string[]) => sql`
  select h.* from (
    select p.ticket_type_id, t.session_id, p.number, p.price_minor, lag(p.price_minor) over (partition by p.ticket_type_id order by p.number) as before, p.from_at, p.cause
    from prices p join moving_prices m on m.ticket_type_id = p.ticket_type_id join ticket_types t on t.id = p.ticket_type_id
    where t.session_id = any(${`{${sessionIds.join(',')}}`}::text::uuid[]) and t.retired_at is null
  ) h where h.before is distinct from h.price_minor`

/** The prices of a session's ticket types so far, by ticket type, oldest first. */
export async function pricesOfTypes(db: Queryable, sessionId: string): Promise<Map<string, PriceRow[]>> {
  const rows = await db.execute<Row>(sql`select ticket_type_id, session_id, price_minor::text, before::text, (extract(epoch from from_at) * 1000)::text as from_ms, cause
    from (${historyOf([sessionId])}) h order by ticket_type_id, number`)
  return Map.groupBy(rows.map(rowOf), row => row.ticketTypeId)
}

/** The last change of each session whose prices have changed. One query however many sessions are asked. */
export async function latestChanges(db: Queryable, sessionIds: readonly string[]): Promise<Map<string, PriceRow>> {
  if (sessionIds.length === 0) return new Map()
  const rows = await db.execute<Row>(sql`select distinct on (session_id) ticket_type_id, session_id, price_minor::text, before::text, (extract(epoch from from_at) * 1000)::text as from_ms, cause
    from (${historyOf(sessionIds)}) h where before is not null order by session_id, from_at desc, price_minor`)
  return new Map(rows.map(row => [row.session_id, rowOf(row)]))
}

function rowOf(row: Row): PriceRow {
  return { ticketTypeId: row.ticket_type_id, priceMinor: Number(row.price_minor), before: row.before === null ? null : Number(row.before), fromAt: new Date(Number(row.from_ms)), cause: row.cause }
}
