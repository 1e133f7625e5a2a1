import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditLog } from '#drizzle/schema/index.ts'
import { changeSessionPrice, sessionPrices } from '#server/domain/publishing/index.ts'
import { type Desk, inDays, openDesk } from '#tests/integration/publishing/desk.ts'
import { refusalCode } from '#tests/support/house.ts'
import { movingSale } from './moving-sale.ts'

let desk: Desk
beforeAll(async () => { desk = await openDesk() })
afterAll(() => desk?.house.close())

/** What the desk says of the standing places. */
async function movingOf(sessionId: string) {
  const { ticketTypes } = await sessionPrices(desk.house, desk.publisher, sessionId)
  return ticketTypes[1]!.moving!
}

describe('the prices on a session\'s desk', () => {
  it('tell the rules, how far the sale is, what it did, and how many more tickets the next step takes', async () => {
    const begins = inDays(3)
    const sale = await movingSale(desk, { byTime: [{ at: begins, daysBefore: null, priceMinor: 22_000, percent: null }] })
    await sale.sell(16)
    await sale.sweep()
    const { ticketTypes } = await sessionPrices(desk.house, desk.publisher, sale.sessionId)
    expect(ticketTypes[0]!.moving).toBeNull()
    expect(ticketTypes[1]).toMatchObject({
      price: { amountMinor: 20_000 },
      moving: {
        startingPrice: { amountMinor: 18_000 }, isPaused: false, sold: 16, capacity: 30, restsUntil: null,
        history: [{ price: { amountMinor: 18_000 } }, { price: { amountMinor: 20_000 }, why: { en: '50% sold', zh: '已售出 50%' } }],
        replay: [{ price: { amountMinor: 18_000 } }, { price: { amountMinor: 20_000 }, why: { en: '50% sold' } }],
        next: [
          { sales: { soldPercent: 80, places: 8 }, at: null, price: { amountMinor: 23_000 } },
          { sales: null, at: begins, price: { amountMinor: 25_000 } }
        ]
      }
    })
  })

  it('are set by hand within floor, cap and step, and stay until the rules ask for something else', async () => {
    const sale = await movingSale(desk)
    const set = (priceMinor: number) => changeSessionPrice(desk.house, desk.publisher, sale.sessionId, sale.ticketTypeId, { priceMinor })
    for (const refused of [14_000, 26_000, 18_500]) expect(await refusalCode(set(refused))).toBe('price-refused')
    await set(24_000)
    expect(await sale.sweep()).toBe(0)
    expect(await sale.price()).toBe(24_000)
    expect((await movingOf(sale.sessionId)).history.at(-1)!.why).toEqual({ en: 'set by the organiser', zh: '主办方调整' })
    await sale.sell(15)
    expect(await sale.sweep()).toBe(1)
    expect(await sale.price()).toBe(20_000)
    const audit = await desk.house.db.select().from(auditLog).where(and(eq(auditLog.subjectId, sale.ticketTypeId), eq(auditLog.actor, desk.publisher.userId), eq(auditLog.action, 'price.changed')))
    expect(audit).toMatchObject([{ details: { from: 18_000, to: 24_000 } }])
  })

  it('rest while the rules are held off, and catch up when they run again', async () => {
    const sale = await movingSale(desk)
    const pause = (isPaused: boolean) => changeSessionPrice(desk.house, desk.publisher, sale.sessionId, sale.ticketTypeId, { isPaused })
    await pause(true)
    await sale.sell(15)
    expect(await sale.sweep()).toBe(0)
    expect(await movingOf(sale.sessionId)).toMatchObject({ isPaused: true, history: [{ price: { amountMinor: 18_000 } }] })
    await pause(true)
    await pause(false)
    expect(await sale.sweep()).toBe(1)
    const acts = await desk.house.db.select({ action: auditLog.action }).from(auditLog).where(and(eq(auditLog.subjectId, sale.ticketTypeId), eq(auditLog.actor, desk.publisher.userId))).orderBy(auditLog.id)
    expect(acts.map(act => act.action)).toEqual(['price-rules.paused', 'price-rules.resumed'])
  })

  it('Z-03: are nobody else\'s, and a price without rules cannot be set', async () => {
    const sale = await movingSale(desk)
    const stranger = await desk.somebody('publisher')
    expect(await refusalCode(sessionPrices(desk.house, stranger, sale.sessionId))).toBe('not-found')
    expect(await refusalCode(changeSessionPrice(desk.house, stranger, sale.sessionId, sale.ticketTypeId, { priceMinor: 20_000 }))).toBe('not-found')
    const { ticketTypes } = await sessionPrices(desk.house, desk.admin, sale.sessionId)
    expect(await refusalCode(changeSessionPrice(desk.house, desk.publisher, sale.sessionId, ticketTypes[0]!.id, { priceMinor: 20_000 }))).toBe('price-fixed')
    const other = await movingSale(desk)
    expect(await refusalCode(changeSessionPrice(desk.house, desk.publisher, other.sessionId, sale.ticketTypeId, { priceMinor: 20_000 }))).toBe('not-found')
  })
})
