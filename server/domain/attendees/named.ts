import { sql } from 'drizzle-orm'
import type { Queryable, Transaction } from '#drizzle/database.ts'
import type { OrderRow } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

type NamedOrder = Pick<OrderRow, 'id' | 'sessionId' | 'changesTicketId'>

/** Whether all who come are named: those of tickets that ended do not come. Somebody who changes seats within a session is the same. */
export async function areAttendeesNamed(db: Queryable, order: NamedOrder): Promise<boolean> {
  if (await staysTheSame(db, order)) return true
  const [row] = await db.execute<{ missing: boolean }>(sql`select exists (
    select 1 from order_lines l cross join lateral generate_series(0, l.quantity - 1) as p(position)
    where l.order_id = ${order.id}
      and not exists (select 1 from attendees a where a.order_line_id = l.id and a.position = p.position and a.released_at is null)
      and not exists (select 1 from tickets t where t.order_line_id = l.id and t.position = p.position and t.state not in ('valid', 'used'))
  ) as missing`)
  return !row!.missing
}

/** Throws `attendees-missing` for an order of a show that must know who comes, as long as it does not. */
export async function requireAttendees(tx: Transaction, order: NamedOrder): Promise<void> {
  const [show] = await tx.execute<{ needs: boolean }>(sql`select e.needs_identity as needs from sessions s join events e on e.id = s.event_id where s.id = ${order.sessionId}`)
  if (show?.needs && !await areAttendeesNamed(tx, order)) throw new DomainError('attendees-missing')
}

async function staysTheSame(db: Queryable, { changesTicketId, sessionId }: NamedOrder): Promise<boolean> {
  if (!changesTicketId) return false
  const [old] = await db.execute(sql`select 1 from tickets where id = ${changesTicketId} and session_id = ${sessionId} and state = 'valid'`)
  return old !== undefined
}
