import type { Database } from '#drizzle/database.ts'
import { categories, events, sessions, standingStock, ticketTypes, users, venues } from '#drizzle/schema/index.ts'
import { grantWelcomePoints } from '#server/domain/payments/index.ts'
import { storePlan } from '#server/domain/seating/index.ts'
import { newId } from '#shared/ids/id.ts'
import { type SeatingPlan, seatId } from '#shared/seating/plan.ts'

export interface SessionWish {
  rows?: number
  seatsPerRow?: number
  standingCapacity?: number
  priceMinor?: number
  holdSeconds?: number
  perPersonLimit?: number
  currency?: string
  offSaleSeats?: number[]
  saleStartsInMs?: number
  saleEndsInMs?: number
  /** Left out, seats may be chosen as a test likes. */
  allowsSingleSeats?: boolean
  /** Rows, by their index, that are tables which are sold whole. */
  wholeTables?: number[]
}

export interface TestSession {
  sessionId: string
  eventId: string
  slug: string
  plan: SeatingPlan
  seatTypeId: string
  standingTypeId: string
  /** Public name of a seat by its index. */
  seat(index: number): string
}

/** A hall with rows A, B, C ... of numbered seats, and a standing floor where asked. One category a kind of place. */
export function plainPlan(rows: number, seatsPerRow: number, standingCapacity = 0): SeatingPlan {
  const count = rows * seatsPerRow
  return {
    name: { en: 'Test hall', zh: '测试厅' },
    width: seatsPerRow * 60 + 200,
    height: rows * 100 + 400,
    focal: { x: seatsPerRow * 30 + 100, y: 50 },
    categories: [{ key: 'seats', name: { en: 'Seats', zh: '座席' }, color: '#c2410c' }, { key: 'floor', name: { en: 'Floor', zh: '站席' }, color: '#0f766e' }],
    sections: count > 0 ? [{ key: 'stalls', name: { en: 'Stalls', zh: '池座' }, level: { en: 'Ground', zh: '一层' } }] : [],
    rows: Array.from({ length: count > 0 ? rows : 0 }, (_, r) => ({ section: 0, label: rowLabel(r), firstSeat: r * seatsPerRow, seatCount: seatsPerRow })),
    seats: {
      label: Array.from({ length: count }, (_, i) => String(i % seatsPerRow + 1)),
      x: Int32Array.from({ length: count }, (_, i) => 100 + (i % seatsPerRow) * 60),
      y: Int32Array.from({ length: count }, (_, i) => 300 + Math.floor(i / seatsPerRow) * 100),
      category: new Uint8Array(count),
      flags: new Uint8Array(count)
    },
    areas: standingCapacity > 0
      ? [{ key: 'floor', name: { en: 'Floor', zh: '站席' }, level: { en: 'Ground', zh: '一层' }, category: 1, capacity: standingCapacity, outline: [{ x: 0, y: 100 }, { x: 500, y: 100 }, { x: 500, y: 250 }, { x: 0, y: 250 }] }]
      : [],
    shapes: []
  }
}

function rowLabel(row: number): string {
  return row < 26 ? String.fromCharCode(65 + row) : rowLabel(Math.floor(row / 26) - 1) + String.fromCharCode(65 + row % 26)
}

/** The plan with some rows as tables that are sold whole. */
export function withTables(plan: SeatingPlan, rows: readonly number[]): SeatingPlan {
  const top = { form: 'rectangle', width: 40, height: 40, rotation: 0, soldAs: 'whole' } as const
  return rows.length === 0 ? plan : { ...plan, tables: rows.map(row => ({ ...top, row, at: { x: plan.width / 2, y: plan.seats.y[plan.rows[row]!.firstSeat]! - 50 } })) }
}

/** A session that is on sale, with everything that it stands on. */
export async function givenSession(db: Database, wish: SessionWish = {}): Promise<TestSession> {
  const { rows = 10, seatsPerRow = 20, standingCapacity = 0, priceMinor = 38_000, currency = 'CNY' } = wish
  const mark = newId()
  const [publisher] = await db.insert(users).values({ role: 'publisher', email: `publisher-${mark}@example.org`, displayName: 'Publisher' }).returning()
  const [category] = await db.insert(categories).values({ slug: `category-${mark}`, nameEn: 'Plays', nameZh: '话剧' }).returning()
  const [venue] = await db.insert(venues).values({ slug: `venue-${mark}`, nameEn: 'Test house', nameZh: '测试剧院', addressEn: '1 Stage Road', addressZh: '舞台路1号', cityEn: 'Shanghai', cityZh: '上海', country: 'CN', timeZone: 'Asia/Shanghai' }).returning()
  const plan = withTables(plainPlan(rows, seatsPerRow, standingCapacity), wish.wholeTables ?? [])
  const stored = await storePlan(db, { venueId: venue!.id, hall: 'main', plan })
  const slug = `event-${mark}`
  const [event] = await db.insert(events).values({
    slug, status: 'approved', categoryId: category!.id, nameEn: 'A test play', nameZh: '测试话剧', summaryEn: 'One evening.', summaryZh: '一个夜晚。',
    descriptionEn: 'A play.', descriptionZh: '一部话剧。', organiserEn: 'Test company', organiserZh: '测试剧团', posterSeed: mark, createdBy: publisher!.id
  }).returning()
  const start = Date.now() + 7 * 86_400_000
  const [session] = await db.insert(sessions).values({
    eventId: event!.id, venueId: venue!.id, planId: stored.planId,
    startsAt: new Date(start), endsAt: new Date(start + 7_200_000),
    saleStartsAt: new Date(Date.now() + (wish.saleStartsInMs ?? -3_600_000)), saleEndsAt: new Date(wish.saleEndsInMs === undefined ? start : Date.now() + wish.saleEndsInMs),
    holdSeconds: wish.holdSeconds ?? 600, perPersonLimit: wish.perPersonLimit ?? 6, allowsSingleSeats: wish.allowsSingleSeats ?? true, offSaleSeats: wish.offSaleSeats ?? []
  }).returning()
  const [seatType, standingType] = await db.insert(ticketTypes).values([
    { sessionId: session!.id, nameEn: 'Adult', nameZh: '成人票', categoryKey: 'seats', priceMinor, currency },
    { sessionId: session!.id, nameEn: 'Standing', nameZh: '站票', categoryKey: 'floor', priceMinor, currency }
  ]).returning()
  if (standingCapacity > 0) await db.insert(standingStock).values({ sessionId: session!.id, areaKey: 'floor', capacity: standingCapacity })
  return { sessionId: session!.id, eventId: event!.id, slug, plan, seatTypeId: seatType!.id, standingTypeId: standingType!.id, seat: index => seatId(plan, index) }
}

/** A customer with points in the wallet. */
export async function givenCustomer(db: Database, points = 0): Promise<{ userId: string, email: string }> {
  const email = `customer-${newId()}@example.org`
  const [user] = await db.insert(users).values({ email, displayName: 'Customer' }).returning()
  await db.transaction(tx => grantWelcomePoints(tx, user!.id, points))
  return { userId: user!.id, email }
}
