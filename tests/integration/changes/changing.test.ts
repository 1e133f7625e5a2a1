import { and, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { claims, orders, payments, refunds, sessions, standingStock, ticketTransfers, tickets, waitingEntries } from '#drizzle/schema/index.ts'
import { offerTicket } from '#server/domain/holders/index.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { describeChange, describeOrder, grantRefundRights, startChange, sweepOverdue } from '#server/domain/orders/index.ts'
import { payOrder, paymentMethodsFor, settleRefunds, walletBalance } from '#server/domain/payments/index.ts'
import { applyDispute } from '#server/domain/payments/apply-dispute.ts'
import { applyRefundFact } from '#server/domain/payments/apply-refund-fact.ts'
import { describeRefund, giveBack } from '#server/domain/refunds/index.ts'
import { moveTickets } from '#server/domain/tickets/index.ts'
import type { House } from '#server/house.ts'
import { closeSoundHouse, openTestHouse, person, refusalCode } from '#tests/support/house.ts'
import { payAtSandbox } from '#tests/support/sandbox.ts'
import { standOf } from '../payments/buying.ts'
import { type Bought, beginChange, change, creditsOf, givenBought, givenOtherPrice, givenOtherShow, givenTwoEvenings, orderRow, pay, ticketsOf } from './given-changes.ts'

let house: House

beforeAll(async () => {
  house = await openTestHouse()
})
afterAll(async () => {
  await settleRefunds(house)
  await closeSoundHouse(house)
})

const isFree = (sessionId: string, seatId: string) => holdSeats(house, person(house), sessionId, { seats: [{ seatId }] }).then(() => true, () => false)
const backOf = async (orderId: string) => (await house.db.select().from(refunds).where(eq(refunds.orderId, orderId))).reduce((sum, refund) => sum + refund.amountMinor + refund.pointsMinor, 0)

describe('changing a ticket for another seat or date', () => {
  it('for a dearer evening: the difference is shown, paid, and the old ticket ends with it', async () => {
    const { first, second } = await givenTwoEvenings(house)
    const bought = await givenBought(house, first)
    const [old] = bought.ticketIds
    const begun = await beginChange(house, bought, old!, { session: second, seat: 30 })
    expect(begun.quote).toMatchObject({
      from: { sessionId: first.sessionId, row: 'A', seat: '5' }, to: { sessionId: second.sessionId, row: 'B', seat: '11' },
      paid: { amountMinor: 38_000 }, fee: { amountMinor: 0 }, price: { amountMinor: 50_000 }, pay: { amountMinor: 12_000 }, back: { amountMinor: 0 }
    })
    // Nothing has happened to the old one yet.
    expect((await standOf(house, bought)).tickets).toEqual(['valid', 'valid'])
    const row = await orderRow(house, begun.orderId)
    const shown = await describeOrder(house.db, row, await paymentMethodsFor(house, row))
    expect(shown).toMatchObject({ state: 'pending', total: { amountMinor: 50_000 }, payable: { amountMinor: 12_000 }, change: { ticketId: old, credit: { amountMinor: 38_000 } } })

    await pay(house, bought.reader, begun.orderId, 'points')
    expect(await walletBalance(house.db, bought.userId!)).toBe(1_000_000 - 2 * 38_000 - 12_000)
    expect(await standOf(house, bought)).toMatchObject({ order: 'partially_refunded', tickets: ['changed', 'valid'], refunds: [] })
    const [ticket] = await ticketsOf(house, begun.orderId)
    expect(ticket).toMatchObject({ state: 'valid', sessionId: second.sessionId, seatIndex: 30 })
    expect(await creditsOf(house, begun.orderId)).toMatchObject([{ fromOrderId: bought.orderId, amountMinor: 38_000 }])
    expect(await isFree(first.sessionId, first.seat(4))).toBe(true)
    expect(await isFree(first.sessionId, first.seat(5))).toBe(false)
    const after = await describeOrder(house.db, await orderRow(house, bought.orderId), [])
    expect(after.tickets.map(one => one.changedTo?.orderId ?? null)).toEqual([begun.orderId, null])
    // The other ticket is given back for what it cost: the credited money is not touched.
    await house.db.update(orders).set({ refundTerms: { review: 'automatic', steps: [{ until: '2999-01-01T00:00:00.000Z', feePercent: 0 }] } }).where(eq(orders.id, bought.orderId))
    await giveBack(house, bought.reader, bought.orderId)
    expect(await backOf(bought.orderId)).toBe(38_000)
    expect(await standOf(house, bought)).toMatchObject({ order: 'refunded', tickets: ['changed', 'refunded'] })
  })

  it('for a cheaper one: the rest goes back in the mix in which it was paid, at the price of a fee where there is one', async () => {
    const { first, second } = await givenTwoEvenings(house, { otherPriceMinor: 10_000, terms: { hoursBefore: 1, feePercent: 10 } })
    const bought = await givenBought(house, first, { seats: [4], points: 9_500, way: 'mix' })
    const done = await change(house, bought, bought.ticketIds[0]!, { session: second, seat: 4 })
    expect(done.quote).toMatchObject({ fee: { amountMinor: 3_800 }, pay: { amountMinor: 0 }, back: { amountMinor: 24_200 } })
    expect((await standOf(house, bought)).refunds).toEqual([{ state: 'requested', amountMinor: 18_150, pointsMinor: 6_050 }])
    expect(await walletBalance(house.db, bought.userId!)).toBe(6_050)
    expect(await orderRow(house, bought.orderId)).toMatchObject({ state: 'refunded', keptFeeMinor: 3_800 })
    await settleRefunds(house)
    expect((await standOf(house, bought)).refunds[0]!.state).toBe('done')
  })

  it('for a seat of the same evening at the same price: nothing is paid and nothing goes back', async () => {
    const { first } = await givenTwoEvenings(house, { perPersonLimit: 2 })
    const bought = await givenBought(house, first)
    const done = await change(house, bought, bought.ticketIds[0]!, { session: first, seat: 50 })
    expect(done.quote).toMatchObject({ pay: { amountMinor: 0 }, back: { amountMinor: 0 } })
    expect((await house.db.select().from(payments).where(eq(payments.orderId, done.orderId))).map(p => [p.method, p.state, p.amountMinor])).toEqual([['free', 'captured', 0]])
    // The limit counts what he has now: again, and once more, but never a third place.
    const again = await change(house, { ...bought, orderId: done.orderId }, done.ticket.id, { session: first, seat: 51 })
    expect(again.ticket.seatIndex).toBe(51)
    expect(await refusalCode(holdSeats(house, bought.buyer, first.sessionId, { seats: [{ seatId: first.seat(80) }] }))).toBe('limit-reached')
  })

  it('from a seat to the floor and back, which puts each place back into the stock once', async () => {
    const { first, second } = await givenTwoEvenings(house, { otherPriceMinor: 38_000 })
    const bought = await givenBought(house, first, { seats: [], standing: 3 })
    const taken = async (sessionId: string) => (await house.db.select().from(standingStock).where(eq(standingStock.sessionId, sessionId)))[0]!.taken
    const done = await change(house, bought, bought.ticketIds[1]!, { session: second })
    expect([await taken(first.sessionId), await taken(second.sessionId)]).toEqual([2, 1])
    const back = await change(house, { ...bought, orderId: done.orderId }, done.ticket.id, { session: first, seat: 3 })
    expect([await taken(first.sessionId), await taken(second.sessionId)]).toEqual([2, 0])
    expect(back.ticket.seatIndex).toBe(3)
  })

  it('W-04: keeps the old place for the waiting list, where somebody waits for one', async () => {
    const { first, second } = await givenTwoEvenings(house)
    await house.db.insert(waitingEntries).values({ sessionId: first.sessionId, guestSecretHash: 'x', personKey: 'email:me@example.org', email: 'me@example.org', name: 'Me', locale: 'en', places: 1, atLeast: 1, together: true })
    const bought = await givenBought(house, first)
    await change(house, bought, bought.ticketIds[0]!, { session: second, seat: 7 })
    expect((await house.db.select().from(claims).where(and(eq(claims.sessionId, first.sessionId), eq(claims.seatIndex, 4)))).map(claim => claim.state)).toEqual(['kept'])
    expect(await isFree(first.sessionId, first.seat(4))).toBe(false)
  })

  it('of a guest, who keeps his private link and pays outside', async () => {
    const { first, second } = await givenTwoEvenings(house)
    const bought = await givenBought(house, first, { points: null })
    const done = await change(house, bought, bought.ticketIds[0]!, { session: second, seat: 9 }, 'sandbox')
    expect(done.ticket.state).toBe('valid')
    expect(await orderRow(house, done.orderId)).toMatchObject({ state: 'paid', userId: null, contactEmail: (await orderRow(house, bought.orderId)).contactEmail })
    expect(await refusalCode(startChange(house, { userId: null, guestSecret: 'x'.repeat(43) }, bought.buyer, done.orderId, done.input))).toBe('not-found')
  })

  it('leaves everything as it was when the new order is not paid in its time', async () => {
    const { first, second } = await givenTwoEvenings(house)
    const bought = await givenBought(house, first)
    const begun = await beginChange(house, bought, bought.ticketIds[0]!, { session: second, seat: 7 })
    await house.db.update(orders).set({ expiresAt: sql`now() - interval '1 second'` }).where(eq(orders.id, begun.orderId))
    await sweepOverdue(house)
    expect((await orderRow(house, begun.orderId)).state).toBe('expired')
    expect(await standOf(house, bought)).toMatchObject({ order: 'paid', tickets: ['valid', 'valid'] })
    expect(await isFree(second.sessionId, second.seat(7))).toBe(true)
    expect(await creditsOf(house, begun.orderId)).toEqual([])
  })

  it('is made once, however often it is asked, and an earlier one that nobody pays gives way', async () => {
    const { first, second } = await givenTwoEvenings(house)
    const bought = await givenBought(house, first)
    const begun = await beginChange(house, bought, bought.ticketIds[0]!, { session: second, seat: 7 })
    const twins = await Promise.all(Array.from({ length: 5 }, () => startChange(house, bought.reader, bought.buyer, bought.orderId, begun.input)))
    expect(new Set([...twins, begun.orderId]).size).toBe(1)
    const next = await beginChange(house, bought, bought.ticketIds[0]!, { session: second, seat: 8 })
    expect((await orderRow(house, begun.orderId)).state).toBe('cancelled')
    await pay(house, bought.reader, next.orderId, 'points')
    expect(await house.db.$count(claims, and(eq(claims.sessionId, second.sessionId), eq(claims.state, 'sold')))).toBe(1)
  })

  it('takes the difference only that was agreed', async () => {
    const { first, second } = await givenTwoEvenings(house)
    const bought = await givenBought(house, first)
    const hold = await holdSeats(house, bought.buyer, second.sessionId, { seats: [{ seatId: second.seat(4) }] })
    const input = { ticketId: bought.ticketIds[0]!, sessionId: second.sessionId, holdToken: hold.holdToken, agreed: { payMinor: 11_000, backMinor: 0 } }
    expect(await refusalCode(startChange(house, bought.reader, bought.buyer, bought.orderId, input))).toBe('change-differs')
    const more = await holdSeats(house, bought.buyer, second.sessionId, { holdToken: hold.holdToken, seats: [{ seatId: second.seat(5) }] })
    expect(await refusalCode(startChange(house, bought.reader, bought.buyer, bought.orderId, { ...input, holdToken: more.holdToken, agreed: { payMinor: 12_000, backMinor: 0 } }))).toBe('change-one-place')
    expect(await standOf(house, bought)).toMatchObject({ order: 'paid' })
  })
})

describe('what cannot be changed', () => {
  const whyOf = async (bought: { reader: { userId: string | null, guestSecret: string | null }, orderId: string }) => (await describeChange(house.db, bought.reader, bought.orderId)).tickets.map(ticket => ticket.why)

  it('says why: used, disputed, offered, given back, too late, or without terms', async () => {
    const { first } = await givenTwoEvenings(house)
    const bought = await givenBought(house, first, { seats: [4, 5, 6, 7] })
    const [a, b, c] = bought.ticketIds
    await house.db.transaction(tx => moveTickets(tx, [a!], 'valid', 'used', 'test'))
    await house.db.update(tickets).set({ blockedReason: 'disputed' }).where(eq(tickets.id, b!))
    await offerTicket({ db: house.db, guestKey: house.keys.guests }, bought.reader, c!, { name: 'Grace', email: 'grace@example.org', locale: 'en' })
    expect(await whyOf(bought)).toEqual(['used', 'blocked', 'offered', null])
    await house.db.update(orders).set({ changeTerms: { until: new Date().toISOString(), feePercent: 0 } }).where(eq(orders.id, bought.orderId))
    expect((await whyOf(bought)).at(-1)).toBe('too-late')
    await house.db.update(orders).set({ changeTerms: null }).where(eq(orders.id, bought.orderId))
    expect((await whyOf(bought)).at(-1)).toBe('no-terms')
    await house.db.update(tickets).set({ blockedReason: null }).where(eq(tickets.id, b!))
  })

  it('a chair of a table that is sold whole, either way', async () => {
    const { first, second } = await givenTwoEvenings(house, { rows: 2, seatsPerRow: 6, wholeTables: [0] })
    const table = await givenBought(house, first, { seats: [0] })
    expect(await whyOf(table)).toEqual(Array(6).fill('table'))
    const single = await givenBought(house, first, { seats: [8] })
    expect(await whyOf(single)).toEqual([null])
    expect(await refusalCode(beginChange(house, single, single.ticketIds[0]!, { session: second, seat: 0 }))).toBe('change-one-place')
  })

  it('for another show, or one that is not on sale', async () => {
    const { first, second } = await givenTwoEvenings(house)
    const bought = await givenBought(house, first)
    const other = await givenOtherShow(house)
    expect(await refusalCode(beginChange(house, bought, bought.ticketIds[0]!, { session: other, seat: 2 }))).toBe('ticket-not-changeable')
    await house.db.update(sessions).set({ saleEndsAt: sql`now() - interval '1 minute'`, saleStartsAt: sql`now() - interval '2 hours'` }).where(eq(sessions.id, second.sessionId))
    expect(await refusalCode(beginChange(house, bought, bought.ticketIds[0]!, { session: second, seat: 2 }))).toBe('sale-not-open')
  })

  it('but is free of charge where the show was changed after the sale, whatever the terms say', async () => {
    const { first, second } = await givenTwoEvenings(house, { terms: null })
    const bought = await givenBought(house, first)
    await grantRefundRights(house.db, [{ orderId: bought.orderId, reason: 'session-changed', until: new Date(Date.now() + 3_600_000) }])
    expect(await describeChange(house.db, bought.reader, bought.orderId)).toMatchObject({ why: null, feePercent: 0 })
    await change(house, bought, bought.ticketIds[0]!, { session: second, seat: 2 })
    // The rest may still be given back in full, and that is the rest only.
    expect((await describeRefund(house.db, bought.reader, bought.orderId)).tickets.map(ticket => ticket.back.amountMinor)).toEqual([38_000])
    await giveBack(house, bought.reader, bought.orderId)
    expect(await backOf(bought.orderId)).toBe(38_000)
  })
})

describe('the old ticket ends otherwise before the new order is paid', () => {
  it.each([
    ['at the door', (ticketId: string) => house.db.transaction(tx => moveTickets(tx, [ticketId], 'valid', 'used', 'gate'))],
    ['by a dispute', (ticketId: string) => house.db.update(tickets).set({ blockedReason: 'disputed' }).where(eq(tickets.id, ticketId))]
  ])('%s: points are not taken, and the new place is free again', async (_, end) => {
    const { first, second } = await givenTwoEvenings(house)
    const bought = await givenBought(house, first)
    const begun = await beginChange(house, bought, bought.ticketIds[0]!, { session: second, seat: 7 })
    await end(bought.ticketIds[0]!)
    const before = await walletBalance(house.db, bought.userId!)
    expect(await refusalCode(payOrder(house, bought.reader, begun.orderId, 'points'))).toBe('change-over')
    expect(await walletBalance(house.db, bought.userId!)).toBe(before)
    expect((await orderRow(house, begun.orderId)).state).toBe('cancelled')
    expect(await isFree(second.sessionId, second.seat(7))).toBe(true)
    await house.db.update(tickets).set({ blockedReason: null }).where(eq(tickets.id, bought.ticketIds[0]!))
  })

  it('money of a provider goes back in full', async () => {
    const { first, second } = await givenTwoEvenings(house)
    const bought = await givenBought(house, first, { points: null })
    const begun = await beginChange(house, bought, bought.ticketIds[0]!, { session: second, seat: 7 })
    const { paymentId } = await payOrder(house, bought.reader, begun.orderId, 'sandbox')
    await house.db.transaction(tx => moveTickets(tx, [bought.ticketIds[0]!], 'valid', 'used', 'gate'))
    await payAtSandbox(house, paymentId)
    expect(await standOf(house, { orderId: begun.orderId, reader: bought.reader })).toMatchObject({ order: 'cancelled', payments: ['surplus'], tickets: [], refunds: [{ amountMinor: 12_000 }] })
    expect((await standOf(house, bought)).tickets).toEqual(['used', 'valid'])
    expect(await isFree(second.sessionId, second.seat(7))).toBe(true)
  })

  it('money that comes late buys the new ticket if both are still there, and goes back otherwise', async () => {
    const { first, second } = await givenTwoEvenings(house)
    for (const isGone of [false, true]) {
      const bought = await givenBought(house, first, { points: null, seats: isGone ? [10, 11] : [4, 5] })
      const begun = await beginChange(house, bought, bought.ticketIds[0]!, { session: second, seat: isGone ? 20 : 7 })
      const { paymentId } = await payOrder(house, bought.reader, begun.orderId, 'sandbox')
      await house.db.update(orders).set({ expiresAt: sql`now() - interval '1 second'`, payableUntil: sql`now() - interval '1 second'` }).where(eq(orders.id, begun.orderId))
      await sweepOverdue(house)
      if (isGone) await giveBackByTerms(bought)
      await payAtSandbox(house, paymentId)
      expect((await orderRow(house, begun.orderId)).state).toBe(isGone ? 'expired' : 'paid')
      expect((await standOf(house, bought)).tickets[0]).toBe(isGone ? 'refunded' : 'changed')
    }
  })

  async function giveBackByTerms(bought: Bought) {
    await house.db.update(orders).set({ refundTerms: { review: 'automatic', steps: [{ until: '2999-01-01T00:00:00.000Z', feePercent: 0 }] } }).where(eq(orders.id, bought.orderId))
    await giveBack(house, bought.reader, bought.orderId, { ticketIds: [bought.ticketIds[0]!] })
  }
})

describe('chains of changes', () => {
  it('are found again where the first payment goes back at its provider\'s own desk: each order loses its share, and the new ticket is blocked', async () => {
    const { first, second } = await givenTwoEvenings(house)
    const bought = await givenBought(house, first, { points: null })
    const one = await change(house, bought, bought.ticketIds[0]!, { session: second, seat: 7 }, 'sandbox')
    const [payment] = await house.db.select().from(payments).where(eq(payments.orderId, bought.orderId))
    await house.db.transaction(tx => applyRefundFact(tx, payment!, { kind: 'refund', transactionId: payment!.transactionId!, providerRefundId: `desk-${payment!.id}`, refundId: null, amountMinor: 76_000, currency: 'CNY', state: 'done' }))
    expect(await standOf(house, bought)).toMatchObject({ order: 'refunded', tickets: ['changed', 'refunded'], refunds: [{ state: 'done', amountMinor: 38_000 }] })
    expect(await standOf(house, { orderId: one.orderId, reader: bought.reader })).toMatchObject({ order: 'paid', tickets: ['valid (refunded-at-provider)'], refunds: [{ state: 'done', amountMinor: 38_000 }] })
  })

  it('bring their money along: a later refund takes the newest first, each to where it was captured', async () => {
    const { first, second } = await givenTwoEvenings(house)
    const dear = await givenOtherPrice(house, second, 90_000)
    const bought = await givenBought(house, first, { seats: [4], points: 38_000 })
    const one = await change(house, bought, bought.ticketIds[0]!, { session: second, seat: 7 }, 'sandbox')
    const two = await change(house, { ...bought, orderId: one.orderId }, one.ticket.id, { session: second, seat: 27, ticketTypeId: dear }, 'sandbox')
    expect((await creditsOf(house, two.orderId)).map(credit => credit.amountMinor).sort()).toEqual([12_000, 38_000])
    await grantRefundRights(house.db, [{ orderId: two.orderId, reason: 'session-changed', until: new Date(Date.now() + 3_600_000) }])
    await giveBack(house, bought.reader, two.orderId)
    expect((await standOf(house, { orderId: two.orderId, reader: bought.reader })).refunds.map(r => r.amountMinor)).toEqual([40_000, 12_000, 38_000])
    expect(await walletBalance(house.db, bought.userId!)).toBe(38_000)
    await settleRefunds(house)
    expect(await house.db.select({ state: refunds.state }).from(refunds).where(eq(refunds.orderId, two.orderId))).toEqual(Array(3).fill({ state: 'done' }))
  })

  it('keep frozen what a disputed payment bought, however far it was carried', async () => {
    const { first, second } = await givenTwoEvenings(house)
    const bought = await givenBought(house, first, { seats: [4, 5], points: null })
    const one = await change(house, bought, bought.ticketIds[0]!, { session: second, seat: 7 }, 'sandbox')
    const [payment] = await house.db.select().from(payments).where(eq(payments.orderId, bought.orderId))
    const say = (state: 'open' | 'won') => house.db.transaction(async tx => applyDispute(tx, (await tx.select().from(payments).where(eq(payments.id, payment!.id)))[0]!, { kind: 'dispute', transactionId: payment!.transactionId!, disputeId: 'd1', state }))
    await say('open')
    expect((await standOf(house, { orderId: one.orderId, reader: bought.reader })).tickets).toEqual(['valid (disputed)'])
    await say('won')
    expect((await standOf(house, { orderId: one.orderId, reader: bought.reader })).tickets).toEqual(['valid'])
  })
})

it('a ticket that was offered to somebody meanwhile is not changed under his hands', async () => {
  const { first, second } = await givenTwoEvenings(house)
  const bought = await givenBought(house, first)
  const begun = await beginChange(house, bought, bought.ticketIds[0]!, { session: second, seat: 7 })
  await offerTicket({ db: house.db, guestKey: house.keys.guests }, bought.reader, bought.ticketIds[0]!, { name: 'Grace', email: 'grace@example.org', locale: 'en' })
  expect(await refusalCode(payOrder(house, bought.reader, begun.orderId, 'points'))).toBe('change-over')
  expect(await house.db.$count(ticketTransfers, and(eq(ticketTransfers.ticketId, bought.ticketIds[0]!), eq(ticketTransfers.state, 'offered')))).toBe(1)
})
