import { sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import type { EventDraftDocument } from '#shared/publishing/event-document.ts'
import type { TakenTickets } from '#shared/publishing/quota-faults.ts'

/** Tickets that are sold or in orders that are not closed, by session and price of the document: only where the document has quotas to compare. */
export async function ticketsTaken(db: Queryable, eventId: string, document: Pick<EventDraftDocument, 'quotas'>): Promise<TakenTickets[]> {
  const keys = [...new Set((document.quotas ?? []).flatMap(quota => quota.ticketTypeKeys))]
  if (keys.length === 0) return []
  const rows = await db.execute<{ session_key: string, type_key: string, tickets: number }>(sql`
    select t.session_id as session_key, coalesce(t.document_key, t.id) as type_key, sum(l.quantity)::int as tickets
    from ticket_types t join sessions s on s.id = t.session_id join order_lines l on l.ticket_type_id = t.id
    join (select order_line_id, state from claims union all select order_line_id, state from standing_claims) c on c.order_line_id = l.id
    where s.event_id = ${eventId} and coalesce(t.document_key, t.id) in ${keys} and c.state in ('pending', 'sold')
    group by 1, 2`)
  return rows.map(row => ({ sessionKey: row.session_key, typeKey: row.type_key, tickets: row.tickets }))
}
