import { createHash, randomBytes } from 'node:crypto'
import type { Transaction } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { type HeldLine, type SaleSession, tellStore } from '#server/domain/inventory/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { newId } from '#shared/ids/id.ts'
import { placeName } from '#shared/seating/place-name.ts'
import type { Locale } from '#shared/text/local-text.ts'
import type { OrderDeps } from './create-order.ts'
import { draftOrder } from './draft-order.ts'
import { writeOrder } from './write-order.ts'
import { guestSecretFor } from './guest-secret.ts'

export interface Gift {
  /** At the price 0, out of the allotment. */
  lines: HeldLine[]
  allotmentId: string
  guest: { name: string, email: string, locale: Locale }
  guestKey: Buffer
}

/**
 * Writes a guest's order of tickets that cost nothing, to be confirmed like any free order. Kept seats are given out of their
 * allotment only; no limit of a person counts them. `alongside` is written in the same transaction.
 */
export async function giveTickets(deps: OrderDeps, sale: SaleSession, gift: Gift, alongside: (tx: Transaction) => Promise<void>): Promise<{ orderId: string, reference: string, guestSecret: string }> {
  const token = randomBytes(32).toString('base64url')
  const guestSecret = guestSecretFor(gift.guestKey, token)
  const lines = gift.lines.map(line => ({ ...line, discountMinor: 0 }))
  const person = { personKey: `guest-list:${gift.allotmentId}:${newId()}`, personEmailHash: null }
  const buyer = { userId: null, visitor: '', locale: gift.guest.locale, guestKey: gift.guestKey }
  const order = draftOrder(sale, lines, buyer, { name: gift.guest.name, email: gift.guest.email, person }, createHash('sha256').update(token).digest('base64url'), guestSecret, null)
  await inTransaction(deps.db, async (tx) => {
    const access = await writeOrder(tx, sale, order, lines, 0)
    // What was released meanwhile is the public's: nobody gives it away.
    if (lines.some(line => access.ofLine(line).allotmentId === null)) throw new DomainError('seat-not-for-sale', { seatNames: lines.map(line => ({ en: placeName(line, 'en'), zh: placeName(line, 'zh') })) })
    await alongside(tx)
  })
  await tellStore(deps, sale.session.id, lines.flatMap(line => line.seatIndex ?? [])).catch(() => {})
  return { orderId: order.id, reference: order.reference, guestSecret }
}
