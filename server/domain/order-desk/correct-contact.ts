import { randomBytes } from 'node:crypto'
import { and, eq, isNull } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { orders } from '#drizzle/schema/index.ts'
import { type RateLimiter, recordAudit } from '#server/domain/accounts/index.ts'
import { giveNotice, sealGuestSecret } from '#server/domain/notify/index.ts'
import { hashSecret, ticketsReadyNotices } from '#server/domain/orders/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { newId } from '#shared/ids/id.ts'
import { type Desk, deskOrder } from './desk.ts'
import { requireMailRoom } from './mail-room.ts'

/**
 * Puts the name or address of a guest's order right, of which he mistyped a letter, and sends his tickets there. The private link that went to the other
 * address opens nothing from now on: it may be a stranger's. How many one person may buy is counted by the address that was typed, as before.
 * @throws `not-found`, `order-of-account` (its owner changes it), `order-not-paid`, `rate-limited`
 */
export async function correctContact({ db, limiter }: { db: Database, limiter: RateLimiter }, guestKey: Buffer, desk: Desk, orderId: string, contact: { name: string, email: string }): Promise<void> {
  const order = await deskOrder(db, desk, orderId)
  if (order.userId) throw new DomainError('order-of-account')
  if (order.state !== 'paid' && order.state !== 'partially_refunded') throw new DomainError('order-not-paid', { state: order.state })
  await requireMailRoom(limiter, order.id)
  await inTransaction(db, async (tx) => {
    const secret = randomBytes(32).toString('base64url')
    const changed = await tx.update(orders).set({ contactName: contact.name, contactEmail: contact.email, guestSecretHash: hashSecret(secret), guestSecretSealed: sealGuestSecret(guestKey, secret) })
      .where(and(eq(orders.id, order.id), isNull(orders.userId))).returning({ id: orders.id })
    // Its buyer took it into his account in this very moment.
    if (changed.length === 0) throw new DomainError('order-of-account')
    await recordAudit(tx, { actor: desk.userId, action: 'order.contact-corrected', subjectType: 'order', subjectId: order.id, details: { hasNewAddress: order.contactEmail !== contact.email } })
    const once = newId()
    await giveNotice(tx, ...(await ticketsReadyNotices(tx, order.id)).map(notice => ({ ...notice, key: `${notice.key}:to:${once}` })))
  })
}
