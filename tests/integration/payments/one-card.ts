import { and, eq, inArray, ne, sql } from 'drizzle-orm'
import { claims, payments, tickets } from '#drizzle/schema/index.ts'
import { payOrder, takeNotice } from '#server/domain/payments/index.ts'
import type { House } from '#server/house.ts'
import type { TestSession } from '#tests/support/fixtures.ts'
import type { FakeEvent } from '#tests/support/stripe-account.ts'
import type { StripeServer } from '#tests/support/stripe-server.ts'
import { type Waiting, givenOrder } from './buying.ts'

export interface AtStripe extends Waiting { paymentId: string, providerRef: string }

/** A guest of his own address who is on the page of Stripe to pay for these seats. */
export async function givenAtStripe(house: House, session: TestSession, ...seats: number[]): Promise<AtStripe> {
  return await atStripe(house, await givenOrder(house, { session, seats }))
}

/** Whoever waits to pay an order goes to the page of Stripe. */
export async function atStripe(house: House, order: Waiting): Promise<AtStripe> {
  const { paymentId } = await payOrder(house, order.reader, order.orderId, 'stripe')
  const [payment] = await house.db.select().from(payments).where(eq(payments.id, paymentId))
  return { ...order, paymentId, providerRef: payment!.providerRef! }
}

/** He pays by a card. @returns what Stripe tells of it */
export function payBy(stripe: StripeServer, card: string, { providerRef }: AtStripe): FakeEvent[] {
  const before = stripe.account.events.length
  stripe.account.pay(providerRef, { card })
  return stripe.account.events.slice(before)
}

/** A notice of Stripe arrives. */
export async function hear(house: House, stripe: StripeServer, event: FakeEvent): Promise<void> {
  const { body, headers } = stripe.sign(event)
  await takeNotice(house, 'stripe', { body: Buffer.from(body), header: name => headers[name], nowMs: Date.now() })
}

/** How many of a session are good tickets, and how many seats are not free. */
export async function soldOf(house: House, session: TestSession) {
  const [good, taken] = await Promise.all([
    house.db.$count(tickets, and(eq(tickets.sessionId, session.sessionId), inArray(tickets.state, ['valid', 'used']))),
    house.db.$count(claims, and(eq(claims.sessionId, session.sessionId), ne(claims.state, 'released')))
  ])
  return { good, taken }
}

/** Fifty guests of their own addresses, one ticket each, pay by one card; all that Stripe tells of it is heard at once. */
export async function fiftyByOneCard(house: House, stripe: StripeServer, session: TestSession, card: string): Promise<AtStripe[]> {
  const guests: AtStripe[] = []
  for (let seat = 0; seat < 50; seat++) guests.push(await givenAtStripe(house, session, seat))
  const told = guests.map(guest => payBy(stripe, card, guest))
  await Promise.all(told.flat().map(event => hear(house, stripe, event)))
  return guests
}

/** Whether a text stands anywhere in the rows that the house keeps of payments. */
export async function isKeptAnywhere(house: House, text: string): Promise<boolean> {
  const [found] = await house.db.execute<{ is: boolean }>(sql`select exists (select 1 from payments p where p::text like ${`%${text}%`})
    or exists (select 1 from provider_events e where e::text like ${`%${text}%`}) or exists (select 1 from audit_log a where a::text like ${`%${text}%`}) as is`)
  return found!.is
}
