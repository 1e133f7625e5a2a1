import { recordAudit } from '#server/domain/accounts/index.ts'
import { freeLines, saleSession } from '#server/domain/inventory/index.ts'
import { giveTickets } from '#server/domain/orders/index.ts'
import { type PaymentDeps, payOrder } from '#server/domain/payments/index.ts'
import { type Author, ownSession } from '#server/domain/publishing/index.ts'
import type { InviteGuestInput } from '#shared/api/session-places.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { Locale } from '#shared/text/local-text.ts'
import { seatsNamed } from './named-seats.ts'
import { requireAllotment } from './require-allotment.ts'

/**
 * Gives a guest free tickets out of an allotment: an order like any other, at the price 0, in his name and sent to his address. The
 * limit of tickets a person does not count them. Throws `seat-taken`, `seat-not-for-sale` (the allotment does not keep it),
 * `area-full`, `table-parted`, `session-cancelled`, `illegal-transition`, `not-found`: then nothing was given.
 */
export async function inviteGuest(
  deps: PaymentDeps & { keys: { guests: Buffer } }, author: Author, sessionId: string, allotmentId: string, guest: Omit<InviteGuestInput, 'locale'> & { locale: Locale }
): Promise<{ orderId: string, reference: string }> {
  await ownSession(deps.db, author, sessionId)
  const sale = await saleSession(deps.db, sessionId)
  if (sale.session.status === 'cancelled' || sale.eventStatus === 'cancelled') throw new DomainError('session-cancelled')
  const allotment = await deps.db.transaction(tx => requireAllotment(tx, sessionId, allotmentId))
  if (allotment.kind === 'closed') throw new DomainError('illegal-transition', { state: 'closed' })
  const lines = freeLines(sale, seatsNamed(sale, guest.seatIds), guest.standing, allotmentId)
  const { orderId, reference, guestSecret } = await giveTickets(deps, sale, { lines, allotmentId, guest, guestKey: deps.keys.guests }, tx => recordAudit(tx, {
    actor: author.userId, action: 'allotment.guest-invited', subjectType: 'allotment', subjectId: allotmentId, details: { sessionId, places: lines.reduce((sum, line) => sum + line.quantity, 0) }
  }))
  await payOrder(deps, { userId: null, guestSecret }, orderId, 'free')
  return { orderId, reference }
}
