import { timingSafeEqual } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { type OrderRow, orders } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { hashSecret } from './guest-secret.ts'

/** Who asks for an order: somebody signed in, or whoever shows the secret that its guest was given. */
export interface OrderReader { userId: string | null, guestSecret: string | null }

/**
 * The order, for its owner only. Everybody else learns as much as of an order that does not exist (`not-found`); who shows the secret of
 * an order that was taken into an account since, that it is there (`order-in-account`).
 */
export async function ownOrder(db: Queryable, reader: OrderReader, orderId: string): Promise<OrderRow> {
  const [order] = await db.select().from(orders).where(eq(orders.id, orderId))
  if (!order) throw new DomainError('not-found')
  if (isOwn(order, reader)) return order
  throw new DomainError(isShown(reader, order.formerSecretHash) ? 'order-in-account' : 'not-found')
}

function isOwn(order: OrderRow, reader: OrderReader): boolean {
  if (order.userId) return order.userId === reader.userId
  return isShown(reader, order.guestSecretHash)
}

function isShown({ guestSecret }: OrderReader, hash: string | null): boolean {
  return guestSecret !== null && hash !== null && timingSafeEqual(Buffer.from(hashSecret(guestSecret)), Buffer.from(hash))
}
