import { and, asc, eq, ne, sql } from 'drizzle-orm'
import { gateScans, sessions, ticketTypes, venues } from '#drizzle/schema/index.ts'
import { publicKeysOf } from '#server/domain/tickets/index.ts'
import type { GateView } from '#shared/api/gate.ts'
import type { DeviceAtGate } from './device-access.ts'
import { countsOf } from './gate-counts.ts'
import type { GateDeps } from './gate-deps.ts'

/** A long run: those that a phone can name without asking. */
const MOST_SESSIONS = 200

/** All that a phone knows of where it stands. */
export async function deviceView({ db, keys }: Pick<GateDeps, 'db' | 'keys'>, at: DeviceAtGate): Promise<GateView> {
  const { device, gate, session, event } = at
  const [[venue], types, counts, [last], others] = await Promise.all([
    db.select({ en: venues.nameEn, zh: venues.nameZh, timeZone: venues.timeZone }).from(venues).where(eq(venues.id, session.venueId)),
    db.select({ id: ticketTypes.id, en: ticketTypes.nameEn, zh: ticketTypes.nameZh }).from(ticketTypes).where(eq(ticketTypes.sessionId, session.id)).orderBy(ticketTypes.sortOrder, ticketTypes.id),
    countsOf(db, session.id),
    db.select({ sequence: sql<number>`coalesce(max(${gateScans.sequence}), 0)::int` }).from(gateScans).where(eq(gateScans.deviceId, device.id)),
    db.select({ id: sessions.id, startsAt: sessions.startsAt }).from(sessions).where(and(eq(sessions.eventId, event.id), ne(sessions.id, session.id))).orderBy(asc(sessions.startsAt)).limit(MOST_SESSIONS)
  ])
  return {
    device: { id: device.id, name: device.name, expiresAt: device.expiresAt.toISOString(), isOver: at.isOver, lastSequence: last!.sequence },
    gate: { id: gate.id, name: gate.name, rules: gate.rules, allowsByHand: gate.allowsByHand },
    session: {
      id: session.id, event: { en: event.nameEn, zh: event.nameZh }, venue: { en: venue!.en, zh: venue!.zh },
      startsAt: session.startsAt.toISOString(), endsAt: session.endsAt.toISOString(), timeZone: venue!.timeZone
    },
    ticketTypes: types.map(({ id, en, zh }) => ({ id, name: { en, zh } })),
    codeRule: event.codeRule, keys: publicKeysOf(keys.tickets.ring),
    otherSessions: others.map(({ id, startsAt }) => ({ id, startsAt: startsAt.toISOString() })),
    sold: sum(counts, 'sold'), admitted: sum(counts, 'admitted'), inside: sum(counts, 'inside'),
    now: new Date().toISOString()
  }
}

const sum = (counts: { sold: number, admitted: number, inside: number }[], name: 'sold' | 'admitted' | 'inside') => counts.reduce((total, one) => total + one[name], 0)
