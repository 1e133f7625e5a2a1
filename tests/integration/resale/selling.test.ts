import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { events, orders, outbox, sessions, standingStock, ticketTypes, tickets } from '#drizzle/schema/index.ts'
import { offerTicket } from '#server/domain/holders/index.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import type { Notice } from '#server/domain/notify/index.ts'
import { describeChange, sweepOverdue } from '#server/domain/orders/index.ts'
import { settleRefunds, walletBalance } from '#server/domain/payments/index.ts'
import { describeRefund } from '#server/domain/refunds/index.ts'
import { describeResale, lapseResales, offerForSale, takeOffSale } from '#server/domain/resale/index.ts'
import { type House, openHouse } from '#server/house.ts'
import { readSettings } from '#server/settings.ts'
import { TEST_SECRET, openTestHouse, person, refusalCode } from '#tests/support/house.ts'
import { beginChange, givenBought, givenTwoEvenings, pay as payChange, ticketsOf } from '../changes/given-changes.ts'
import { standOf } from '../payments/buying.ts'
import { auditOf, buy, faults, newsOf, order, ownersOf, pay, resaleOf, runOut, shown, soldOutShow, stateOfOrder, stateOfTicket } from './offered.ts'

let house: Awaited<ReturnType<typeof openTestHouse>>

beforeAll(async () => {
  house = await openTestHouse()
})
afterAll(async () => {
  const broken = await faults(house)
  await house.close()
  expect(broken).toEqual([])
})

describe('a ticket of a sold-out session that its buyer offers to others', () => {
  it('stays good until somebody has paid for its place; then its code is dead, a new one is born, and he has his money', async () => {
    const { session, seller } = await soldOutShow(house)
    const [ticket, kept] = seller.tickets as [string, string]
    expect((await describeResale(house.db, seller.reader, seller.orderId)).tickets).toMatchObject([{ id: ticket, state: 'possible', why: null, back: { amountMinor: 38_000 } }, { id: kept, state: 'possible' }])
    expect(await shown(house, session.sessionId)).toEqual(['sold', 'sold', 'sold', 'sold'])

    await offerForSale(house, seller.reader, ticket)
    await offerForSale(house, seller.reader, ticket)
    expect(await shown(house, session.sessionId)).toEqual(['free', 'sold', 'sold', 'sold'])
    expect(await stateOfTicket(house, ticket)).toBe('valid')
    expect(await faults(house, session.sessionId)).toEqual([])

    const pending = await order(house, session, { seats: [0] }, { points: 100_000 })
    expect(await standOf(house, seller)).toMatchObject({ order: 'paid', tickets: ['valid (being-bought)', 'valid'] })
    expect((await describeResale(house.db, seller.reader, seller.orderId)).tickets.map(t => t.state)).toEqual(['locked', 'possible'])
    expect(await refusalCode(takeOffSale(house, seller.reader, ticket))).toBe('resale-locked')
    expect(await shown(house, session.sessionId)).toEqual(['held', 'sold', 'sold', 'sold'])
    expect(await faults(house, session.sessionId)).toEqual([])

    const buyer = await pay(house, pending)
    expect(await stateOfTicket(house, ticket)).toBe('resold')
    expect(await standOf(house, seller)).toMatchObject({ order: 'partially_refunded', refunds: [{ state: 'done', amountMinor: 38_000 }], tickets: ['resold', 'valid'] })
    expect(await walletBalance(house.db, seller.userId!)).toBe(1_000_000 - 38_000)
    expect(await walletBalance(house.db, buyer.userId!)).toBe(100_000 - 38_000)
    expect(await stateOfTicket(house, buyer.tickets[0]!)).toBe('valid')
    expect(await ownersOf(house, session.sessionId, 0)).toEqual([buyer.orderId])
    expect(await shown(house, session.sessionId)).toEqual(['sold', 'sold', 'sold', 'sold'])
    expect((await describeResale(house.db, seller.reader, seller.orderId)).tickets.map(t => t.state)).toEqual(['sold', 'possible'])
    expect(await refusalCode(takeOffSale(house, seller.reader, ticket))).toBe('resale-over')
    const resale = await resaleOf(house, ticket)
    expect(await auditOf(house, resale!.id)).toEqual(['resale.open', 'resale.locked', 'resale.sold'])
    expect(await newsOf(house, [resale!.id])).toEqual(['resale.open', 'resale.locked', 'resale.sold'])
    expect(await noticesOf('ticket-resold', seller.userId!)).toMatchObject([{ amountMinor: 38_000 }])

    // The last one ends the order, and all that he paid is back.
    await offerForSale(house, seller.reader, kept)
    await buy(house, session, { seats: [1] })
    expect(await stateOfOrder(house, seller.orderId)).toBe('refunded')
    expect(await walletBalance(house.db, seller.userId!)).toBe(1_000_000)
    expect(await faults(house, session.sessionId)).toEqual([])
  })

  it('is his again when he takes it back, and can be offered again', async () => {
    const { session, seller } = await soldOutShow(house)
    await offerForSale(house, seller.reader, seller.tickets[0]!)
    await takeOffSale(house, seller.reader, seller.tickets[0]!)
    await takeOffSale(house, seller.reader, seller.tickets[0]!)
    expect(await shown(house, session.sessionId)).toEqual(['sold', 'sold', 'sold', 'sold'])
    expect(await refusalCode(holdSeats(house, person(house), session.sessionId, { seats: [{ seatId: session.seat(0) }] }))).toBe('seat-taken')
    await offerForSale(house, seller.reader, seller.tickets[0]!)
    expect(await shown(house, session.sessionId)).toEqual(['free', 'sold', 'sold', 'sold'])
    expect(await faults(house, session.sessionId)).toEqual([])
  })

  it('is on sale again when its buyer does not pay, however his order ends', async () => {
    const { session, seller } = await soldOutShow(house)
    await offerForSale(house, seller.reader, seller.tickets[0]!)
    for (let round = 0; round < 2; round++) {
      const pending = await order(house, session, { seats: [0] })
      await runOut(house, pending.orderId)
      if (round === 0) await sweepOverdue(house)
      // Nobody swept: the next who wants it finds it.
      else await elsewhere(other => order(other, session, { seats: [0] })).then(next => runOut(house, next.orderId))
      await sweepOverdue(house)
      expect(await stateOfTicket(house, seller.tickets[0]!)).toBe('valid')
      expect((await standOf(house, seller)).tickets).toEqual(['valid', 'valid'])
      expect(await ownersOf(house, session.sessionId, 0)).toEqual([seller.orderId])
      expect(await shown(house, session.sessionId)).toEqual(['free', 'sold', 'sold', 'sold'])
      expect(await faults(house, session.sessionId)).toEqual([])
    }
  })

  it('pays back in the mix of points and money in which it was paid', async () => {
    const { session } = await soldOutShow(house, { rows: 1, seatsPerRow: 5 })
    const mixed = await pay(house, await order(house, session, { seats: [4] }, { points: 10_000 }), { usePoints: true })
    await offerForSale(house, mixed.reader, mixed.tickets[0]!)
    await buy(house, session, { seats: [4] })
    await settleRefunds(house)
    expect((await standOf(house, mixed)).refunds).toEqual([{ state: 'done', amountMinor: 28_000, pointsMinor: 10_000 }])
    expect(await walletBalance(house.db, mixed.userId!)).toBe(10_000)
  })

  it('never pays more than it was sold for, nor more than was paid for it', async () => {
    const { session, seller } = await soldOutShow(house)
    await offerForSale(house, seller.reader, seller.tickets[0]!)
    await house.db.update(ticketTypes).set({ priceMinor: 30_000 }).where(eq(ticketTypes.id, session.seatTypeId))
    const cheap = await elsewhere(other => buy(other, session, { seats: [0] }, { points: 100_000 }))
    expect(await walletBalance(house.db, cheap.userId!)).toBe(70_000)
    expect((await standOf(house, seller)).refunds).toMatchObject([{ amountMinor: 30_000 }])
    expect((await house.db.select().from(orders).where(eq(orders.id, seller.orderId)))[0]!.keptFeeMinor).toBe(8_000)

    await offerForSale(house, seller.reader, seller.tickets[1]!)
    await house.db.update(ticketTypes).set({ priceMinor: 50_000 }).where(eq(ticketTypes.id, session.seatTypeId))
    await elsewhere(other => buy(other, session, { seats: [1] }, { points: 100_000 }))
    expect((await standOf(house, seller)).refunds.map(r => r.amountMinor)).toEqual([30_000, 38_000])
    expect(await stateOfOrder(house, seller.orderId)).toBe('refunded')
  })

  it('takes standing places from those who offer them once the area has none of its own', async () => {
    const { session, other } = await soldOutShow(house, { standingCapacity: 5 })
    const standing = other.tickets.slice(2)
    expect(standing).toHaveLength(5)
    await offerForSale(house, other.reader, standing[0]!)
    await offerForSale(house, other.reader, standing[3]!)
    const stock = async () => (await house.db.select().from(standingStock).where(eq(standingStock.sessionId, session.sessionId)))[0]!
    expect(await stock()).toMatchObject({ taken: 5, offered: 2 })
    expect(await refusalCode(order(house, session, { standing: 3 }))).toBe('area-full')
    const pending = await order(house, session, { standing: 2 })
    expect(await stock()).toMatchObject({ taken: 5, offered: 0 })
    expect(await refusalCode(order(house, session, { standing: 1 }))).toBe('area-full')
    expect(await faults(house, session.sessionId)).toEqual([])
    await runOut(house, pending.orderId)
    await sweepOverdue(house)
    expect(await stock()).toMatchObject({ taken: 5, offered: 2 })
    const buyer = await buy(house, session, { standing: 1 })
    expect(await stock()).toMatchObject({ taken: 5, offered: 1 })
    expect(await Promise.all([standing[0]!, standing[3]!, buyer.tickets[0]!].map(id => stateOfTicket(house, id)))).toEqual(['resold', 'valid', 'valid'])
    await settleRefunds(house)
    expect((await standOf(house, other)).refunds).toEqual([{ state: 'done', amountMinor: 38_000, pointsMinor: 0 }])
    await takeOffSale(house, other.reader, standing[3]!)
    expect(await stock()).toMatchObject({ taken: 5, offered: 0 })
    expect(await faults(house, session.sessionId)).toEqual([])
  })

  it('lets its owner buy again as many as one person may have, once it is sold', async () => {
    const { session, seller } = await soldOutShow(house, { perPersonLimit: 4 })
    await offerForSale(house, seller.reader, seller.tickets[0]!)
    await buy(house, session, { seats: [0] })
    await offerForSale(house, seller.reader, seller.tickets[1]!)
    await house.db.update(sessions).set({ perPersonLimit: 2 }).where(eq(sessions.id, session.sessionId))
    const again = await elsewhere(other => order(other, session, { seats: [1] }, { userId: seller.userId! }))
    expect(again.orderId).toBeTruthy()
  })
})

describe('what cannot be offered, and when an offer ends', () => {
  const refused = async (work: Promise<unknown>) => await work.then(() => null, (error: { code: string, data: { reason?: string } }) => `${error.code}: ${error.data.reason}`)

  it('is refused with its reason: what is not his, not sold out, a part of a table, on its way, disputed, used, or over', async () => {
    const { session, seller, other } = await soldOutShow(house)
    const [ticket] = seller.tickets as [string]
    expect(await refusalCode(offerForSale(house, other.reader, ticket))).toBe('not-found')

    await house.db.update(events).set({ allowsResale: false }).where(eq(events.id, session.eventId))
    expect(await refused(offerForSale(house, seller.reader, ticket))).toBe('resale-refused: off')
    await house.db.update(events).set({ allowsResale: true }).where(eq(events.id, session.eventId))

    await house.db.update(tickets).set({ blockedReason: 'disputed' }).where(eq(tickets.id, ticket))
    expect(await refused(offerForSale(house, seller.reader, ticket))).toBe('resale-refused: blocked')
    await house.db.update(tickets).set({ blockedReason: null }).where(eq(tickets.id, ticket))

    await offerTicket({ db: house.db, guestKey: house.keys.guests }, seller.reader, ticket, { name: 'Grace', email: 'grace@example.org', locale: 'en' })
    expect(await refused(offerForSale(house, seller.reader, ticket))).toBe('resale-refused: transfer')
    await offerForSale(house, seller.reader, seller.tickets[1]!)
    expect(await refused(offerTicket({ db: house.db, guestKey: house.keys.guests }, seller.reader, seller.tickets[1]!, { name: 'Grace', email: 'grace@example.org', locale: 'en' }))).toBe('not-transferable: undefined')

    const open = await soldOutShow(house, { rows: 2 })
    const terms = { review: 'automatic', steps: [{ until: new Date(Date.now() + 86_400_000).toISOString(), feePercent: 10 }] }
    await house.db.execute(sql`update orders set refund_terms = ${JSON.stringify(terms)}::jsonb where id = ${open.seller.orderId}`)
    expect(await refused(offerForSale(house, open.seller.reader, open.seller.tickets[0]!))).toBe('resale-refused: not-sold-out')
    // Who cannot give it back may offer it all the same.
    await offerForSale(house, open.other.reader, open.other.tickets[0]!)
    await house.db.update(sessions).set({ saleEndsAt: sql`now()` }).where(eq(sessions.id, open.session.sessionId))
    expect(await refused(offerForSale(house, open.seller.reader, open.seller.tickets[0]!))).toBe('resale-refused: over')

    const tables = await soldOutShow(house, { rows: 2, seatsPerRow: 2, wholeTables: [0] })
    expect(await refused(offerForSale(house, tables.seller.reader, tables.seller.tickets[0]!))).toBe('resale-refused: table')
  })

  it('is not given back for money beside: it is taken off sale first', async () => {
    const { seller } = await soldOutShow(house)
    const terms = { review: 'automatic', steps: [{ until: new Date(Date.now() + 86_400_000).toISOString(), feePercent: 10 }] }
    await house.db.execute(sql`update orders set refund_terms = ${JSON.stringify(terms)}::jsonb where id = ${seller.orderId}`)
    await offerForSale(house, seller.reader, seller.tickets[0]!)
    expect((await describeRefund(house.db, seller.reader, seller.orderId)).tickets.map(t => t.id)).toEqual([seller.tickets[1]])
    await takeOffSale(house, seller.reader, seller.tickets[0]!)
    expect((await describeRefund(house.db, seller.reader, seller.orderId)).tickets).toHaveLength(2)
  })

  it('is not changed for another seat or date beside; and who changes his own may take one that is offered', async () => {
    const { first, second } = await givenTwoEvenings(house, { rows: 1, seatsPerRow: 2, standingCapacity: 0, allowsSingleSeats: true })
    const [seller, changer] = [await givenBought(house, second, { seats: [0, 1] }), await givenBought(house, first, { seats: [0] })]
    await offerForSale(house, seller.reader, seller.ticketIds[0]!)
    expect((await describeChange(house.db, seller.reader, seller.orderId)).tickets.map(ticket => ticket.why)).toEqual(['on-sale', null])
    const { orderId } = await beginChange(house, changer, changer.ticketIds[0]!, { session: second, seat: 0 })
    expect(await stateOfTicket(house, seller.ticketIds[0]!)).toBe('valid')
    await payChange(house, changer.reader, orderId, 'points')
    expect(await Promise.all([seller.ticketIds[0]!, changer.ticketIds[0]!].map(id => stateOfTicket(house, id)))).toEqual(['resold', 'changed'])
    expect(await walletBalance(house.db, seller.userId!)).toBe(1_000_000 - 50_000)
    // What came by a change is sold on as well: the money behind it goes back where it came from.
    const [issued] = await ticketsOf(house, orderId)
    await offerForSale(house, changer.reader, issued!.id)
    await buy(house, second, { seats: [0] }, { points: 100_000 })
    expect(await walletBalance(house.db, changer.userId!)).toBe(1_000_000)
    expect(await faults(house, second.sessionId)).toEqual([])
  })

  it('ends with the sale, and its owner is told that the ticket is still good', async () => {
    const { session, seller } = await soldOutShow(house)
    await offerForSale(house, seller.reader, seller.tickets[0]!)
    await lapseResales(house)
    expect((await resaleOf(house, seller.tickets[0]!))!.state).toBe('open')
    await house.db.update(sessions).set({ saleEndsAt: sql`now()` }).where(eq(sessions.id, session.sessionId))
    expect(await lapseResales(house)).toBe(1)
    expect(await lapseResales(house)).toBe(0)
    expect(await stateOfTicket(house, seller.tickets[0]!)).toBe('valid')
    expect((await describeResale(house.db, seller.reader, seller.orderId)).tickets[0]).toMatchObject({ state: 'refused', why: 'over', hasLapsed: true })
    expect(await shown(house, session.sessionId)).toEqual(['sold', 'sold', 'sold', 'sold'])
    expect(await noticesOf('ticket-not-resold', seller.userId!)).toHaveLength(1)
  })
})

/** What somebody was told of a kind. */
async function noticesOf(kind: string, userId: string): Promise<unknown[]> {
  const rows = await house.db.select().from(outbox).where(eq(outbox.topic, 'notice'))
  return rows.map(row => row.payload as unknown as Notice).filter(notice => notice.kind === kind && 'userId' in notice.to && notice.to.userId === userId).map(notice => notice.params)
}

/** Another process at the same database, which remembers nothing of prices and limits. */
async function elsewhere<T>(work: (other: House) => Promise<T>): Promise<T> {
  const other = openHouse(readSettings({ NODE_ENV: 'test', DATABASE_URL: house.databaseUrl, FOYER_SECRET: TEST_SECRET, DATABASE_POOL: '5' }))
  try {
    return await work(other)
  } finally {
    await other.close()
  }
}
