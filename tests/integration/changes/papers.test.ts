import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orders, tickets, sessions } from '#drizzle/schema/index.ts'
import { calendarEntryOf, heldTicket, printReceipt, printTickets, ticketsOfOrder } from '#server/domain/holders/index.ts'
import { ownOrder, ticketsReadyNotices } from '#server/domain/orders/index.ts'
import { readTicketCode } from '#server/domain/tickets/index.ts'
import type { House } from '#server/house.ts'
import { ticketCalendar } from '#shared/feeds/ticket-calendar.ts'
import type { TicketCode } from '#shared/tickets/ticket-code.ts'
import { openTestHouse, refusalCode } from '#tests/support/house.ts'
import { textOfPdf } from '#tests/support/pdf-text.ts'
import { doorsOf, givenPhone } from '../gate/gate-house.ts'
import { type Bought, change, givenBought, givenTwoEvenings, ticketsOf } from './given-changes.ts'

let house: House

beforeAll(async () => {
  house = await openTestHouse()
})
afterAll(() => house.close())

const LATER_MS = 86_400_000

/** Somebody has changed one of two tickets for the next evening. */
async function givenChanged(priceMinor?: number) {
  const { first, second } = await givenTwoEvenings(house, { otherPriceMinor: priceMinor })
  await house.db.update(sessions).set({ startsAt: sql`starts_at + make_interval(secs => ${LATER_MS / 1000})`, endsAt: sql`ends_at + make_interval(secs => ${LATER_MS / 1000})` }).where(eq(sessions.id, second.sessionId))
  const bought = await givenBought(house, first)
  const before = await ticketsOf(house, bought.orderId)
  const done = await change(house, bought, bought.ticketIds[0]!, { session: second, seat: 33 })
  return { first, second, bought, old: before[0]!, other: before[1]!, done }
}

const row = (house: House, bought: Pick<Bought, 'reader'>, orderId: string) => ownOrder(house.db, bought.reader, orderId)
const pageOf = async (bought: Pick<Bought, 'reader'>, orderId: string, locale: 'en' | 'zh') => {
  const { pages } = textOfPdf(await printTickets(house, await ticketsOfOrder(house.db, await row(house, bought, orderId)), locale))
  return pages.map(page => page.replaceAll('\n', ' '))
}
const calendarOf = async (bought: Pick<Bought, 'reader'>, orderId: string, locale: 'en' | 'zh') => {
  const entry = await calendarEntryOf(house.db, await ticketsOfOrder(house.db, await row(house, bought, orderId)), orderId, `/orders/${orderId}/tickets`, locale)
  return ticketCalendar(entry, { baseUrl: 'https://foyer.example', locale })
}
const receiptOf = async (bought: Pick<Bought, 'reader'>, orderId: string, locale: 'en' | 'zh') => textOfPdf(await printReceipt(house, await row(house, bought, orderId), locale)).pages.join(' ').replaceAll('\n', ' ')

describe('C-10: after a change everything says the same as the database', () => {
  it('the printed tickets: the new place and evening on the new one, and nothing left of the old one', async () => {
    const { bought, done, other } = await givenChanged()
    for (const locale of ['en', 'zh'] as const) {
      const [page, ...more] = await pageOf(bought, done.orderId, locale)
      expect(more).toEqual([])
      for (const said of [locale === 'en' ? 'Stalls' : '池座', ' B ', ' 14 ']) expect(` ${page} `).toContain(said)
      // Of the old order one page is left, that of its other seat.
      const left = await pageOf(bought, bought.orderId, locale)
      expect(left).toHaveLength(1)
      expect(` ${left[0]} `).toContain(` ${other.seatIndex! + 1} `)
    }
  })

  it('the calendar: each order has the evening and the places that are good', async () => {
    const { bought, done, second, first } = await givenChanged()
    const [now, before] = [await calendarOf(bought, done.orderId, 'en'), await calendarOf(bought, bought.orderId, 'en')]
    const starts = async (id: string) => (await house.db.select({ at: sessions.startsAt }).from(sessions).where(eq(sessions.id, id)))[0]!.at
    const local = (at: Date) => new Date(at.getTime() + 8 * 3_600_000).toISOString().replaceAll(/[-:]|\.\d+Z/g, '')
    expect(now).toContain(`DTSTART;TZID=Asia/Shanghai:${local(await starts(second.sessionId))}`)
    expect(before).toContain(`DTSTART;TZID=Asia/Shanghai:${local(await starts(first.sessionId))}`)
    expect(now.replaceAll('\r\n ', '')).toContain('row B')
    expect(before.replaceAll('\r\n ', '')).toMatch(/row A[^\n]*seat 6/)
    expect(before.replaceAll('\r\n ', '')).not.toContain('seat 5')
  })

  it('the receipts: what was paid, by what, and what went where', async () => {
    const { bought, done } = await givenChanged()
    const [old, now] = [await row(house, bought, bought.orderId), await row(house, bought, done.orderId)]
    const english = await receiptOf(bought, done.orderId, 'en')
    for (const said of ['¥500', `changed ticket of order ${old.reference}`, '¥380', 'Paid by points', '¥120']) expect(english).toContain(said)
    expect(await receiptOf(bought, bought.orderId, 'en')).toContain(`Pays order ${now.reference}`)
    expect(await receiptOf(bought, done.orderId, 'zh')).toContain(`原订单 ${old.reference} 的门票改签抵扣`)
    const { bought: cheap, done: cheaper } = await givenChanged(10_000)
    const back = await receiptOf(cheap, cheap.orderId, 'en')
    for (const said of ['Refunded', '-¥280', '-¥100']) expect(back).toContain(said)
    expect(await receiptOf(cheap, cheaper.orderId, 'en')).not.toContain('Paid by free')
  })

  it('the mail: the new place, the old one, and the difference, with a new link to the new tickets', async () => {
    const { bought, done, old } = await givenChanged()
    const notices = await ticketsReadyNotices(house.db, done.orderId)
    expect(notices[0]).toMatchObject({ kind: 'ticket-changed', path: `/orders/${done.orderId}`, params: { oldSeatsEn: 'Stalls, row A, seat 5', payMinor: 12_000, backMinor: 0, totalMinor: 50_000 } })
    expect((await ticketsReadyNotices(house.db, bought.orderId))[0]!.kind).toBe('tickets-ready')
    expect(old.id).not.toBe(done.ticket.id)
  })

  it('the codes: the old one is refused at the door with its own reason, on its own evening, and the new one admits on the other', async () => {
    const { first, second, old, done, other } = await givenChanged()
    const evening = await doorsOf(house, first)
    const phone = await givenPhone(house, evening, 'Main')
    const oldCode = await evening.code(old)
    expect((readTicketCode(house.keys.tickets, oldCode) as { code: TicketCode }).code.ticketId).toBe(old.id)
    expect((await phone.scan({ code: oldCode })).verdict).toBe('changed')
    // Who is still good in the order is not troubled by it.
    expect((await phone.scan({ code: await evening.code(other) })).verdict).toBe('admitted')
    const later = await doorsOf(house, second)
    const there = await givenPhone(house, later, 'Main')
    expect((await there.scan({ code: oldCode })).verdict).toBe('wrong-session')
    expect((await there.scan({ code: await later.code(done.ticket) })).verdict).toBe('admitted')
    expect(done.ticket.secret).not.toBe(old.secret)
  })

  it('a phone without a network that let the old one in is found out when it is back', async () => {
    const { first, old } = await givenChanged()
    const evening = await doorsOf(house, first)
    const phone = await givenPhone(house, evening, 'Main')
    expect(await phone.handIn([phone.offline({ code: await evening.code(old) })])).toEqual(['changed'])
    expect((await evening.desk()).conflicts.map(conflict => [conflict.kind, conflict.ticket.ticketId])).toEqual([['changed', old.id]])
    expect((await house.db.select().from(tickets).where(eq(tickets.id, old.id)))[0]!.state).toBe('changed')
  })

  it('the ticket page: the old one shows no code, and the papers of an order that is all changed are gone', async () => {
    const { bought, done, second } = await givenChanged()
    expect((await heldTicket(house.db, bought.reader, done.ticket.id)).ticket.state).toBe('valid')
    await change(house, bought, bought.ticketIds[1]!, { session: second, seat: 60 })
    expect((await house.db.select().from(orders).where(eq(orders.id, bought.orderId)))[0]!.state).toBe('refunded')
    expect(await refusalCode(pageOf(bought, bought.orderId, 'en'))).toBe('not-found')
    expect(await refusalCode(calendarOf(bought, bought.orderId, 'en'))).toBe('not-found')
  })
})
