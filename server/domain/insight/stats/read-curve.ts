import { type SQL, sql } from 'drizzle-orm'
import type { Database, Queryable } from '#drizzle/database.ts'
import type { CurveReply } from '#shared/api/stats.ts'
import { CAPACITY } from './capacity.ts'
import { ownEvent } from './own-show.ts'
import { rolledUntil } from './roll-up.ts'
import { SALES } from './sale-facts.ts'
import { type Asker, partOf } from './scope.ts'
import { rowsOf } from './source.ts'

const DAY_MS = 86_400_000
/** Sales that were so early, in days, stand at the beginning of the curve. */
const LONGEST = 365
/** Sessions to compare with: the last ones that are over. Of fewer nothing can be said. */
const MOST_SIMILAR = 100
const FEWEST_SIMILAR = 3

interface Session { id: string, startsAt: Date, timeZone: string, capacity: number }
/** Tickets sold, less those that ended, by whole days before the session. */
type Sold = Map<number, number>

/** How the sessions of an event sold until now, and how similar ones did. Throws `not-found` for what is not the asker's. Five queries. */
export async function readCurve({ db }: { db: Database }, asker: Asker, eventId: string): Promise<CurveReply> {
  const event = await ownEvent(db, asker, eventId)
  const rolled = await rolledUntil(db)
  const sessions = await sessionsWhere(db, sql`e.id = ${eventId} and s.status = 'scheduled' order by s.starts_at, s.id`)
  const { basis, others } = alike(sessions, event.categoryId ? await candidates(db, asker, eventId, event.categoryId) : [])
  const sold = await soldOf(db, [...sessions, ...others].map(session => session.id), rolled)
  const curves = sessions.map(session => curveOf(session, sold.get(session.id) ?? new Map<number, number>()))
  return {
    event: { id: event.id, slug: event.slug, name: event.name }, asOf: new Date().toISOString(),
    sessions: curves.map(({ session, total, shares, now, first }) => ({
      id: session.id, startsAt: session.startsAt.toISOString(), timeZone: session.timeZone, capacity: session.capacity, sold: total,
      points: total === 0 && first === now ? [] : daysDown(first, now).map(daysBefore => ({ daysBefore, share: rounded(shares[daysBefore]!) }))
    })),
    points: together(curves),
    similar: others.length < FEWEST_SIMILAR ? null : { sessions: others.length, basis, points: quartilesOf(others.map(session => curveOf(session, sold.get(session.id) ?? new Map<number, number>()))) }
  }
}

async function sessionsWhere(db: Queryable, condition: SQL): Promise<Session[]> {
  const rows = await db.execute<{ id: string, starts_at: string, time_zone: string, capacity: number }>(sql`
    select s.id, s.starts_at, v.time_zone, ${CAPACITY}::int as capacity
    from sessions s join events e on e.id = s.event_id join venues v on v.id = s.venue_id join seating_plans p on p.id = s.plan_id where ${condition}`)
  return rows.map(row => ({ id: row.id, startsAt: new Date(row.starts_at), timeZone: row.time_zone, capacity: row.capacity }))
}

/** Those of the same category that are over: a publisher is shown his own only. */
async function candidates(db: Queryable, asker: Asker, eventId: string, categoryId: string): Promise<Session[]> {
  return await sessionsWhere(db, sql`
    e.category_id = ${categoryId} and e.id <> ${eventId} and s.status = 'scheduled' and e.status in ('approved', 'ended') and s.starts_at < now() and ${partOf(asker, {}) ?? sql`true`}
    order by s.starts_at desc, s.id limit ${3 * MOST_SIMILAR}`)
}

function alike(own: readonly Session[], found: readonly Session[]): { basis: 'category-and-size' | 'category', others: Session[] } {
  const size = own.reduce((sum, session) => sum + session.capacity, 0) / Math.max(1, own.length)
  const close = found.filter(({ capacity }) => capacity >= size / 2 && capacity <= size * 2)
  return close.length >= FEWEST_SIMILAR ? { basis: 'category-and-size', others: close.slice(0, MOST_SIMILAR) } : { basis: 'category', others: found.slice(0, MOST_SIMILAR) }
}

async function soldOf(db: Queryable, ids: string[], rolled: Date | null): Promise<Map<string, Sold>> {
  const sold = new Map<string, Sold>(ids.map(id => [id, new Map()]))
  if (ids.length === 0) return sold
  const rows = await db.execute<{ session_id: string, days: number, tickets: number }>(sql`
    select f.session_id, least(greatest(floor(extract(epoch from s.starts_at - f.quarter) / 86400), 0), ${LONGEST})::int as days,
      sum(f.tickets - f.refunded_tickets - f.changed_tickets - f.resold_tickets)::int as tickets
    from ${rowsOf(SALES, { from: null, until: null }, rolled)} f join sessions s on s.id = f.session_id where f.session_id in ${ids} group by 1, 2`)
  for (const row of rows) sold.get(row.session_id)!.set(row.days, row.tickets)
  return sold
}

interface Curve { session: Session, total: number, /** By days before, 0 to LONGEST. */ shares: number[], /** Days before, now. */ now: number, first: number }

function curveOf(session: Session, sold: Sold): Curve {
  const now = Math.min(LONGEST, Math.max(0, Math.floor((session.startsAt.getTime() - Date.now()) / DAY_MS)))
  const shares: number[] = []
  let total = 0
  for (let days = LONGEST; days >= 0; days--) {
    total += sold.get(days) ?? 0
    shares[days] = session.capacity > 0 ? total / session.capacity : 0
  }
  return { session, total, shares, now, first: Math.max(now, ...sold.keys()) }
}

const daysDown = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, at) => from - at)
const rounded = (share: number) => Math.round(share * 10_000) / 10_000

/** Of all sessions of the event that have come so far. */
function together(curves: readonly Curve[]): CurveReply['points'] {
  if (curves.every(curve => curve.total === 0)) return []
  return daysDown(Math.max(...curves.map(curve => curve.first)), Math.min(...curves.map(curve => curve.now))).map((daysBefore) => {
    const come = curves.filter(curve => curve.now <= daysBefore)
    const places = come.reduce((sum, { session }) => sum + session.capacity, 0)
    return { daysBefore, share: rounded(come.reduce((sum, { session, shares }) => sum + shares[daysBefore]! * session.capacity, 0) / Math.max(1, places)) }
  })
}

function quartilesOf(curves: readonly Curve[]): NonNullable<CurveReply['similar']>['points'] {
  return daysDown(Math.max(...curves.map(curve => curve.first)), 0).map((daysBefore) => {
    const shares = curves.map(curve => curve.shares[daysBefore]!).sort((a, b) => a - b)
    const at = (part: number) => rounded(shares[Math.floor((shares.length - 1) * part)]!)
    return { daysBefore, low: at(0.25), middle: at(0.5), high: at(0.75) }
  })
}
