import { and, count, inArray, sql } from 'drizzle-orm'
import type { Queryable, Transaction } from '#drizzle/database.ts'
import { orders, outbox, venues, seatingPlans } from '#drizzle/schema/index.ts'
import { startRefundRun } from '#server/domain/refunds/index.ts'
import type { EventChange } from '#shared/publishing/event-change.ts'
import { sessionNewsLines } from '#shared/publishing/change-words.ts'
import type { EventDocument } from '#shared/publishing/event-document.ts'

/** What those who have tickets of a session are told. */
export interface SessionNews {
  sessionId: string
  kind: 'session-changed' | 'session-cancelled'
  /** What is different now, a line for each thing. */
  linesEn: string[]
  linesZh: string[]
}

/** Whom to tell of what. */
export interface HoldersToTell {
  eventId: string
  /** The same news is told once: the submission that was approved, or the event that was cancelled. */
  noticeKey: string
  sessions: SessionNews[]
  /** What the publisher says of it. */
  reason?: string
  /** The last order of the page before; work without it begins. */
  after?: string
  /** Set where it is looked for once more. */
  isSecondLook?: boolean
}

/** Orders that keep places of these sessions: paid ones, and those that may still be. */
export const HOLDS_TICKETS = sql`(${orders.state} in ('paid', 'partially_refunded') or (${orders.state} = 'pending' and ${orders.expiresAt} > now()))`

/** How many orders have tickets of these sessions. */
export async function holdersOf(db: Queryable, sessionIds: string[]): Promise<number> {
  if (sessionIds.length === 0) return 0
  const [row] = await db.select({ n: count() }).from(orders).where(and(inArray(orders.sessionId, sessionIds), HOLDS_TICKETS))
  return row!.n
}

/** The sessions of an approval that concern their holders; what was over by then concerns nobody any more. */
export async function sessionNewsOf(db: Queryable, base: EventDocument, next: EventDocument, changes: readonly EventChange[], now = new Date()): Promise<SessionNews[]> {
  const keys = [...new Set(changes.filter(change => change.size === 'large').flatMap(change => change.sessionKeys))]
  const concerned = keys.filter(key => base.sessions.some(s => s.key === key && s.status === 'scheduled' && new Date(s.endsAt) > now))
  if (concerned.length === 0) return []
  const places = await placeNames(db, [...base.sessions, ...next.sessions])
  return concerned.map((key) => {
    const isOff = next.sessions.find(session => session.key === key)?.status !== 'scheduled'
    const lines = isOff ? { en: [], zh: [] } : sessionNewsLines(key, base, next, changes, places)
    return { sessionId: key, kind: isOff ? 'session-cancelled' as const : 'session-changed' as const, linesEn: lines.en, linesZh: lines.zh }
  })
}

async function placeNames(db: Queryable, sessions: EventDocument['sessions']) {
  const [houses, halls] = await Promise.all([
    db.select().from(venues).where(inArray(venues.id, [...new Set(sessions.map(s => s.venueId))])),
    db.select({ id: seatingPlans.id, nameEn: seatingPlans.nameEn, nameZh: seatingPlans.nameZh }).from(seatingPlans).where(inArray(seatingPlans.id, [...new Set(sessions.map(s => s.planId))]))
  ])
  return {
    venues: new Map(houses.map(venue => [venue.id, { name: { en: venue.nameEn, zh: venue.nameZh }, timeZone: venue.timeZone }])),
    halls: new Map(halls.map(hall => [hall.id, { en: hall.nameEn, zh: hall.nameZh }]))
  }
}

/**
 * Leaves word of what an approval or a cancellation means for holders: of sessions that changed they are told page by page
 * (`tellHolders`), of those that are off each gets his money back, and is told with it (`refundCalledOff`).
 */
export async function noteNewsOfSessions(tx: Transaction, { by, ...work }: HoldersToTell & { by: string }): Promise<void> {
  const [off, changed] = [true, false].map(isOff => work.sessions.filter(session => (session.kind === 'session-cancelled') === isOff))
  await startRefundRun(tx, { eventId: work.eventId, sessionIds: off!.map(session => session.sessionId), causeKey: work.noticeKey, reason: work.reason, startedBy: by })
  await noteHoldersToTell(tx, { ...work, sessions: changed! })
}

/** Leaves word that holders are to be told of sessions that changed. */
export async function noteHoldersToTell(tx: Queryable, work: HoldersToTell, inSeconds = 0): Promise<void> {
  if (work.sessions.length === 0) return
  await tx.insert(outbox).values({ topic: 'holders.tell', key: work.noticeKey, payload: { ...work }, notBefore: sql`now() + make_interval(secs => ${inSeconds})` })
}
