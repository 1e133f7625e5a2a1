import { eq } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { type OrderRow, type orders, users } from '#drizzle/schema/index.ts'
import type { HeldLine, SaleSession } from '#server/domain/inventory/index.ts'
import { sealGuestSecret } from '#server/domain/notify/index.ts'
import { type PromoCode, discountsOf } from '#server/domain/pricing/index.ts'
import type { CreateOrderInput } from '#shared/api/orders.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { newId } from '#shared/ids/id.ts'
import { total } from '#shared/money/money.ts'
import { type FrozenChangeTerms, freezeChangeTerms } from '#shared/refunds/change.ts'
import { type FrozenTerms, freezeTerms } from '#shared/refunds/terms.ts'
import type { Locale } from '#shared/text/local-text.ts'
import { hashSecret } from './guest-secret.ts'
import { type Person, personEmailHash } from './person.ts'
import { newReference } from './reference.ts'

export interface Buyer {
  userId: string | null
  visitor: string
  locale: Locale
  /** Derives a guest's secret from his hold, so that repeating the request gives the same one. */
  guestKey: Buffer
}

export interface Contact { name: string, email: string, person: Person }

/** Where tickets go, and who the person is: by the address of his account, or by the one that a guest gives. */
export async function contactOf(db: Database, buyer: Buyer, input: CreateOrderInput): Promise<Contact> {
  if (!buyer.userId) {
    if (!input.contact) throw new DomainError('login-required')
    return { ...input.contact, person: { personKey: `email:${input.contact.email}`, personEmailHash: personEmailHash(buyer.guestKey, input.contact.email) } }
  }
  const [user] = await db.select({ name: users.displayName, email: users.email }).from(users).where(eq(users.id, buyer.userId))
  const person = { personKey: `user:${buyer.userId}`, personEmailHash: user?.email ? personEmailHash(buyer.guestKey, user.email) : null }
  if (input.contact) return { ...input.contact, person }
  if (!user?.email) throw new DomainError('invalid-input', { errors: [{ path: 'contact', message: 'an e-mail is needed for the tickets', code: 'custom' }] })
  return { name: user.name, email: user.email, person }
}

/** A line of the hold, with what a code takes off the whole of it, in minor units. */
export type PricedLine = HeldLine & { discountMinor: number }

/** The lines at what they cost with a promo code. */
export function priced(lines: HeldLine[], promoCode: PromoCode | null): PricedLine[] {
  const discounts = promoCode ? discountsOf(promoCode, lines.map(l => ({ unitPriceMinor: l.unitPrice.amountMinor, quantity: l.quantity }))) : []
  return lines.map((line, i) => ({ ...line, discountMinor: discounts[i] ?? 0 }))
}

export type NewOrder = Omit<typeof orders.$inferInsert, 'expiresAt'> & Person & { id: string, sessionId: string }

/** On what terms an order that is written now may be given back, and its tickets changed. */
export function termsOf({ session, timeZone }: SaleSession): { refundTerms: FrozenTerms | null, changeTerms: FrozenChangeTerms | null } {
  return {
    refundTerms: session.refundTerms && freezeTerms(session.refundTerms, session.startsAt, timeZone),
    changeTerms: session.changeTerms && freezeChangeTerms(session.changeTerms, session.startsAt)
  }
}

/** An order that takes the place of a ticket of another one. */
export interface InsteadOf {
  from: OrderRow
  ticketId: string
  /** What of the old ticket pays the new one. Throws where there is no such deal (any more). */
  deal(lines: PricedLine[]): Promise<Pick<OrderRow, 'changeFeeMinor' | 'creditMinor' | 'changeBackMinor'>>
  /** Done in the transaction before it is written. */
  makeWay(tx: Transaction): Promise<void>
}

/** The row of such an order: it belongs to whoever has the old one, and goes where that went. */
export async function draftInstead(sale: SaleSession, lines: PricedLine[], buyer: Buyer, holdHash: string, { from, ticketId, deal }: InsteadOf): Promise<NewOrder> {
  const { userId, guestSecretHash, guestSecretSealed, contactEmail, contactName, personKey, personEmailHash } = from
  const order = draftOrder(sale, lines, buyer, { name: contactName, email: contactEmail, person: { personKey, personEmailHash } }, holdHash, null, null)
  return { ...order, userId, guestSecretHash, guestSecretSealed, changesTicketId: ticketId, ...await deal(lines) }
}

/** The row of an order to be; its total is that of its lines. */
export function draftOrder(
  sale: SaleSession, lines: PricedLine[], buyer: Buyer, contact: Contact, holdHash: string, guestSecret: string | null, promoCode: PromoCode | null
): NewOrder {
  const discountMinor = lines.reduce((sum, line) => sum + line.discountMinor, 0)
  return {
    id: newId(),
    reference: newReference(),
    sessionId: sale.session.id,
    userId: buyer.userId,
    guestSecretHash: guestSecret ? hashSecret(guestSecret) : null,
    guestSecretSealed: guestSecret ? sealGuestSecret(buyer.guestKey, guestSecret) : null,
    contactEmail: contact.email,
    contactName: contact.name,
    locale: buyer.locale,
    ...contact.person,
    totalMinor: total(lines.map(l => ({ unitPriceMinor: l.unitPrice.amountMinor, quantity: l.quantity }))) - discountMinor,
    discountMinor,
    promoCodeId: promoCode?.id ?? null,
    currency: lines[0]!.unitPrice.currency,
    ...termsOf(sale),
    holdHash
  }
}
