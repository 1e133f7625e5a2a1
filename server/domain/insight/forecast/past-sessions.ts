import { type SQL, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { isoWeekday, localTime } from '#shared/time/zoned.ts'
import { CAPACITY } from '../stats/capacity.ts'
import { rolledUntil } from '../stats/roll-up.ts'
import { SALES } from '../stats/sale-facts.ts'
import { type Asker, partOf } from '../stats/scope.ts'
import { rowsOf } from '../stats/source.ts'
import type { BookingCurve } from './booking-curve.ts'

const DAY_MS = 86_400_000
/** What was sold earlier than so many days before counts as sold then. */
const LONGEST = 365
/** The latest ones say the most, and more of them cost a forecast its half second. */
const MOST_ALIKE = 200
const MOST_OF_HOUSE = 100

export interface PastSession { id: string, venueId: string, categoryId: string | null, startsAt: Date, saleStartsAt: Date, timeZone: string, capacity: number }

/** Sessions that are over and that the asker may learn from: of the category or at the venue, and the latest of all. A publisher's are his own. */
export async function pastSessions(db: Queryable, asker: Asker, { venueId, categoryId }: Pick<PastSession, 'venueId' | 'categoryId'>): Promise<PastSession[]> {
  const isOver = sql`s.status = 'scheduled' and e.status in ('approved', 'ended') and s.starts_at < now() and ${partOf(asker, {}) ?? sql`true`}`
  const [alike, all] = await Promise.all([
    sessionsWhere(db, sql`${isOver} and (s.venue_id = ${venueId} or e.category_id = ${categoryId}) order by s.starts_at desc, s.id limit ${MOST_ALIKE}`),
    sessionsWhere(db, sql`${isOver} order by s.starts_at desc, s.id limit ${MOST_OF_HOUSE}`)
  ])
  return [...new Map([...alike, ...all].map(session => [session.id, session])).values()].toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
}

async function sessionsWhere(db: Queryable, condition: SQL): Promise<PastSession[]> {
  const rows = await db.execute<{ id: string, venue_id: string, category_id: string | null, starts_at: string, sale_starts_at: string, time_zone: string, capacity: number }>(sql`
    select s.id, s.venue_id, e.category_id, s.starts_at, s.sale_starts_at, v.time_zone, ${CAPACITY}::int as capacity
    from sessions s join events e on e.id = s.event_id join venues v on v.id = s.venue_id join seating_plans p on p.id = s.plan_id where ${condition}`)
  return rows.map(row => ({ id: row.id, venueId: row.venue_id, categoryId: row.category_id, startsAt: new Date(row.starts_at), saleStartsAt: new Date(row.sale_starts_at), timeZone: row.time_zone, capacity: row.capacity }))
}

/**
 * How these sessions sold, by id. `offset`: a part of a day by which all are shifted, so that a day ends with as many hours to go as the
 * session that is forecast has now; nothing of the day that still runs is compared with whole ones.
 */
export async function bookingCurves(db: Queryable, sessions: readonly Omit<PastSession, 'venueId' | 'categoryId'>[], offset: number): Promise<Map<string, BookingCurve>> {
  const sales = new Map(sessions.map(session => [session.id, Array<number>(saleDays(session, offset)).fill(0)]))
  const rows = sessions.length === 0
    ? []
    : await db.execute<{ session_id: string, day: number, tickets: number }>(sql`
      select f.session_id, least(greatest(floor(extract(epoch from s.starts_at - f.quarter) / 86400 - ${offset}::float8), 0), ${LONGEST - 1})::int as day,
        sum(f.tickets - f.refunded_tickets - f.changed_tickets - f.resold_tickets)::int as tickets
      from ${rowsOf(SALES, { from: null, until: null }, await rolledUntil(db))} f join sessions s on s.id = f.session_id
      where f.session_id in ${sessions.map(session => session.id)} group by 1, 2`)
  for (const { session_id, day, tickets } of rows) {
    const days = sales.get(session_id)!
    days[Math.min(day, days.length - 1)]! += tickets
  }
  return new Map(sessions.map(session => [session.id, { capacity: session.capacity, weekday: isoWeekday(localTime(session.startsAt, session.timeZone)), sales: sales.get(session.id)! }]))
}

const saleDays = ({ startsAt, saleStartsAt }: Pick<PastSession, 'startsAt' | 'saleStartsAt'>, offset: number) =>
  Math.max(1, Math.min(LONGEST, Math.ceil((startsAt.getTime() - saleStartsAt.getTime()) / DAY_MS - offset)))
