import { sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'

export interface TypeCounts { ticketTypeId: string, sold: number, admitted: number, inside: number }

interface Row extends Record<string, unknown> { ticket_type_id: string, sold: number, admitted: number, inside: number }

/** Of each ticket type of a session: tickets that are good or were used, of them used, and people who are inside. */
export async function countsOf(db: Queryable, sessionId: string): Promise<TypeCounts[]> {
  const rows = await db.execute<Row>(sql`
    select l.ticket_type_id, count(*) filter (where t.state in ('valid', 'used'))::int as sold, count(*) filter (where t.state = 'used')::int as admitted, count(*) filter (where p.is_inside)::int as inside
    from tickets t join order_lines l on l.id = t.order_line_id left join gate_presence p on p.ticket_id = t.id
    where t.session_id = ${sessionId} group by l.ticket_type_id`)
  return rows.map(r => ({ ticketTypeId: r.ticket_type_id, sold: r.sold, admitted: r.admitted, inside: r.inside }))
}
