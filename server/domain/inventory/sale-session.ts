import { eq, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { type SessionRow, type TicketTypeRow, allotments, events, sessions, venues } from '#drizzle/schema/index.ts'
import { lookAtPrices, ticketTypesOfSession } from '#server/domain/pricing/index.ts'
import { loadPlan } from '#server/domain/seating/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { recently } from '#shared/memo/recently.ts'
import { type SeatingPlan, seatIndexById } from '#shared/seating/plan.ts'
import { hasEnded } from '#shared/time/has-ended.ts'
import { type QuotaLeft, recentQuotas } from './quotas/quotas-left.ts'

/** All that a hold must know of a session, kept in memory so that a busy sale does not ask Postgres for each press of a button. */
export interface SaleSession {
  session: SessionRow
  /** Of the venue. */
  timeZone: string
  eventStatus: 'draft' | 'pending' | 'approved' | 'rejected' | 'cancelled' | 'ended'
  ticketTypes: TicketTypeRow[]
  plan: SeatingPlan
  seatIndexById: Map<string, number>
  offSale: Set<number>
  /** What is left of the quotas over its ticket types; none: there are none. */
  quotas: QuotaLeft[]
  /** When the next allotment releases itself; what is due by then is everybody's, tidied up or not. */
  nextReleaseAt: Date | null
  /** Now by the clock of Postgres: an app server whose own clock is wrong neither opens a sale early nor closes it late. */
  now(): Date
}

/** How old prices, sale windows and limits may be, in ms. The price that counts is the one that the hold froze. */
const FRESH_MS = 2_000
/** Between the two they are read anew while the last are used: a press of a button does not wait behind a rush of orders for Postgres. */
const STALE_MS = 4_000
const remember = recently<SaleSession>(FRESH_MS, { staleMs: STALE_MS, name: 'sale-sessions' })

/** The session with its plan and prices; 404 where it is unknown or its event was never approved. */
export function saleSession(db: Database, sessionId: string): Promise<SaleSession> {
  return remember(db, sessionId, () => load(db, sessionId))
}

const NEXT_RELEASE = sql<string | null>`(select extract(epoch from min(${allotments.releasesAt})) * 1000 from ${allotments} where ${allotments.sessionId} = ${sessions.id} and ${allotments.releasedAt} is null)`

async function load(db: Database, sessionId: string): Promise<SaleSession> {
  const [found] = await db.select({ session: sessions, timeZone: venues.timeZone, eventStatus: events.status, nowMs: sql<string>`extract(epoch from clock_timestamp()) * 1000`, nextReleaseMs: NEXT_RELEASE })
    .from(sessions).innerJoin(events, eq(events.id, sessions.eventId)).innerJoin(venues, eq(venues.id, sessions.venueId)).where(eq(sessions.id, sessionId))
  if (!found || !['approved', 'cancelled', 'ended'].includes(found.eventStatus)) throw new DomainError('not-found')
  const readAt = performance.now()
  await lookAtPrices(db, sessionId, [sessionId])
  const [ticketTypes, plan, quotas] = await Promise.all([ticketTypesOfSession(db, sessionId), loadPlan(db, found.session.planId), recentQuotas(db, sessionId)])
  return {
    session: found.session,
    timeZone: found.timeZone,
    eventStatus: found.eventStatus,
    ticketTypes,
    plan,
    seatIndexById: seatIdsOf(plan),
    offSale: new Set(found.session.offSaleSeats),
    quotas,
    nextReleaseAt: found.nextReleaseMs === null ? null : new Date(Number(found.nextReleaseMs)),
    now: () => new Date(Number(found.nowMs) + performance.now() - readAt)
  }
}

const seatIds = new WeakMap<SeatingPlan, Map<string, number>>()

function seatIdsOf(plan: SeatingPlan): Map<string, number> {
  const known = seatIds.get(plan) ?? seatIndexById(plan)
  seatIds.set(plan, known)
  return known
}

/** Refuses unless tickets of the session are on sale now. */
export function requireOnSale(sale: SaleSession): void {
  const { session } = sale
  if (session.status === 'cancelled' || sale.eventStatus === 'cancelled') throw new DomainError('session-cancelled')
  const now = sale.now()
  if (sale.eventStatus !== 'approved' || now < session.saleStartsAt || now >= session.saleEndsAt || hasEnded(session, now)) {
    throw new DomainError('sale-not-open', { from: session.saleStartsAt.toISOString(), until: session.saleEndsAt.toISOString() })
  }
}
