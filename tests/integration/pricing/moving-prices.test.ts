import { and, eq, inArray, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditLog, orders, outbox } from '#drizzle/schema/index.ts'
import { readEvent, readPriceHistory, readSession, readStock } from '#server/domain/catalogue/index.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { createOrder } from '#server/domain/orders/index.ts'
import { changeCapacity, createAllotment, inviteGuest } from '#server/domain/places/index.ts'
import { sweepPrices } from '#server/domain/pricing/index.ts'
import { storePlan } from '#server/domain/seating/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { eventJsonLd } from '#shared/seo/event-json-ld.ts'
import { type Desk, inDays, openDesk } from '#tests/integration/publishing/desk.ts'
import { plainPlan } from '#tests/support/fixtures.ts'
import { guestContact, openTestHouse, person } from '#tests/support/house.ts'
import { until } from '#tests/support/until.ts'
import { movingPlay, movingSale } from './moving-sale.ts'

const full = process.env.FOYER_FULL === '1'
let desk: Desk
beforeAll(async () => { desk = await openDesk() })
afterAll(() => desk?.house.close())

describe('a price that moves by rules', () => {
  it('is the starting price until places are paid for, and rises when somebody looks, though no round runs', async () => {
    const sale = await movingSale(desk)
    expect(await sale.price()).toBe(18_000)
    const guest = person(desk.house)
    const hold = await holdSeats(desk.house, guest, sale.sessionId, { standing: [{ areaKey: 'floor', quantity: 5 }] })
    await createOrder(desk.house, guest, { sessionId: sale.sessionId, holdToken: hold.holdToken, contact: guestContact('unpaid') })
    await sale.sell(14)
    expect(await sale.sweep()).toBe(0)
    await sale.sell(1)
    await expect.poll(async () => (await readSession(desk.house, sale.sessionId)).ticketTypes[1]!.price.amountMinor, { timeout: 5_000 }).toBe(20_000)
    expect((await sale.history()).map(row => [row.number, row.priceMinor, row.cause])).toEqual([
      [1, 18_000, { kind: 'start' }],
      [2, 20_000, { kind: 'rules', time: null, sales: { soldPercent: 50, isPassed: true }, sold: 15, capacity: 30 }]
    ])
  })

  it('G-06: is the same on the event page, the seat page, in the stock, the offers and the hold, with a sentence why', async () => {
    const sale = await movingSale(desk)
    await sale.sell(15)
    expect(await sale.sweep()).toBe(1)
    const [event, session, stock] = [await readEvent(desk.house, sale.slug), await readSession(desk.house, sale.sessionId), await readStock(desk.house, sale.eventId)]
    const shown = { amountMinor: 20_000, currency: 'CNY' }
    expect(event.sessions[0]!.priceFrom).toEqual(shown)
    expect(session.ticketTypes[1]!.price).toEqual(shown)
    expect(stock.sessions[0]!.ticketTypes[1]!.price).toEqual(shown)
    expect(JSON.stringify(eventJsonLd(event, { locale: 'en', baseUrl: 'https://foyer.test', stock }))).toContain('"price":"200.00"')
    await expect.poll(async () => (await holdSeats(desk.house, person(desk.house), sale.sessionId, { standing: [{ areaKey: 'floor', quantity: 1 }] })).total, { timeout: 5_000, interval: 500 }).toEqual(shown)
    expect(event.sessions[0]!.priceNote!.en).toMatch(/^Standing rose to ¥200 on \w{3} \d+ \w{3} \d{4}: 50% sold\.$/)
    expect(session.priceNote!.zh).toMatch(/^站票已于 \d{4}年\d+月\d+日 周. 涨至 ¥200：已售出 50%。$/)
    const { ticketTypes } = await readPriceHistory(desk.house, sale.sessionId)
    expect(ticketTypes).toMatchObject([{ id: sale.ticketTypeId, history: [{ price: { amountMinor: 18_000 }, why: { en: 'starting price' } }, { price: shown, why: { en: '50% sold', zh: '已售出 50%' } }] }])
  })

  it('is of what is for sale: neither what an allotment keeps nor what guests were given counts, and more places count at once', async () => {
    const sale = await movingSale(desk)
    const author = { userId: desk.publisher.userId, role: 'publisher' as const }
    const standing = [{ areaKey: 'floor', quantity: 10 }]
    const allotmentId = await createAllotment(desk.house, author, sale.sessionId, { kind: 'guests', name: 'Guests', note: '', releasesAt: null, seatIds: [], standing })
    await inviteGuest(desk.house, author, sale.sessionId, allotmentId, { name: 'Guest', email: 'guest@example.org', locale: 'en', seatIds: [], standing: [{ areaKey: 'floor', quantity: 4 }] })
    await sale.sell(9)
    expect(await sale.sweep()).toBe(0)
    await sale.sell(1)
    expect(await sale.sweep()).toBe(1)
    expect((await sale.history()).at(-1)!.cause).toMatchObject({ sold: 10, capacity: 20 })
    await changeCapacity(desk.house, author, sale.sessionId, 'floor', 40)
    expect(await sale.sweep()).toBe(1)
    expect(await sale.price()).toBe(18_000)
  })

  it('of a session whose prices never moved has no note and no history', async () => {
    const sale = await movingSale(desk)
    expect((await readSession(desk.house, sale.sessionId)).priceNote).toBeNull()
    expect((await readPriceHistory(desk.house, sale.sessionId)).ticketTypes).toEqual([])
  })

  it('moves by the calendar from the moment that a rule names', async () => {
    const sale = await movingSale(desk, { bySales: [], byTime: [{ at: inDays(-1), daysBefore: null, priceMinor: 21_000, percent: null }, { at: null, daysBefore: 2, priceMinor: null, percent: -10 }] })
    expect(await sale.sweep()).toBe(1)
    expect((await sale.history()).at(-1)).toMatchObject({ priceMinor: 21_000, cause: { kind: 'rules', time: { at: inDays(-1) }, sales: null } })
    expect(await sale.sweep()).toBe(0)
  })

  it('rests between two changes, and catches up when it may', async () => {
    const sale = await movingSale(desk, { coolDownHours: 24 })
    await sale.sell(15)
    expect(await sale.sweep()).toBe(1)
    await sale.sell(9)
    expect(await sale.sweep()).toBe(0)
    await sale.wait(23)
    expect(await sale.sweep()).toBe(0)
    await sale.wait(1)
    expect(await sale.sweep()).toBe(1)
    expect(await sale.price()).toBe(23_000)
  })

  it('is told to caches and search, and is in the audit log, once for each change', async () => {
    const sale = await movingSale(desk)
    const news = () => desk.house.db.$count(outbox, and(eq(outbox.topic, 'catalogue.changed'), eq(outbox.key, sale.eventId)))
    const before = await news()
    await sale.sell(15)
    await sale.sweep()
    expect(await news()).toBe(before + 1)
    const audit = await desk.house.db.select().from(auditLog).where(and(eq(auditLog.subjectId, sale.ticketTypeId), eq(auditLog.action, 'price.changed')))
    expect(audit).toMatchObject([{ actor: 'price-rules', details: { from: 18_000, to: 20_000, number: 2 } }])
  })

  it('is changed once by twenty who find it due at the same moment, in two processes', async () => {
    const sale = await movingSale(desk)
    await sale.sell(15)
    const other = await openTestHouse({ DATABASE_URL: desk.house.databaseUrl })
    const moved = await Promise.all(Array.from({ length: 10 }, () => [sale.sweep(), sweepPrices(other.db)]).flat())
    await other.close()
    expect(moved.reduce((sum, n) => sum + n, 0)).toBe(1)
    expect(await sale.history()).toHaveLength(2)
  })

  it('falls when tickets come back or the calendar says so, without telling holders or giving them rights', async () => {
    const sale = await movingSale(desk)
    await sale.sell(15)
    await sale.sweep()
    const [order] = await desk.house.db.select({ id: orders.id }).from(orders).where(and(eq(orders.sessionId, sale.sessionId), eq(orders.state, 'paid'))).limit(1)
    await desk.house.db.execute(sql`update standing_claims set state = 'released' where order_id = ${order!.id}`)
    expect(await sale.sweep()).toBe(1)
    expect((await sale.history()).at(-1)).toMatchObject({ priceMinor: 18_000, cause: { sales: { soldPercent: 50, isPassed: false } } })
    expect(await desk.house.db.$count(outbox, and(inArray(outbox.topic, ['holders.tell', 'notice']), sql`${outbox.payload}::text like ${`%${sale.sessionId}%`}`))).toBe(0)
    expect((await desk.house.db.execute(sql`select 1 from refund_rights r join orders o on o.id = r.order_id where o.session_id = ${sale.sessionId}`))).toHaveLength(0)
  })
})

describe('an approval', () => {
  it('of something else leaves the price that the sale has reached', async () => {
    const sale = await movingSale(desk)
    await sale.sell(15)
    await sale.sweep()
    await desk.approve(sale.eventId, await desk.handIn(sale.eventId, (draft) => { draft.summary.en = 'Another evening by the sea.' }))
    expect(await sale.price()).toBe(20_000)
    expect(await sale.history()).toHaveLength(2)
  })

  it('of other rules is a large change, and the price is at once what they ask for', async () => {
    const sale = await movingSale(desk, { coolDownHours: 100 })
    await sale.sell(15)
    await sale.sweep()
    const submissionId = await desk.handIn(sale.eventId, (draft) => { draft.ticketTypes[1]!.priceRules!.bySales[0]!.percent = 20 })
    const { changes } = (await desk.house.db.execute<{ changes: { path: string, size: string, sessionKeys: string[] }[] }>(sql`select changes from submissions where id = ${submissionId}`))[0]!
    expect(changes).toMatchObject([{ path: `ticketTypes.${sale.document.ticketTypes[1]!.key}.priceRules`, size: 'large', sessionKeys: [] }])
    expect(await desk.approve(sale.eventId, submissionId)).toMatchObject({ holdersTold: 0 })
    expect(await sale.price()).toBe(22_000)
    expect((await sale.history()).at(-1)!.cause).toEqual({ kind: 'approval' })
  })

  it('that takes the rules away makes the price what the list says', async () => {
    const sale = await movingSale(desk)
    await sale.sell(15)
    await sale.sweep()
    await desk.approve(sale.eventId, await desk.handIn(sale.eventId, (draft) => { delete draft.ticketTypes[1]!.priceRules }))
    expect(await sale.price()).toBe(18_000)
    expect(await sale.sweep()).toBe(0)
    expect((await readPriceHistory(desk.house, sale.sessionId)).ticketTypes).toEqual([])
  })

  it('is refused to rules that could leave their bounds', async () => {
    const refused = desk.submitted(movingPlay(desk, { floorMinor: 20_000, bySales: [] }))
    await expect(refused).rejects.toMatchObject({ code: 'event-not-ready', data: { faults: [{ code: 'rules-outside' }, { code: 'rules-none' }] } })
  })
})

describe('a hold', () => {
  it('T-11: freezes its price while the sale itself moves it, in 200 checkouts (1,000 in full)', async () => {
    const { house } = desk
    const buyers = full ? 1000 : 200
    const { planId } = await storePlan(house.db, { venueId: desk.otherHall.venueId, hall: 'meadow', plan: plainPlan(0, 0, buyers) })
    const play = movingPlay(desk, { bySales: [10, 20, 30, 40, 50, 60].map(soldPercent => ({ soldPercent, percent: soldPercent / 2 })) })
    await desk.approved({ ...play, sessions: [{ ...play.sessions[0]!, venueId: desk.otherHall.venueId, planId }], ticketTypes: [{ ...play.ticketTypes[1]!, planId }] })
    const sessionId = play.sessions[0]!.key
    const shown = new Map<string, number>()
    // The last places look taken twice while their orders are told, once by the hold and once by the order: whoever is told so asks again.
    const holdOne = async (guest: ReturnType<typeof person>) => {
      let hold: Awaited<ReturnType<typeof holdSeats>> | undefined
      await until('there is a place', async () => {
        hold = await holdSeats(house, guest, sessionId, { standing: [{ areaKey: 'floor', quantity: 1 }] }).catch((error: unknown) => {
          if (error instanceof DomainError && error.code === 'area-full') return undefined
          throw error
        })
        return hold !== undefined
      })
      return hold!
    }
    const checkOut = async (n: number) => {
      const guest = person(house)
      const hold = await holdOne(guest)
      const { orderId } = await createOrder(house, guest, { sessionId, holdToken: hold.holdToken, contact: guestContact(`moving-${n}`) })
      shown.set(orderId, hold.total.amountMinor)
      // Paid at a counter: what matters here is that the sale goes on.
      await house.db.execute(sql`update standing_claims set state = 'sold' where order_id = ${orderId}`)
    }
    let next = 0
    const line = async () => {
      while (next < buyers) await checkOut(next++)
    }
    const mover = (async () => {
      while (next < buyers) {
        await house.db.execute(sql`select pg_sleep(0.02)`)
        await sweepPrices(house.db)
      }
    })()
    await Promise.all([mover, ...Array.from({ length: 10 }, line)])
    const written = await house.db.select({ id: orders.id, total: orders.totalMinor }).from(orders).where(eq(orders.sessionId, sessionId))
    expect(written).toHaveLength(buyers)
    for (const order of written) expect(order.total).toBe(shown.get(order.id))
    expect(await house.db.$count(auditLog, and(eq(auditLog.action, 'price.changed'), sql`${auditLog.subjectId} in (select id::text from ticket_types where session_id = ${sessionId})`))).toBeGreaterThan(2)
  })
})
