import { makeMove } from './room-moves.ts'
import type { QueueDeps } from './queue-deps.ts'
import { type Room, freshRoom, isGuarding } from './rooms.ts'

/**
 * Counts a hold of a session without a queue, and opens its waiting room at once where more are asked for within a minute than its
 * publisher allows. Gives the room where it stands between people and seats now.
 */
export async function openBySystem(deps: QueueDeps, room: Room): Promise<Room | null> {
  const { opensAtHoldsPerMinute: limit, state } = room.row
  if (limit === null || state !== 'closed') return null
  const { allowed } = await deps.limiter.hit(`queue:holds:${room.line.sessionId}`, limit, 60)
  if (allowed) return null
  await makeMove(deps, 'waiting-room', room.line.sessionId, { move: 'open' }, { holdsPerMinute: limit })
  const opened = await freshRoom(deps.db, room.line.sessionId)
  return isGuarding(opened) ? opened : null
}
