import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditLog, payments } from '#drizzle/schema/index.ts'
import { checkInvariants } from '#server/domain/insight/invariants.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { createOrder } from '#server/domain/orders/index.ts'
import { findMoney, lookAfterPayments, payOrder, readMoney, takeNotice } from '#server/domain/payments/index.ts'
import { type House, openHouse } from '#server/house.ts'
import { readSettings } from '#server/settings.ts'
import { copyOfDatabase, newDatabaseUrl } from '#tests/support/database.ts'
import { type TestSession, givenSession } from '#tests/support/fixtures.ts'
import { TEST_SECRET, closeSoundHouse, guestContact, person } from '#tests/support/house.ts'
import type { FakeEvent } from '#tests/support/stripe-account.ts'
import { type StripeServer, startStripeServer } from '#tests/support/stripe-server.ts'
import { standOf } from './buying.ts'

let stripe: StripeServer
let house: House
let session: TestSession
const since = new Date(Date.now() - 60_000)

const open = (databaseUrl: string) => openHouse(readSettings({ NODE_ENV: 'test', DATABASE_URL: databaseUrl, FOYER_SECRET: TEST_SECRET, ...stripe.env }))

async function begin(seat: number) {
  const buyer = person(house)
  const hold = await holdSeats(house, buyer, session.sessionId, { seats: [{ seatId: session.seat(seat) }] })
  const { orderId, guestSecret } = await createOrder(house, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken, contact: guestContact(seat) })
  const { paymentId } = await payOrder(house, { userId: null, guestSecret }, orderId, 'stripe')
  const [{ providerRef }] = await house.db.select({ providerRef: payments.providerRef }).from(payments).where(eq(payments.id, paymentId)) as [{ providerRef: string }]
  return { orderId, paymentId, providerRef, reader: { userId: null, guestSecret } }
}
type Begun = Awaited<ReturnType<typeof begin>>

/** Paid there. @returns the notices of it, which nobody has sent yet */
function payThere({ providerRef }: Begun): FakeEvent[] {
  const before = stripe.account.events.length
  stripe.account.pay(providerRef)
  return stripe.account.events.slice(before)
}

async function take(events: FakeEvent[]): Promise<void> {
  for (const event of events) {
    const { body, headers } = stripe.sign(event)
    await takeNotice(house, 'stripe', { body: Buffer.from(body), header: name => headers[name], nowMs: Date.now() })
  }
}

const stateOf = async (order: Begun) => (await standOf(house, order)).order
const concerns = async () => (await readMoney(house)).parts.flatMap(part => part.concerns.map(one => `${part.kind} ${one.words}`))
const sentBack = ({ providerRef }: Begun) => stripe.account.refunds.filter(r => r.payment_intent === stripe.account.sessions.get(providerRef)!.payment_intent!.id).map(r => r.amount)

/** Bought before the backup; begun before it and paid after; and all of it after, told to the house that is gone, and not told yet. */
let early: Begun, between: Begun, told: Begun, untold: Begun
let lateNotices: FakeEvent[]

beforeAll(async () => {
  stripe = await startStripeServer()
  const databaseUrl = await newDatabaseUrl()
  house = open(databaseUrl)
  session = await givenSession(house.db)
  early = await begin(0)
  await take(payThere(early))
  between = await begin(1)
  await house.close()

  const backup = await copyOfDatabase(databaseUrl)
  house = open(databaseUrl)
  await take(payThere(between))
  told = await begin(2)
  await take(payThere(told))
  untold = await begin(3)
  lateNotices = payThere(untold)
  expect([await stateOf(between), await stateOf(told)]).toEqual(['paid', 'paid'])
  await house.close()

  house = open(backup)
})
afterAll(async () => {
  await closeSoundHouse(house)
  await stripe.stop()
})

describe('F-16: a house that was restored from a backup', () => {
  it('is sound, and does not know what came later', async () => {
    expect((await checkInvariants(house.db)).filter(i => i.violations > 0)).toEqual([])
    expect([await stateOf(early), await stateOf(between)]).toEqual(['paid', 'pending'])
    expect(await house.db.$count(payments, eq(payments.id, told.paymentId))).toBe(0)
  })

  it('finds by itself the money of a payment that it knows, whose notice went to the database that is gone', async () => {
    await house.db.update(payments).set({ createdAt: sql`now() - interval '1 minute'` }).where(eq(payments.id, between.paymentId))
    await lookAfterPayments(house)
    expect(await standOf(house, between)).toMatchObject({ order: 'paid', tickets: ['valid'] })
  })

  it('finds the money of payments that it does not know, shows it to admins, once each, and a notice of it adds nothing to that', async () => {
    for (let times = 0; times < 2; times++) {
      const found = await findMoney(house, since, { sendsBack: false })
      expect(Object.fromEntries(found.map(one => [one.money.paymentId, one.outcome]))).toEqual({
        [early.paymentId]: 'known', [between.paymentId]: 'known', [told.paymentId]: 'unknown', [untold.paymentId]: 'unknown'
      })
    }
    expect(await concerns()).toHaveLength(2)
    expect([sentBack(told), sentBack(untold)]).toEqual([[], []])
  })

  it('sends it back when it is told to, in full and once, and whatever is said of it later troubles nobody', async () => {
    await Promise.all([1, 2].map(() => findMoney(house, since, { sendsBack: true })))
    expect([sentBack(told), sentBack(untold), sentBack(early), sentBack(between)]).toEqual([[38_000], [38_000], [], []])
    expect(await concerns()).toEqual([])
    const written = await house.db.select().from(auditLog).where(eq(auditLog.actor, 'command:payments:find'))
    expect(written.map(row => row.action)).toEqual(['provider-event.explained', 'provider-event.explained'])
    await take([...lateNotices, ...stripe.account.events.filter(event => event.type.startsWith('refund.') || event.type === 'charge.refunded')])
    expect(await concerns()).toEqual([])
    expect(await findMoney(house, since, { sendsBack: true })).toMatchObject([{ outcome: 'known' }, { outcome: 'known' }])
  })

  it('sells the seats of what is not there any more', async () => {
    const again = await begin(2)
    await take(payThere(again))
    expect(await stateOf(again)).toBe('paid')
  })
})
