import { timingSafeEqual } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { type OrderRow, orders } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { hashSecret } from './guest-secret.ts'

/** Who asks for an order: somebody signed in, or whoever shows the secret that its guest was given. */
export interface OrderReader { userId: string | null, guestSecret: string | null }

/** The order, for its owner only. Everybody else learns as much as of an order that does not exist. */
export async function ownOrder(db: Queryable, reader: OrderReader, orderId: string): Promise<OrderRow> {
  const [order] = await db.select().from(orders).where(eq(orders.id, orderId))
  if (!order || !isOwn(order, reader)) throw new DomainError('not-found')
  return order
}

function isOwn(order: OrderRow, reader: OrderReader): boolean {
  if (order.userId) return order.userId === reader.userId
  if (!reader.guestSecret || !order.guestSecretHash) return false
  return timingSafeEqual(Buffer.from(hashSecret(reader.guestSecret)), Buffer.from(order.guestSecretHash))
}
