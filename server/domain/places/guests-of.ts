import { sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import type { AllotmentView } from '#shared/api/session-places.ts'

/** The guests whom tickets were given to, by the allotment that they came out of. */
export async function guestsOf(db: Queryable, sessionId: string): Promise<Map<string, AllotmentView['guests']>> {
  const rows = await db.execute<{ allotment_id: string, id: string, reference: string, contact_name: string, contact_email: string, state: string, places: number }>(sql`
    select split_part(o.person_key, ':', 2) as allotment_id, o.id, o.reference, o.contact_name, o.contact_email, o.state,
      (select sum(l.quantity) from order_lines l where l.order_id = o.id)::int as places
    from orders o where o.session_id = ${sessionId} and o.person_key like 'guest-list:%' and o.state in ('pending', 'paid')
    order by o.created_at, o.id`)
  const views = rows.map(row => ({ allotmentId: row.allotment_id, guest: { orderId: row.id, reference: row.reference, name: row.contact_name, email: row.contact_email, places: row.places, state: row.state } }))
  return new Map([...Map.groupBy(views, view => view.allotmentId)].map(([id, ofAllotment]) => [id, ofAllotment.map(view => view.guest)]))
}
