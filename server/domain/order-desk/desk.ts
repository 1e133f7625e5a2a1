import { type SQL, and, eq } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { type OrderRow, events, orders, sessions } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** Who works at the desk: a publisher with the orders of his own events, an admin with everybody's. */
export interface Desk { userId: string, role: 'publisher' | 'admin' }

/** What of `events` is this desk's. */
export function isDesks(desk: Desk): SQL | undefined {
  return desk.role === 'admin' ? undefined : eq(events.createdBy, desk.userId)
}

/** An order of this desk. @throws `not-found` for another publisher's, as for one that does not exist */
export async function deskOrder(db: Queryable, desk: Desk, orderId: string): Promise<OrderRow> {
  const [found] = await db.select({ order: orders }).from(orders).innerJoin(sessions, eq(sessions.id, orders.sessionId)).innerJoin(events, eq(events.id, sessions.eventId))
    .where(and(eq(orders.id, orderId), isDesks(desk)))
  if (!found) throw new DomainError('not-found')
  return found.order
}
