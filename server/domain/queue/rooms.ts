import { eq, sql } from 'drizzle-orm'
import type { Database, Queryable } from '#drizzle/database.ts'
import { type WaitingRoomRow, waitingRooms } from '#drizzle/schema/index.ts'
import type { Line, LineTempo } from './line-store.ts'

/** A session's waiting room, kept in memory so that a crowd that waits does not ask Postgres. */
export interface Room {
  row: WaitingRoomRow
  line: Line
  /** Now by the clock of Postgres. */
  now(): number
}

/** How old it may be, in ms: a change by the publisher is felt within that. */
const FRESH_MS = 1_000
/** While Postgres is away the line goes on as it was, for so long. */
const STALE_MS = 10 * 60_000
const KEPT = 1_000

interface Entry { askedAt: number, answer: Promise<Room | null>, last: { at: number, room: Room | null } | undefined }
const kept = new WeakMap<Database, Map<string, Entry>>()

/** The waiting room of a session, or null where it never had one. */
export function roomOf(db: Database, sessionId: string): Promise<Room | null> {
  const rooms = kept.get(db) ?? new Map<string, Entry>()
  kept.set(db, rooms)
  const known = rooms.get(sessionId)
  if (known && performance.now() - known.askedAt < FRESH_MS) return known.answer
  const entry: Entry = { askedAt: performance.now(), answer: Promise.resolve(null), last: known?.last }
  entry.answer = readRoom(db, sessionId).then((room) => {
    entry.last = { at: performance.now(), room }
    return room
  }, (error: unknown) => {
    if (entry.last && performance.now() - entry.last.at < STALE_MS) return entry.last.room
    rooms.delete(sessionId)
    throw error
  })
  rooms.delete(sessionId)
  rooms.set(sessionId, entry)
  if (rooms.size > KEPT) rooms.delete(rooms.keys().next().value!)
  return entry.answer
}

/** The same as Postgres has it now. */
export function freshRoom(db: Database, sessionId: string): Promise<Room | null> {
  forgetRoom(db, sessionId)
  return roomOf(db, sessionId)
}

/** After a change: the next who asks sees it. */
export function forgetRoom(db: Database, sessionId: string): void {
  kept.get(db)?.delete(sessionId)
}

/** What Postgres has now, without a memory: for work inside a transaction. */
export async function readRoom(db: Queryable, sessionId: string): Promise<Room | null> {
  const [found] = await db.select({ row: waitingRooms, nowMs: sql<string>`extract(epoch from clock_timestamp()) * 1000` }).from(waitingRooms).where(eq(waitingRooms.sessionId, sessionId))
  if (!found) return null
  const readAt = performance.now()
  return { row: found.row, line: { sessionId, round: found.row.round }, now: () => Number(found.nowMs) + performance.now() - readAt }
}

/** Whether it stands between people and seats now. */
export function isGuarding(room: Room | null): room is Room {
  return room !== null && room.row.state !== 'closed' && room.now() >= room.row.lobbyAt!.getTime()
}

/** How long one whose turn it is may take to go in, in ms. */
export const ENTER_MS = 120_000

/** How the line of a room moves. */
export function tempoOf(row: WaitingRoomRow): LineTempo {
  return {
    perMinute: row.outflowPerMinute,
    maxInside: row.maxInside ?? Math.max(1, Math.ceil(row.outflowPerMinute * (row.insideSeconds + ENTER_MS / 1000) / 60)),
    insideMs: row.insideSeconds * 1000,
    enterMs: ENTER_MS,
    isPaused: row.state === 'paused'
  }
}
