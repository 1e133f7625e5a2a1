import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { orders } from '#drizzle/schema/index.ts'
import type { SaleSession } from '#server/domain/inventory/index.ts'
import type { HoldLine } from '#shared/api/holds.ts'
import { newId } from '#shared/ids/id.ts'
import { total } from '#shared/money/money.ts'
import type { Locale } from '#shared/text/local-text.ts'
import { termsOf } from './draft-order.ts'
import { writeOrder } from './write-order.ts'
import type { Person } from './person.ts'
import { newReference } from './reference.ts'

/** Who is offered something: an account, or a guest with the secret that he manages it by. */
export interface OfferedTo extends Person {
  userId: string | null
  guestSecretHash: string | null
  guestSecretSealed: string | null
  email: string
  name: string
  locale: Locale
}

/**
 * Makes an unpaid order for somebody who did not press a button but waited: its places are claimed for him and its prices frozen for
 * `seconds`. It is an order like any other: paid, cancelled or expired in the usual ways, and counted by the per-person limit.
 * Throws what `createOrder` throws of seats, areas, limits and accounts; then the caller rolls back.
 */
export async function offerOrder(tx: Transaction, sale: SaleSession, to: OfferedTo, offerId: string, lines: HoldLine[], seconds: number): Promise<{ orderId: string, until: Date }> {
  const order = {
    id: newId(), reference: newReference(), sessionId: sale.session.id,
    userId: to.userId, guestSecretHash: to.guestSecretHash, guestSecretSealed: to.guestSecretSealed, contactEmail: to.email, contactName: to.name, locale: to.locale, personKey: to.personKey, personEmailHash: to.personEmailHash,
    totalMinor: total(lines.map(l => ({ unitPriceMinor: l.unitPrice.amountMinor, quantity: l.quantity }))), discountMinor: 0, promoCodeId: null,
    currency: lines[0]!.unitPrice.currency, ...termsOf(sale),
    // No hold became it: its own mark keeps one offer from becoming two orders.
    holdHash: createHash('sha256').update(`waiting-offer:${offerId}`).digest('base64url')
  }
  await writeOrder(tx, sale, order, lines.map(line => ({ ...line, discountMinor: 0 })), seconds * 1000)
  const [written] = await tx.select({ until: orders.expiresAt }).from(orders).where(eq(orders.id, order.id))
  return { orderId: order.id, until: written!.until }
}
