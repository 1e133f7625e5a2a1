import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { inTransaction, violatedConstraint } from '#drizzle/transaction.ts'
import { attendees, orderLines, orders, tickets } from '#drizzle/schema/index.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import type { AttendeeInput } from '#shared/api/attendees.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { newId } from '#shared/ids/id.ts'
import { documentSecrets } from './document-secrets.ts'
import { nameTickets } from './name-tickets.ts'

interface Deps { db: Database, keys: { attendees: Buffer } }

/**
 * Names who comes on tickets of an order. As long as it is unpaid, names may be changed; of paid tickets only those that have none yet
 * (of guest lists, of the waiting list). One document has one ticket of a session: rows of orders that were never paid and of tickets that
 * ended are let go when somebody needs them. Its caller has asked whose order it is. All are named, or nobody is.
 * Throws `not-found`, `invalid-input` (a ticket of another order), `attendees-fixed`, `attendee-twice`, `order-expired`.
 */
export async function nameAttendees(deps: Deps, orderId: string, actor: string, named: readonly AttendeeInput[]): Promise<void> {
  // In one order for all, so that two who name the same people wait for each other and do not embrace.
  const rows = named.map((one) => {
    const id = newId()
    return { ...one, id, ...documentSecrets(deps.keys.attendees, id, one.kind, one.number) }
  }).toSorted((a, b) => a.numberHash < b.numberHash ? -1 : 1)
  const twice = rows.find((row, i) => row.numberHash === rows[i + 1]?.numberHash)
  if (twice) throw new DomainError('attendee-twice', { name: twice.name })
  await inTransaction(deps.db, async (tx) => {
    const order = await openOrder(tx, orderId)
    const lines = new Map((await tx.select().from(orderLines).where(eq(orderLines.orderId, orderId))).map(line => [line.id, line]))
    for (const { lineId, position } of rows) {
      if (position >= (lines.get(lineId)?.quantity ?? 0)) throw new DomainError('invalid-input', { errors: [{ path: 'attendees', message: 'names a ticket that is not of this order', code: 'custom' }] })
      await clearPlace(tx, order.state, lineId, position)
    }
    await letGoOfEnded(tx, order, rows.map(row => row.numberHash))
    for (const { lineId, position, name, number: _, kind: __, ...row } of rows) {
      await tx.insert(attendees).values({ ...row, name, sessionId: order.sessionId, orderId, orderLineId: lineId, position }).catch((problem: unknown) => {
        throw violatedConstraint(problem) === 'attendees_one_a_document' ? new DomainError('attendee-twice', { name }) : problem
      })
    }
    if (order.state !== 'pending') await nameTickets(tx, { ...order, changesTicketId: null })
    await recordAudit(tx, { actor, action: 'order.attendees-named', subjectType: 'order', subjectId: orderId })
  })
}

async function openOrder(tx: Transaction, orderId: string) {
  const [found] = await tx.select({ id: orders.id, state: orders.state, sessionId: orders.sessionId, isOver: sql<boolean>`${orders.expiresAt} <= now()` }).from(orders).where(eq(orders.id, orderId)).for('update')
  if (!found) throw new DomainError('not-found')
  if (found.state === 'expired' || (found.state === 'pending' && found.isOver)) throw new DomainError('order-expired')
  if (found.state === 'cancelled' || found.state === 'refunded') throw new DomainError('attendees-fixed')
  return found
}

/** Whoever was named for a place before comes no more; on a paid ticket he does. */
async function clearPlace(tx: Transaction, state: string, lineId: string, position: number): Promise<void> {
  const here = and(eq(attendees.orderLineId, lineId), eq(attendees.position, position), isNull(attendees.releasedAt))
  if (state === 'pending') {
    await tx.delete(attendees).where(here)
    return
  }
  const [[named], [ticket]] = await Promise.all([
    tx.select({ id: attendees.id }).from(attendees).where(here),
    tx.select({ state: tickets.state }).from(tickets).where(and(eq(tickets.orderLineId, lineId), eq(tickets.position, position))).orderBy(sql`${tickets.id} desc`).limit(1)
  ])
  if (named || ticket?.state !== 'valid') throw new DomainError('attendees-fixed')
}

/** Documents of orders that ran out and of tickets that ended may be used again: decided when somebody needs them, as with seats. */
async function letGoOfEnded(tx: Transaction, order: { id: string, sessionId: string }, hashes: string[]): Promise<void> {
  await tx.execute(sql`update attendees a set released_at = now()
    where a.session_id = ${order.sessionId} and a.number_hash in (select unnest(${sql.param(`{${hashes.join(',')}}`)}::text[])) and a.released_at is null and a.order_id <> ${order.id}
      and not exists (select 1 from orders o where o.id = a.order_id and o.state = 'pending' and o.expires_at > now())
      and not exists (select 1 from tickets t where t.order_line_id = a.order_line_id and t.position = a.position and t.state in ('valid', 'used'))`)
}
