import { createHash } from 'node:crypto'
import { brotliCompressSync } from 'node:zlib'
import type { Database } from '#drizzle/database.ts'
import * as schema from '#drizzle/schema/index.ts'
import { indexEvents } from '#server/domain/search/index.ts'
import { newId } from '#shared/ids/id.ts'
import { encodePlan } from '#shared/seating/plan-codec.ts'
import { type SeatingPlan, seatCount, standingCapacity } from '#shared/seating/plan.ts'

const HOUR_MS = 3_600_000

/** Hours from now. */
export const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS)

/** A small hall: 20 stalls seats (category a), 10 gallery seats (b), and a pit for 100 (b). */
export function smallHall(): SeatingPlan {
  const count = 30
  return {
    name: { en: 'Small Hall', zh: '小厅' }, width: 1000, height: 1000, focal: { x: 0, y: 0 },
    categories: [{ key: 'a', name: { en: 'Stalls', zh: '池座' }, color: '#aa3355' }, { key: 'b', name: { en: 'Gallery', zh: '楼座' }, color: '#3355aa' }],
    sections: [{ key: 'hall', name: { en: 'Hall', zh: '大厅' }, level: { en: 'Floor', zh: '一层' } }],
    rows: [{ section: 0, label: '1', firstSeat: 0, seatCount: count }],
    seats: {
      label: Array.from({ length: count }, (_, i) => String(i + 1)),
      x: Int32Array.from({ length: count }, (_, i) => i * 50), y: new Int32Array(count),
      category: Uint8Array.from({ length: count }, (_, i) => (i < 20 ? 0 : 1)), flags: new Uint8Array(count)
    },
    areas: [{ key: 'pit', name: { en: 'Pit', zh: '内场' }, level: { en: 'Floor', zh: '一层' }, category: 1, capacity: 100, outline: [] }],
    shapes: []
  }
}

export interface Playbill {
  db: Database
  userId: string
  venue(changes?: Partial<typeof schema.venues.$inferInsert>): Promise<{ venueId: string, planId: string }>
  category(slug: string, parentId?: string): Promise<string>
  event(changes?: Partial<typeof schema.events.$inferInsert>): Promise<string>
  session(eventId: string, at: { venueId: string, planId: string }, changes?: Partial<typeof schema.sessions.$inferInsert>, prices?: { name?: string, category: string, minor: number, currency?: string }[]): Promise<string>
  /** Makes all events findable, as the news of a change would. */
  index(): Promise<void>
  /** An order of one line, with its claims: seats by index, or places of the pit. */
  order(sessionId: string, what: { seats?: number[], places?: number, state: 'pending' | 'sold', expiresAt?: Date }): Promise<string>
}

/** Writes catalogue rows with sensible defaults, so that a test names only what it is about. */
export async function openPlaybill(db: Database): Promise<Playbill> {
  const userId = newId()
  await db.insert(schema.users).values({ id: userId, role: 'publisher', email: `${userId}@example.org`, displayName: 'House' })
  const plain = newId()
  await db.insert(schema.categories).values({ id: plain, slug: 'plain', nameEn: 'Plain', nameZh: '普通', sortOrder: 90 })
  let serial = 0

  return {
    db,
    userId,
    venue: async (changes = {}) => {
      const venueId = newId()
      const planId = newId()
      const plan = smallHall()
      const geometry = Buffer.from(JSON.stringify(encodePlan(plan)))
      await db.insert(schema.venues).values({
        id: venueId, slug: `venue-${++serial}`, nameEn: 'Bund Theatre', nameZh: '外滩剧院', addressEn: '1 Riverside Road', addressZh: '滨江路1号',
        cityEn: 'Shanghai', cityZh: '上海', country: 'CN', timeZone: 'Asia/Shanghai', latitude: 31.2, longitude: 121.5, ...changes
      })
      await db.insert(schema.seatingPlans).values({
        id: planId, venueId, hall: 'small', version: 1, nameEn: plan.name.en, nameZh: plan.name.zh, seatCount: seatCount(plan),
        standingCapacity: standingCapacity(plan), geometry: brotliCompressSync(geometry), contentHash: createHash('sha256').update(geometry).digest('hex')
      })
      return { venueId, planId }
    },
    category: async (slug, parentId) => {
      const id = newId()
      await db.insert(schema.categories).values({ id, slug, parentId: parentId ?? null, nameEn: slug, nameZh: `类别${slug}` })
      return id
    },
    event: async (changes = {}) => {
      const id = changes.id ?? newId()
      const slug = `event-${++serial}`
      await db.insert(schema.events).values({
        id, slug, status: 'approved', categoryId: plain, nameEn: slug, nameZh: `演出${serial}`, summaryEn: 'An evening.', summaryZh: '一个夜晚。',
        descriptionEn: 'Words.', descriptionZh: '文字。', organiserEn: 'House', organiserZh: '主办', posterSeed: slug, createdBy: userId, ...changes
      })
      return id
    },
    session: async (eventId, at, changes = {}, prices = [{ category: 'a', minor: 38000 }, { category: 'b', minor: 18000 }]) => {
      const id = newId()
      const startsAt = changes.startsAt ?? inHours(240)
      await db.insert(schema.sessions).values({
        id, eventId, ...at, startsAt, endsAt: new Date(startsAt.getTime() + 2 * HOUR_MS),
        saleStartsAt: inHours(-2000), saleEndsAt: startsAt, ...changes
      })
      if (prices.length > 0) await db.insert(schema.ticketTypes).values(prices.map((price, index) => ({
        id: newId(), sessionId: id, nameEn: price.name ?? price.category, nameZh: price.name ?? price.category,
        categoryKey: price.category, priceMinor: price.minor, currency: price.currency ?? 'CNY', sortOrder: index
      })))
      await db.insert(schema.standingStock).values({ sessionId: id, areaKey: 'pit', capacity: 100 })
      return id
    },
    index: async () => indexEvents(db, (await db.select({ id: schema.events.id }).from(schema.events)).map(event => event.id), { houseCurrency: 'CNY' }),
    order: async (sessionId, { seats = [], places = 0, state, expiresAt = inHours(1) }) => {
      const orderId = newId()
      const types = (await db.query.ticketTypes.findMany()).filter(type => type.sessionId === sessionId)
      const typeOf = (key: string) => types.find(type => type.categoryKey === key)!
      const labels = { ticketTypeEn: '', ticketTypeZh: '', sectionEn: '', sectionZh: '' }
      await db.insert(schema.orders).values({
        id: orderId, reference: `FY-${++serial}`, sessionId, userId, contactEmail: 'a@example.org', contactName: 'A', locale: 'en', personKey: `user:${userId}`,
        state: state === 'sold' ? 'paid' : 'pending', paidAt: state === 'sold' ? new Date() : null, totalMinor: 0, currency: 'CNY', holdHash: orderId, expiresAt
      })
      for (const seatIndex of seats) {
        const lineId = newId()
        await db.insert(schema.orderLines).values({ id: lineId, orderId, ticketTypeId: typeOf(seatIndex < 20 ? 'a' : 'b').id, seatIndex, quantity: 1, unitPriceMinor: 0, labels })
        await db.insert(schema.claims).values({ sessionId, seatIndex, orderId, orderLineId: lineId, state })
      }
      if (places > 0) {
        const lineId = newId()
        await db.insert(schema.orderLines).values({ id: lineId, orderId, ticketTypeId: typeOf('b').id, areaKey: 'pit', quantity: places, unitPriceMinor: 0, labels })
        await db.insert(schema.standingClaims).values({ orderLineId: lineId, orderId, sessionId, areaKey: 'pit', quantity: places, state })
        await db.execute(`update standing_stock set taken = taken + ${places} where session_id = '${sessionId}'`)
      }
      return orderId
    }
  }
}
