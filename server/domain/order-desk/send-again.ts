import type { Database } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { type RateLimiter, recordAudit } from '#server/domain/accounts/index.ts'
import { giveNotice } from '#server/domain/notify/index.ts'
import { ticketsReadyNotices } from '#server/domain/orders/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { newId } from '#shared/ids/id.ts'
import { type Desk, deskOrder } from './desk.ts'
import { requireMailRoom } from './mail-room.ts'

/**
 * Sends the mail with the tickets once more, to where it went before. @throws `not-found`, `order-not-paid` (there are no tickets),
 * `rate-limited`
 */
export async function sendTicketsAgain({ db, limiter }: { db: Database, limiter: RateLimiter }, desk: Desk, orderId: string): Promise<void> {
  const order = await deskOrder(db, desk, orderId)
  if (order.state !== 'paid' && order.state !== 'partially_refunded') throw new DomainError('order-not-paid', { state: order.state })
  await requireMailRoom(limiter, order.id)
  await inTransaction(db, async (tx) => {
    const notices = await ticketsReadyNotices(tx, order.id)
    const once = newId()
    await giveNotice(tx, ...notices.map(notice => ({ ...notice, key: `${notice.key}:again:${once}` })))
    await recordAudit(tx, { actor: desk.userId, action: 'order.sent-again', subjectType: 'order', subjectId: order.id })
  })
}
