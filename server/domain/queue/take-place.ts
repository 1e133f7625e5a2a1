import { and, eq, sql } from 'drizzle-orm'
import { waitingRooms } from '#drizzle/schema/index.ts'
import type { QueueReply } from '#shared/api/queue.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { draw } from './draw.ts'
import { askLine } from './fill-line.ts'
import type { QueueDeps, Waiter } from './queue-deps.ts'
import { type Room, freshRoom, isGuarding, roomOf } from './rooms.ts'
import { personIn, readCarried, sign } from './signed-place.ts'
import { type Stand, describeNone, describeRoom, describeStand, stand } from './standing.ts'

/** Numbers that Postgres lets Redis give out at a time. After a loss of Redis at most so many are skipped. */
const NUMBERS_AT_ONCE = 5_000

/** What somebody is told, and what his browser should carry from now on (null: nothing new). */
export interface Told { reply: QueueReply, place: string | null }

/**
 * Takes a place in line, or finds the one that the person has: by his account, by his browser, or by the place that he carries.
 * Many tabs and many browsers of one account are one place. Throws `not-found`, `unavailable`, and what the limits refuse.
 */
export async function takePlace(deps: QueueDeps, waiter: Waiter, sessionId: string, carried: string | null): Promise<Told> {
  const asked = await roomOf(deps.db, sessionId)
  if (!isGuarding(asked)) return { reply: describeNone(sessionId), place: null }
  // Who comes after the doors is not drawn with those who came before, even if he is the first to ask.
  const room = asked.row.earlyCount === null && asked.now() >= asked.row.doorsAt!.getTime() ? await draw(deps, asked) ?? asked : asked
  const known = await whereHeStands(deps, waiter, room, carried)
  if (known && known.standing.state !== 'over') return told(deps, waiter, known)
  await countPlace(deps, waiter)
  const over = known ? known.number : 0
  const number = await nextNumber(deps, waiter, room, over)
  const taken = number === null ? null : await stand(deps, room, number)
  return taken ? told(deps, waiter, taken) : { reply: describeRoom(await freshRoom(deps.db, sessionId) ?? room), place: null }
}

/** How somebody stands who may have a place. Reads nothing from Postgres while the line is known. */
export async function lookAtLine(deps: QueueDeps, waiter: Waiter, sessionId: string, carried: string | null): Promise<Told> {
  const room = await roomOf(deps.db, sessionId)
  if (!isGuarding(room)) return { reply: describeNone(sessionId), place: null }
  const known = await whereHeStands(deps, waiter, room, carried)
  return known ? told(deps, waiter, known) : { reply: describeRoom(room), place: null }
}

/** By the number of his account, else by what he carries, which a Redis that was lost learns again from him. */
export async function whereHeStands(deps: QueueDeps, waiter: Waiter, room: Room, carried: string | null): Promise<Stand | null> {
  const person = personIn(deps.queueKey, waiter)
  const shown = carried ? readCarried(deps.queueKey, carried, 'place', room.line.sessionId, waiter) : null
  const number = shown?.ok && shown.carried.round === room.line.round ? shown.carried.number : 0
  const isOwn = shown?.ok && shown.carried.person === person
  // What was given to exactly this person needs no question; a browser that has signed in since goes by its account.
  const settled = isOwn && number !== 0 ? number : await numberFor(deps, room, person, number)
  return settled ? await stand(deps, room, settled) : null
}

async function numberFor(deps: QueueDeps, room: Room, person: string, carried: number): Promise<number> {
  if (carried === 0) return await askLine(deps, room, at => deps.line.numberOf(at.line, person)) ?? 0
  const joined = await askLine(deps, room, at => deps.line.join(at.line, person, carried, 0))
  return joined && joined !== 'no-numbers' ? joined.number : 0
}

async function nextNumber(deps: QueueDeps, waiter: Waiter, room: Room, over: number): Promise<number | null> {
  const person = personIn(deps.queueKey, waiter)
  for (let tries = 0; tries < 3; tries++) {
    const joined = await askLine(deps, room, at => deps.line.join(at.line, person, 0, over))
    if (!joined) return null
    if (joined !== 'no-numbers') return joined.number
    await grantNumbers(deps, room)
  }
  throw new DomainError('unavailable', { retryAfterSeconds: 1 })
}

/** So many browsers without an account take a place behind one address within ten minutes. An account is the way round. */
const PLACES_OF_ADDRESS = 40

async function countPlace(deps: QueueDeps, waiter: Waiter): Promise<void> {
  if (!deps.areBrakesOn || waiter.userId || !waiter.network) return
  const { allowed, retryAfterSeconds } = await deps.limiter.hit(`queue:places:${waiter.network}`, PLACES_OF_ADDRESS, 600)
  if (!allowed) throw new DomainError('address-crowded', { retryAfterSeconds })
}

async function grantNumbers(deps: QueueDeps, { line }: Room): Promise<void> {
  const [granted] = await deps.db.update(waitingRooms).set({ numbersUpTo: sql`${waitingRooms.numbersUpTo} + ${NUMBERS_AT_ONCE}` })
    .where(and(eq(waitingRooms.sessionId, line.sessionId), eq(waitingRooms.round, line.round))).returning({ upTo: waitingRooms.numbersUpTo })
  if (granted) await deps.line.grant(line, granted.upTo)
}

function told(deps: QueueDeps, waiter: Waiter, found: Stand): Told {
  const { line } = found.room
  return { reply: describeStand(found), place: sign(deps.queueKey, { kind: 'place', ...line, number: found.number, position: 0, person: personIn(deps.queueKey, waiter) }) }
}
