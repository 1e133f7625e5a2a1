import { eq, inArray } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orders, outbox, providerEvents } from '#drizzle/schema/index.ts'
import { ticketsOfOrder } from '#server/domain/holders/index.ts'
import { describeOrder, ownOrder } from '#server/domain/orders/index.ts'
import { lookAfterPayments, settleRefunds, takeNotice } from '#server/domain/payments/index.ts'
import type { House } from '#server/house.ts'
import { newId } from '#shared/ids/id.ts'
import { givenSession } from '#tests/support/fixtures.ts'
import { closeSoundHouse, openTestHouse, refusalCode } from '#tests/support/house.ts'
import { givenStarted, standOf } from './buying.ts'
import { bodyOf, signed } from './post.ts'

let house: House

beforeAll(async () => {
  house = await openTestHouse()
})
afterAll(async () => {
  await closeSoundHouse(house)
})

const take = (body: string, how?: Parameters<typeof signed>[1]) => takeNotice(house, 'sandbox', signed(body, how))
const PAID = { order: 'paid', payments: ['captured'], dispute: null, refunds: [], tickets: ['valid', 'valid'] }
const WAITING = { order: 'pending', payments: ['started'], dispute: null, refunds: [], tickets: [] }

describe('a notice', () => {
  it('P-01: sent a hundred times at once has one effect, and each is answered', async () => {
    const order = await givenStarted(house)
    const body = bodyOf(order.paymentId, 'payment.paid')
    await Promise.all(Array.from({ length: 100 }, () => take(body)))
    expect(await standOf(house, order)).toEqual(PAID)
    expect(await house.db.$count(providerEvents, eq(providerEvents.paymentId, order.paymentId))).toBe(1)
    expect((await house.db.select().from(outbox).where(eq(outbox.key, order.orderId)).orderBy(outbox.id)).map(m => m.topic)).toEqual(['order.pending', 'order.paid'])
  })

  it.each<[string, (body: string) => Promise<unknown>]>([
    ['with no signature', body => takeNotice(house, 'sandbox', { ...signed(body), header: () => undefined })],
    ['signed by another key', body => take(body, { key: Buffer.alloc(32, 7) })],
    ['altered by one byte', body => take(body, { alter: b => Buffer.from(b.toString().replace('76000', '76001')) })],
    ['301 seconds old', body => take(body, { agoSeconds: 301 })],
    ['of another account', body => take(body.replace('foyer-sandbox', 'somebody-else'))],
    ['of another mode', body => take(body.replace('"live":false', '"live":true'))],
    ['that is no JSON', () => take('payment=paid')]
  ])('P-03: %s is refused and changes nothing', async (_, send) => {
    const order = await givenStarted(house)
    expect(await refusalCode(send(bodyOf(order.paymentId, 'payment.paid')))).toBe('notice-refused')
    expect(await standOf(house, order)).toEqual(WAITING)
    expect(await house.db.$count(providerEvents, eq(providerEvents.paymentId, order.paymentId))).toBe(0)
  })

  it('P-03: just within its time is taken', async () => {
    const order = await givenStarted(house)
    await take(bodyOf(order.paymentId, 'payment.paid'), { agoSeconds: 295 })
    expect((await standOf(house, order)).order).toBe('paid')
  })

  it.each([['amount', { amountMinor: 75_999 }], ['currency', { currency: 'HKD' }]])('P-04: of another %s than was asked for pays nothing, is reported, and its money goes back', async (_, other) => {
    const order = await givenStarted(house)
    await take(bodyOf(order.paymentId, 'payment.paid', other))
    const amountMinor = 'amountMinor' in other ? other.amountMinor : 76_000
    expect(await standOf(house, order)).toEqual({ ...WAITING, payments: ['surplus'], refunds: [{ state: 'requested', amountMinor, pointsMinor: 0 }] })
    const [event] = await house.db.select().from(providerEvents).where(eq(providerEvents.paymentId, order.paymentId))
    expect(event!.outcome).toBe('mismatch')
    expect((await house.db.select().from(outbox).where(eq(outbox.key, event!.id))).map(m => m.topic)).toEqual(['payment.unexplained'])
  })

  it.each([['nobody knows', () => newId()], ['is no id', () => 'x\'; drop table orders']])('P-04: of a payment that %s is kept for an admin and changes nothing', async (_, id) => {
    const body = bodyOf(id(), 'payment.paid')
    await take(body)
    const [event] = await house.db.select().from(providerEvents).where(eq(providerEvents.providerEventId, (JSON.parse(body) as { id: string }).id))
    expect(event).toMatchObject({ outcome: 'unmatched', paymentId: null })
  })

  it('for a method that is not offered here finds nobody', async () => {
    expect(await refusalCode(takeNotice(house, 'paypal', signed(bodyOf(newId(), 'payment.paid'))))).toBe('not-found')
  })
})

/** Every order of the list. */
function permutations<T>(list: T[]): T[][] {
  return list.length < 2 ? [list] : list.flatMap((first, i) => permutations([...list.slice(0, i), ...list.slice(i + 1)]).map(rest => [first, ...rest]))
}

describe('notices that come in any order', () => {
  it('P-02: end in the same state, whatever the order of six', { timeout: 600_000 }, async () => {
    const session = await givenSession(house.db, { rows: 40, seatsPerRow: 40 })
    const kinds: [string, Record<string, unknown>][] = [
      ['payment.cancelled', {}], ['payment.paid', {}], ['payment.paid', {}], ['dispute.opened', { disputeId: 'd' }], ['dispute.lost', { disputeId: 'd' }], ['refund.done', { amountMinor: 1_000 }]
    ]
    const all = permutations(kinds)
    // A sixth of them, spread over all, unless the whole is asked for.
    const chosen = process.env.FOYER_FULL ? all : all.filter((_, i) => i % 6 === 1)
    const ends = new Map<string, number>()
    for (const [n, order] of chosen.entries()) {
      const bought = await givenStarted(house, { session, seats: [n * 2, n * 2 + 1] })
      for (const [type, more] of order) await take(bodyOf(bought.paymentId, type, more))
      const end = JSON.stringify(await standOf(house, bought))
      ends.set(end, (ends.get(end) ?? 0) + 1)
    }
    expect([...ends]).toEqual([[JSON.stringify({
      order: 'paid', payments: ['captured'], dispute: 'lost', refunds: [{ state: 'done', amountMinor: 1_000, pointsMinor: 0 }], tickets: ['valid (disputed)', 'valid (disputed)']
    }), chosen.length]])
  })

  it('P-02: all at once end there too', async () => {
    for (let round = 0; round < 10; round++) {
      const order = await givenStarted(house)
      await Promise.all([bodyOf(order.paymentId, 'refund.done', { amountMinor: 1_000 }), bodyOf(order.paymentId, 'payment.paid'), bodyOf(order.paymentId, 'dispute.opened', { disputeId: 'd' })].map(body => take(body)))
      // What missed the other in the same moment is found by the round that looks after payments.
      await lookAfterPayments(house)
      expect(await standOf(house, order)).toEqual({ ...PAID, dispute: 'open', refunds: [{ state: 'done', amountMinor: 1_000, pointsMinor: 0 }], tickets: ['valid (disputed)', 'valid (disputed)'] })
    }
  })
})

describe('a dispute', () => {
  it('P-16: freezes the tickets until it is decided, and for good where the payer wins', async () => {
    const order = await givenStarted(house)
    await take(bodyOf(order.paymentId, 'payment.paid'))
    await take(bodyOf(order.paymentId, 'dispute.opened', { disputeId: 'd' }))
    expect((await standOf(house, order)).tickets).toEqual(['valid (disputed)', 'valid (disputed)'])
    const [row] = await house.db.select().from(orders).where(eq(orders.id, order.orderId))
    const blocked = async () => (await describeOrder(house.db, row!, [])).tickets.map(ticket => ticket.blocked)
    expect(await blocked()).toEqual(['payment', 'payment'])
    await take(bodyOf(order.paymentId, 'dispute.won', { disputeId: 'd' }))
    expect((await standOf(house, order)).tickets).toEqual(['valid', 'valid'])
    expect(await blocked()).toEqual([null, null])
  })

  it('P-16: once the bank has paid, tells whoever has the order or a ticket of it that it is worth nothing, and takes that back with the bank', async () => {
    const order = await givenStarted(house)
    const disputed = (how: string) => take(bodyOf(order.paymentId, `dispute.${how}`, { disputeId: 'd' }))
    const told = async () => {
      const row = await ownOrder(house.db, order.reader, order.orderId)
      return [...(await describeOrder(house.db, row, [])).tickets, ...await ticketsOfOrder(house.db, row)].map(ticket => ticket.blocked)
    }
    await take(bodyOf(order.paymentId, 'payment.paid'))
    await disputed('opened')
    expect(await told()).toEqual(['payment', 'payment', 'payment', 'payment'])
    await disputed('lost')
    expect(await told()).toEqual(['charged-back', 'charged-back', 'charged-back', 'charged-back'])
    await disputed('won')
    expect(await told()).toEqual([null, null, null, null])
  })
})

describe('a refund that was made at the provider\'s own desk', () => {
  it('is entered into the books, and ends the order where nothing is left of the money', async () => {
    const order = await givenStarted(house)
    await take(bodyOf(order.paymentId, 'payment.paid'))
    await take(bodyOf(order.paymentId, 'refund.done', { amountMinor: 76_000 }))
    expect(await standOf(house, order)).toEqual({ order: 'refunded', payments: ['captured'], dispute: null, refunds: [{ state: 'done', amountMinor: 76_000, pointsMinor: 0 }], tickets: ['refunded', 'refunded'] })
    expect(await settleRefunds(house)).toBeGreaterThanOrEqual(0)
    expect(await house.db.$count(providerEvents, inArray(providerEvents.outcome, ['waiting']))).toBe(0)
  })
})
