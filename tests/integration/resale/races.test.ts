import { and, eq, inArray, ne } from 'drizzle-orm'
import { afterEach, afterAll, beforeAll, describe, expect, it } from 'vitest'
import { claims, orders, payments, refundRights, resales, sessions, tickets } from '#drizzle/schema/index.ts'
import { applyDispute } from '#server/domain/payments/apply-dispute.ts'
import { endRefundedAtProvider, sweepOverdue } from '#server/domain/orders/index.ts'
import { lookAfterPayments, payOrder, walletBalance } from '#server/domain/payments/index.ts'
import { giveBack } from '#server/domain/refunds/index.ts'
import { describeResale, offerForSale, takeOffSale } from '#server/domain/resale/index.ts'
import { distribute } from '#server/domain/waiting-list/index.ts'
import { openHouse } from '#server/house.ts'
import { deliverNews } from '#server/jobs/housekeeping.ts'
import { readSettings } from '#server/settings.ts'
import { type TestSession, givenCustomer } from '#tests/support/fixtures.ts'
import { TEST_SECRET, openTestHouse, refusalCode } from '#tests/support/house.ts'
import { payAtSandbox } from '#tests/support/sandbox.ts'
import { doorsOf as doorsOfSession, givenPhone } from '../gate/gate-house.ts'
import { standOf } from '../payments/buying.ts'
import { waiting } from '../waiting-list/sold-out.ts'
import { buy, faults, order, ownersOf, pay, resaleOf, runOut, shown, soldOutShow, stateOfTicket } from './offered.ts'

let house: Awaited<ReturnType<typeof openTestHouse>>

beforeAll(async () => {
  house = await openTestHouse({ DATABASE_POOL: '40' })
})
afterEach(async () => {
  expect(await faults(house)).toEqual([])
})
afterAll(() => house.close())

/** The doors of a session, with a phone that reads the codes of its tickets. */
async function doorsOf(session: TestSession) {
  const doors = await doorsOfSession(house, session)
  const code = async (id: string) => await doors.code((await house.db.select().from(tickets).where(eq(tickets.id, id)))[0]!)
  return { phone: await givenPhone(house, doors, 'North door'), code }
}

const outcomesOf = async (all: Promise<unknown>[]) => (await Promise.allSettled(all)).map(one => one.status === 'fulfilled' ? 'done' : (one.reason as { code: string }).code)

describe('a ticket that is offered to others, while much happens at once', () => {
  it('goes to one of fifty who want it', async () => {
    const { session, seller } = await soldOutShow(house)
    await offerForSale(house, seller.reader, seller.tickets[0]!)
    const outcomes = await outcomesOf(Array.from({ length: 50 }, () => buy(house, session, { seats: [0] })))
    expect(outcomes.filter(outcome => outcome === 'done')).toHaveLength(1)
    expect(new Set(outcomes)).toEqual(new Set(['done', 'seat-taken']))
    expect(await ownersOf(house, session.sessionId, 0)).toHaveLength(1)
    expect((await standOf(house, seller)).refunds).toHaveLength(1)
    expect(await faults(house, session.sessionId)).toEqual([])
  })

  it('goes to one of those who all hold it, because no store knows of the others: Postgres decides', async () => {
    const { session, seller, other } = await soldOutShow(house, { standingCapacity: 2 })
    await offerForSale(house, seller.reader, seller.tickets[0]!)
    await offerForSale(house, other.reader, other.tickets[2]!)
    const houses = Array.from({ length: 5 }, () => openHouse(readSettings({ NODE_ENV: 'test', DATABASE_URL: house.databaseUrl, FOYER_SECRET: TEST_SECRET, DATABASE_POOL: '4' })))
    try {
      for (const choice of [{ seats: [0] }, { standing: 1 }]) {
        const outcomes = await outcomesOf(houses.map(one => order(one, session, choice)))
        expect(outcomes.toSorted()).toEqual(['done', ...Array<string>(4).fill('seats' in choice ? 'seat-taken' : 'area-full')].toSorted())
      }
    } finally {
      await Promise.all(houses.map(one => one.close()))
    }
  })

  it('goes to one of fifty who want a standing place of an area that is full', async () => {
    const { session, other } = await soldOutShow(house, { standingCapacity: 3 })
    await offerForSale(house, other.reader, other.tickets[2]!)
    const outcomes = await outcomesOf(Array.from({ length: 50 }, () => buy(house, session, { standing: 1 })))
    expect(outcomes.filter(outcome => outcome === 'done')).toHaveLength(1)
    expect(await faults(house, session.sessionId)).toEqual([])
  })

  it('is either taken back or sold, never both', async () => {
    for (let round = 0; round < 12; round++) {
      const { session, seller } = await soldOutShow(house)
      const [ticket] = seller.tickets as [string]
      await offerForSale(house, seller.reader, ticket)
      const [taken, bought] = await outcomesOf([takeOffSale(house, seller.reader, ticket), buy(house, session, { seats: [0] })])
      const resale = await resaleOf(house, ticket)
      if (bought === 'done') {
        expect(['resale-locked', 'resale-over']).toContain(taken)
        expect([resale!.state, await stateOfTicket(house, ticket)]).toEqual(['sold', 'resold'])
      } else {
        expect([taken, bought, resale!.state, await stateOfTicket(house, ticket)]).toEqual(['done', 'seat-taken', 'withdrawn', 'valid'])
      }
      expect(await faults(house, session.sessionId)).toEqual([])
    }
  })

  it('is offered once, however often it is asked at once', async () => {
    const { seller } = await soldOutShow(house)
    expect(new Set(await outcomesOf(Array.from({ length: 10 }, () => offerForSale(house, seller.reader, seller.tickets[0]!))))).toEqual(new Set(['done']))
    expect(await house.db.select().from(resales).where(eq(resales.ticketId, seller.tickets[0]!))).toHaveLength(1)
  })

  it('is used at the gate or bought, never both, and leaves the sale when it is used', async () => {
    for (let round = 0; round < 8; round++) {
      const { session, seller } = await soldOutShow(house)
      const [ticket] = seller.tickets as [string]
      await offerForSale(house, seller.reader, ticket)
      const doors = await doorsOf(session)
      const code = await doors.code(ticket)
      const [scan, bought] = await Promise.allSettled([doors.phone.scan({ code }), buy(house, session, { seats: [0] })])
      const verdict = (scan as PromiseFulfilledResult<{ verdict: string }>).value.verdict
      const resale = await resaleOf(house, ticket)
      if (verdict === 'admitted') {
        expect([bought.status, await stateOfTicket(house, ticket), resale!.state]).toEqual(['rejected', 'used', 'withdrawn'])
        expect((await shown(house, session.sessionId))[0]).not.toBe('held')
      } else {
        expect(['being-bought', 'resold']).toContain(verdict)
        expect([bought.status, resale!.state]).toEqual(['fulfilled', 'sold'])
        expect((await doors.phone.scan({ code })).verdict).toBe('resold')
      }
    }
  })

  it('says at the gate that somebody is buying it, and lets its owner in when nobody paid', async () => {
    const { session, seller } = await soldOutShow(house)
    await offerForSale(house, seller.reader, seller.tickets[0]!)
    const doors = await doorsOf(session)
    const code = await doors.code(seller.tickets[0]!)
    const pending = await order(house, session, { seats: [0] })
    expect(await doors.phone.scan({ code })).toMatchObject({ verdict: 'being-bought', ticket: { state: 'being-bought' } })
    await runOut(house, pending.orderId)
    await sweepOverdue(house)
    expect((await doors.phone.scan({ code })).verdict).toBe('admitted')
    expect((await resaleOf(house, seller.tickets[0]!))!.state).toBe('withdrawn')
    await deliverNews(house)
    expect(await shown(house, session.sessionId)).toEqual(['sold', 'sold', 'sold', 'sold'])
  })

  it('costs its buyer nothing where a phone without a network let its owner in meanwhile', async () => {
    const { session, seller } = await soldOutShow(house)
    await offerForSale(house, seller.reader, seller.tickets[0]!)
    const buyer = await order(house, session, { seats: [0] })
    const { paymentId } = await payOrder(house, buyer.reader, buyer.orderId, 'sandbox')
    const { phone, code } = await doorsOf(session)
    expect(await phone.handIn([phone.offline({ code: await code(seller.tickets[0]!) })])).toEqual(['being-bought'])
    expect(await stateOfTicket(house, seller.tickets[0]!)).toBe('used')
    await payAtSandbox(house, paymentId)
    expect(await standOf(house, buyer)).toMatchObject({ order: 'pending', payments: ['surplus'], tickets: [], refunds: [{ amountMinor: 38_000 }] })
    expect((await standOf(house, seller)).refunds).toEqual([])
    await runOut(house, buyer.orderId)
    await sweepOverdue(house)
    expect(await ownersOf(house, session.sessionId, 0)).toEqual([seller.orderId])
    expect((await resaleOf(house, seller.tickets[0]!))!.state).toBe('withdrawn')
  })

  it('leaves the sale when its payment is disputed, and does not pay whoever gets his money from his bank', async () => {
    const { session, other } = await soldOutShow(house)
    const [open, locked] = other.tickets as [string, string]
    await offerForSale(house, other.reader, open)
    await offerForSale(house, other.reader, locked)
    const { userId } = await givenCustomer(house.db, 100_000)
    const buyer = await order(house, session, { seats: [3] }, { userId })
    const [payment] = await house.db.select().from(payments).where(eq(payments.orderId, other.orderId))
    await house.db.transaction(tx => applyDispute(tx, payment!, { kind: 'dispute', state: 'open', disputeId: 'd-1' } as Parameters<typeof applyDispute>[2]))
    expect((await resaleOf(house, open))!.state).toBe('withdrawn')
    expect((await describeResale(house.db, other.reader, other.orderId)).tickets[0]).toMatchObject({ state: 'refused', why: 'blocked' })
    expect(await refusalCode(pay(house, buyer))).toBe('resale-gone')
    expect(await walletBalance(house.db, userId)).toBe(100_000)
    expect((await standOf(house, other)).refunds).toEqual([])
  })

  it('ends with its order where the house ends that: the buyer keeps the place he is paying for', async () => {
    const { session, other } = await soldOutShow(house)
    await offerForSale(house, other.reader, other.tickets[0]!)
    const buyer = await order(house, session, { seats: [2] }, { points: 100_000 })
    const [row] = await house.db.select().from(orders).where(eq(orders.id, other.orderId))
    // Its payment went back at the provider's own desk; the refund is written as the notice would.
    await house.db.transaction(async (tx) => {
      await endRefundedAtProvider(tx, row!)
      await tx.update(orders).set({ keptFeeMinor: row!.totalMinor }).where(eq(orders.id, row!.id))
    })
    expect((await standOf(house, other)).tickets).toEqual(['refunded', 'refunded'])
    expect(await shown(house, session.sessionId)).toContain('held')
    await pay(house, buyer)
    expect(await ownersOf(house, session.sessionId, 2)).toEqual([buyer.orderId])
    expect((await standOf(house, other)).refunds).toEqual([])
  })

  it('is refunded as any other where the show is cancelled', async () => {
    const { session, seller } = await soldOutShow(house)
    await offerForSale(house, seller.reader, seller.tickets[0]!)
    await offerForSale(house, seller.reader, seller.tickets[1]!)
    await order(house, session, { seats: [0] })
    await house.db.update(sessions).set({ status: 'cancelled' }).where(eq(sessions.id, session.sessionId))
    await house.db.insert(refundRights).values({ orderId: seller.orderId, reason: 'session-cancelled', until: new Date(Date.now() + 86_400_000) })
    await giveBack(house, seller.reader, seller.orderId)
    expect(await standOf(house, seller)).toMatchObject({ order: 'refunded', tickets: ['refunded', 'refunded'] })
    expect(await walletBalance(house.db, seller.userId!)).toBe(1_000_000)
  })

  it('goes to the waiting list before the public, and on to the next when its offer runs out', async () => {
    const { session, seller } = await soldOutShow(house)
    await waiting(house, session.sessionId, [{}, {}])
    await offerForSale(house, seller.reader, seller.tickets[0]!)
    expect((await shown(house, session.sessionId))[0]).toBe('held')
    expect(await refusalCode(order(house, session, { seats: [0] }))).toBe('seat-taken')
    expect(await distribute({ db: house.db, holds: house.holds, keys: house.keys }, session.sessionId)).toBe(1)
    const offered = await ownersOf(house, session.sessionId, 0)
    expect(offered).not.toContain(seller.orderId)
    expect((await standOf(house, seller)).tickets[0]).toBe('valid (being-bought)')
    await runOut(house, offered[0]!)
    await sweepOverdue(house)
    expect((await shown(house, session.sessionId))[0]).toBe('held')
    expect(await faults(house, session.sessionId)).toEqual([])
    expect(await distribute({ db: house.db, holds: house.holds, keys: house.keys }, session.sessionId)).toBe(1)
    const [second] = await ownersOf(house, session.sessionId, 0)
    expect(second).not.toBe(offered[0])
    await runOut(house, second!)
    await sweepOverdue(house)
    await distribute({ db: house.db, holds: house.holds, keys: house.keys }, session.sessionId)
    // Nobody waits any more: it is everybody's.
    expect((await shown(house, session.sessionId))[0]).toBe('free')
    expect(await faults(house, session.sessionId)).toEqual([])
    expect(await house.db.select().from(claims).where(and(eq(claims.sessionId, session.sessionId), ne(claims.state, 'released')))).toHaveLength(4)
  })

  it('pays many sellers of one order each his own', async () => {
    const { session, seller, other } = await soldOutShow(house)
    for (const ticket of seller.tickets) await offerForSale(house, seller.reader, ticket)
    for (const ticket of other.tickets) await offerForSale(house, other.reader, ticket)
    await buy(house, session, { seats: [0, 1, 2, 3] })
    await lookAfterPayments(house)
    expect((await Promise.all([seller, other].map(one => standOf(house, one)))).map(stand => [stand.order, stand.tickets])).toEqual([['refunded', ['resold', 'resold']], ['refunded', ['resold', 'resold']]])
    expect(await house.db.select().from(resales).where(and(eq(resales.sessionId, session.sessionId), inArray(resales.state, ['open', 'locked'])))).toEqual([])
  })
})
