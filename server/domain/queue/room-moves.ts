import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { type WaitingRoomRow, waitingRooms } from '#drizzle/schema/index.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import type { QueueMoveInput, QueueSettings } from '#shared/api/queue.ts'
import type { QueueDeps } from './queue-deps.ts'
import { ROOM_MOVES } from './room-transitions.ts'
import { forgetRoom, freshRoom, tempoOf } from './rooms.ts'
import { newSeed } from './shuffle.ts'

/**
 * Moves a waiting room to another state, with its audit row. A move that is not possible from where it stands does nothing: two who
 * press the same button have both got what they wanted.
 * @returns whether it moved
 */
export async function makeMove(deps: QueueDeps, actor: string, sessionId: string, input: QueueMoveInput, details: Record<string, unknown> = {}): Promise<boolean> {
  const { from, to } = ROOM_MOVES[input.move]
  const moved = await inTransaction(deps.db, async (tx) => {
    const [room] = await tx.update(waitingRooms).set({ state: to, updatedAt: sql`now()`, ...input.move === 'open' ? opening(input) : {} })
      .where(and(eq(waitingRooms.sessionId, sessionId), inArray(waitingRooms.state, [...from]))).returning()
    if (!room) return null
    await recordAudit(tx, { actor, action: `queue.${input.move}`, subjectType: 'session', subjectId: sessionId, toState: to, details: { round: room.round, lobbyAt: room.lobbyAt, doorsAt: room.doorsAt, seedHash: room.seedHash, ...details } })
    return room
  })
  forgetRoom(deps.db, sessionId)
  if (moved) await tuneLine(deps, sessionId, moved)
  return moved !== null
}

/** What a new opening begins with: a number of its own, a fresh seed, and nobody in line. */
function opening({ lobbyAt, doorsAt }: QueueMoveInput) {
  const at = (instant: string | undefined) => instant ? sql`${instant}::timestamptz` : sql`now()`
  return {
    round: sql`${waitingRooms.round} + 1`, ...newSeed(), earlyCount: null, numbersUpTo: 0, openedAt: sql`now()`,
    lobbyAt: at(lobbyAt), doorsAt: doorsAt ? sql`greatest(${at(doorsAt)}, ${at(lobbyAt)})` : at(lobbyAt)
  }
}

/** Changes how fast a room lets people through, how long they may stay, and when it opens by itself; makes the room where there is none. */
export async function changeSettings(deps: QueueDeps, actor: string, sessionId: string, settings: QueueSettings): Promise<void> {
  const changed = await inTransaction(deps.db, async (tx) => {
    await ensureRoom(tx, sessionId)
    const [room] = await tx.update(waitingRooms).set({ ...settings, updatedAt: sql`now()` }).where(eq(waitingRooms.sessionId, sessionId)).returning()
    await recordAudit(tx, { actor, action: 'queue.settings', subjectType: 'session', subjectId: sessionId, details: { ...settings } })
    return room!
  })
  forgetRoom(deps.db, sessionId)
  await tuneLine(deps, sessionId, changed)
}

/** A closed room where there is none yet. */
export async function ensureRoom(tx: Pick<Transaction, 'insert'>, sessionId: string): Promise<void> {
  await tx.insert(waitingRooms).values({ sessionId }).onConflictDoNothing()
}

/** The line follows at once; where the store is away or knows nothing yet, it is filled with the same later. */
async function tuneLine(deps: QueueDeps, sessionId: string, row: WaitingRoomRow): Promise<void> {
  await deps.line.tune({ sessionId, round: row.round }, tempoOf(row)).catch(() => {})
  await freshRoom(deps.db, sessionId).catch(() => null)
}
