import { and, eq, sql } from 'drizzle-orm'
import { admissions } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { bitsOf } from './bits.ts'
import type { LineFacts } from './line-store.ts'
import type { QueueDeps } from './queue-deps.ts'
import { type Room, freshRoom, tempoOf } from './rooms.ts'

/** A line that was forgotten in the middle waits so long before it lets anybody through: those in front ask within it. */
const SETTLE_MS = 15_000

/**
 * Asks the line of a room; fills it first where the store knows nothing of it (a new opening, a Redis that was lost).
 * Null where the room has been opened anew meanwhile: what was asked is of a round that is over.
 */
export async function askLine<T>(deps: QueueDeps, room: Room, ask: (room: Room) => Promise<T | 'cold' | 'stale'>): Promise<T | null> {
  for (let tries = 0; tries < 3; tries++) {
    const answer = await ask(room)
    if (answer === 'stale') return null
    if (answer !== 'cold') return answer
    await deps.line.warm(room.line, await factsOf(deps, await freshRoom(deps.db, room.line.sessionId) ?? room))
  }
  throw new DomainError('unavailable', { retryAfterSeconds: 1 })
}

/** What Postgres knows of a line. */
async function factsOf({ db }: QueueDeps, { row, line }: Room): Promise<LineFacts> {
  const given = await db.select({ position: admissions.position, remainingMs: sql<number>`case when ${admissions.endedAt} is null then greatest(0, extract(epoch from ${admissions.until} - clock_timestamp()) * 1000)::int else 0 end` })
    .from(admissions).where(and(eq(admissions.sessionId, line.sessionId), eq(admissions.round, line.round)))
  return {
    ...tempoOf(row),
    numbersUpTo: row.numbersUpTo,
    early: row.earlyCount,
    servedUpTo: given.reduce((most, { position }) => Math.max(most, position), 0),
    done: bitsOf(given.filter(({ remainingMs }) => remainingMs === 0).map(({ position }) => position)),
    inside: given.filter(({ remainingMs }) => remainingMs > 0),
    settleMs: row.earlyCount === null ? 0 : SETTLE_MS
  }
}
