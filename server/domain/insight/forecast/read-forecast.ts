import { sql } from 'drizzle-orm'
import type { Database, Queryable } from '#drizzle/database.ts'
import type { ForecastReply } from '#shared/api/forecast.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { CAPACITY } from '../stats/capacity.ts'
import type { Asker } from '../stats/scope.ts'
import { type BookingCurve, soldBy, soldInAll } from './booking-curve.ts'
import { FEWEST_SESSIONS, forecastSession, LEVEL } from './forecast-session.ts'
import { bookingCurves, type PastSession, pastSessions } from './past-sessions.ts'
import { venuePopularity } from './venue-popularity.ts'

const DAY_MS = 86_400_000
/** Of more the oldest say nothing of today. */
const MOST_LEARNED = 60

type OwnSession = PastSession & { event: { id: string, name: { en: string, zh: string } }, venueName: { en: string, zh: string }, isCalledOff: boolean }

/** How a session will have sold, how sure that is, and how full its venue's halls were. Throws `not-found` for what is not the asker's. Five queries. */
export async function readForecast({ db }: { db: Database }, asker: Asker, sessionId: string): Promise<ForecastReply> {
  const own = await ownSession(db, asker, sessionId)
  const now = new Date()
  const toGo = Math.max(0, own.startsAt.getTime() - now.getTime()) / DAY_MS
  const lead = Math.floor(toGo)
  const offset = toGo - lead
  const past = await pastSessions(db, asker, own)
  const curves = await bookingCurves(db, [...past.filter(session => session.id !== own.id), own], offset)
  const curve = curves.get(own.id)!
  const { kind, alike } = similarTo(own, past)
  const learned = alike.map(session => curves.get(session.id)!)
  const sold = Math.max(0, soldInAll(curve))
  const state = stateOf(own, now, sold)
  const said = state === null ? forecastSession(curve, learned, lead) : null
  const forecast = said?.state === 'forecast' ? said.forecast : null
  const at = (daysToGo: number) => new Date(Math.max(now.getTime(), own.startsAt.getTime() - (daysToGo === 0 ? 0 : daysToGo + offset) * DAY_MS)).toISOString()
  return {
    session: { id: own.id, event: own.event, startsAt: own.startsAt.toISOString(), timeZone: own.timeZone, capacity: own.capacity, sold },
    asOf: now.toISOString(), state: state ?? said!.state, reason: said?.state === 'too-early' ? said.reason : null,
    basis: { sessions: learned.length, kind }, level: LEVEL,
    expectedSold: forecast?.sold ?? null, sellOutChance: forecast?.sellOutChance ?? null,
    sellOutAt: forecast?.sellOutLead ? { earliest: at(forecast.sellOutLead.high), middle: at(forecast.sellOutLead.middle), latest: at(forecast.sellOutLead.low) } : null,
    past: sold === 0 ? [] : soldUntil(curve, lead),
    path: forecast?.path.map(({ lead: daysBefore, low, middle, high }) => ({ daysBefore, low, middle, high })) ?? [],
    venue: popularityOf(own, past, curves)
  }
}

async function ownSession(db: Queryable, asker: Asker, sessionId: string): Promise<OwnSession> {
  const [row] = await db.execute<{ id: string, venue_id: string, category_id: string | null, starts_at: string, sale_starts_at: string, time_zone: string, capacity: number, is_called_off: boolean, event_id: string, name_en: string, name_zh: string, venue_en: string, venue_zh: string }>(sql`
    select s.id, s.venue_id, e.category_id, s.starts_at, s.sale_starts_at, v.time_zone, ${CAPACITY}::int as capacity, (s.status = 'cancelled' or e.status = 'cancelled') as is_called_off,
      e.id as event_id, e.name_en, e.name_zh, v.name_en as venue_en, v.name_zh as venue_zh
    from sessions s join events e on e.id = s.event_id join venues v on v.id = s.venue_id join seating_plans p on p.id = s.plan_id
    where s.id = ${sessionId} and e.status in ('approved', 'cancelled', 'ended') and ${asker.role === 'admin' ? sql`true` : sql`e.created_by = ${asker.userId}`}`)
  if (!row) throw new DomainError('not-found')
  return {
    id: row.id, venueId: row.venue_id, categoryId: row.category_id, startsAt: new Date(row.starts_at), saleStartsAt: new Date(row.sale_starts_at), timeZone: row.time_zone, capacity: row.capacity,
    isCalledOff: row.is_called_off, event: { id: row.event_id, name: { en: row.name_en, zh: row.name_zh } }, venueName: { en: row.venue_en, zh: row.venue_zh }
  }
}

/** The narrowest kind of which there are enough. */
function similarTo(own: OwnSession, past: readonly PastSession[]): { kind: ForecastReply['basis']['kind'], alike: PastSession[] } {
  const others = past.filter(session => session.id !== own.id && session.capacity > 0)
  const category = others.filter(session => session.categoryId === own.categoryId)
  const size = category.filter(({ capacity }) => capacity >= own.capacity / 2 && capacity <= own.capacity * 2)
  const [kind, alike] = size.length >= FEWEST_SESSIONS ? ['category-and-size' as const, size] : category.length >= FEWEST_SESSIONS ? ['category' as const, category] : ['all' as const, others]
  return { kind, alike: alike.slice(-MOST_LEARNED) }
}

/** Why there is nothing to forecast; null: there is. */
function stateOf(own: OwnSession, now: Date, sold: number): Exclude<ForecastReply['state'], 'forecast' | 'too-early'> | null {
  if (own.isCalledOff) return 'cancelled'
  if (own.startsAt <= now) return 'over'
  if (own.saleStartsAt > now) return 'not-on-sale'
  return sold >= own.capacity ? 'sold-out' : null
}

function soldUntil(curve: BookingCurve, lead: number): ForecastReply['past'] {
  const first = Math.max(lead, curve.sales.findLastIndex(sold => sold !== 0))
  return Array.from({ length: first - lead + 1 }, (_, step) => ({ daysBefore: first - step, sold: soldBy(curve, first - step) }))
}

function popularityOf(own: OwnSession, past: readonly PastSession[], curves: Map<string, BookingCurve>): ForecastReply['venue'] {
  const shares = (sessions: readonly PastSession[]) => sessions.filter(({ id, capacity }) => capacity > 0 && id !== own.id).map(({ id, capacity }) => Math.max(0, soldInAll(curves.get(id)!)) / capacity)
  const popularity = venuePopularity(shares(past.filter(session => session.venueId === own.venueId)), shares(past))
  return popularity && { name: own.venueName, ...popularity }
}
