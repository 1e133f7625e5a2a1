import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { admissions } from '#drizzle/schema/index.ts'
import type { EntryReply } from '#shared/api/queue.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { askLine } from './fill-line.ts'
import type { Outcome } from './line-store.ts'
import type { QueueDeps, Waiter } from './queue-deps.ts'
import { type Room, isGuarding, roomOf } from './rooms.ts'
import { personIn, sign } from './signed-place.ts'
import { type Stand, describeStand } from './standing.ts'
import { whereHeStands } from './take-place.ts'

/**
 * Goes in, where it is the caller's turn, with an admission to show for every hold. Repeating it gives the same admission.
 * Each number is admitted once in its life: Postgres has the last word. Throws `not-your-turn`, `admission-over`, `unavailable`.
 */
export async function enter(deps: QueueDeps, waiter: Waiter, sessionId: string, carried: string | null): Promise<EntryReply> {
  const room = await roomOf(deps.db, sessionId)
  const found = isGuarding(room) ? await whereHeStands(deps, waiter, room, carried) : null
  if (!found || found.position === null) throw new DomainError('not-your-turn', { sessionId })
  const { position, number } = found
  const entered = await askLine(deps, found.room, at => deps.line.enter(at.line, position))
  if (entered === null || entered === 'over') throw new DomainError('admission-over', { sessionId })
  if (entered === 'not-yet') throw new DomainError('not-your-turn', { sessionId })
  const person = personIn(deps.queueKey, waiter)
  if (!await admitOnce(deps, found, person, entered.remainingMs)) {
    await deps.line.end(found.room.line, person, position, 'left')
    throw new DomainError('admission-over', { sessionId })
  }
  const reply = describeStand({ ...found, standing: { ...found.standing, state: 'inside', remainingMs: entered.remainingMs } })
  return { ...reply, admission: sign(deps.queueKey, { kind: 'admission', ...found.room.line, number, position, person }) }
}

/** False where the number has been admitted before and that is over. */
async function admitOnce({ db }: QueueDeps, { room, number, position }: Stand, personHash: string, remainingMs: number): Promise<boolean> {
  await db.insert(admissions).values({ ...room.line, number, position: position!, personHash, until: sql`now() + make_interval(secs => ${remainingMs / 1000})` }).onConflictDoNothing()
  const [alive] = await db.select({ number: admissions.number }).from(admissions)
    .where(and(ofNumber(room, number), isNull(admissions.endedAt), sql`${admissions.until} > now() - interval '1 second'`))
  return alive !== undefined
}

/** Gives up a place or an admission: somebody else comes in for him. Nothing is held or charged by it. */
export async function leaveLine(deps: QueueDeps, waiter: Waiter, sessionId: string, carried: string | null): Promise<void> {
  const room = await roomOf(deps.db, sessionId)
  const found = isGuarding(room) ? await whereHeStands(deps, waiter, room, carried) : null
  if (!found) return
  // Before the draw his number is all that is known; who leaves then is only not there when the doors open.
  if (found.position === null) return
  await askLine(deps, found.room, at => deps.line.end(at.line, personIn(deps.queueKey, waiter), found.position!, 'left'))
  await endAdmission(deps.db, found.room, found.position, 'left')
}

/** Writes down that an admission is over. */
export async function endAdmission(db: Queryable, room: Room, position: number, outcome: Outcome): Promise<void> {
  await db.update(admissions).set({ endedAt: sql`now()`, outcome })
    .where(and(eq(admissions.sessionId, room.line.sessionId), eq(admissions.round, room.line.round), eq(admissions.position, position), isNull(admissions.endedAt)))
}

function ofNumber({ line }: Room, number: number) {
  return and(eq(admissions.sessionId, line.sessionId), eq(admissions.round, line.round), eq(admissions.number, number))
}
