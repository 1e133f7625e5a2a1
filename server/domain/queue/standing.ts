import type { QueueReply } from '#shared/api/queue.ts'
import { draw, positionIn } from './draw.ts'
import { etaSeconds, pollAfterMs } from './estimate.ts'
import { askLine } from './fill-line.ts'
import type { Standing } from './line-store.ts'
import type { QueueDeps } from './queue-deps.ts'
import { type Room, freshRoom } from './rooms.ts'

/** Where somebody stands: the room as it is by now, his place in line (null before the draw), and what the line says of him. */
export interface Stand { room: Room, number: number, position: number | null, standing: Standing }

/** Notes that the owner of a number is still there. Opens the doors where it is time. Null where the number is of an opening that is over. */
export async function stand(deps: QueueDeps, asked: Room, number: number): Promise<Stand | null> {
  let room: Room | null = asked
  const round = asked.line.round
  for (let tries = 0; tries < 4 && room; tries++) {
    if (room.line.round !== round) return null
    const position: number | null = await positionIn(room, number)
    const standing: Standing | null = await askLine(deps, room, at => deps.line.touch(at.line, number, position))
    if (!standing) return null
    const isTime = room.now() >= room.row.doorsAt!.getTime()
    if (standing.phase === 'open' && position !== null) return { room, number, position, standing }
    if (standing.phase === 'lobby' && !isTime) return { room, number, position: null, standing }
    // The doors open now, or another process has opened them and this one does not know yet.
    room = standing.phase === 'open' ? await freshRoom(deps.db, asked.line.sessionId) : await draw(deps, room)
  }
  return null
}

/** What the owner of a number is told. */
export function describeStand({ room, number, standing }: Stand): QueueReply {
  const isLobby = standing.phase === 'lobby'
  const isPaused = room.row.state === 'paused'
  const isWaiting = standing.state === 'waiting'
  const opensInMs = Math.max(0, Math.round(room.row.doorsAt!.getTime() - room.now()))
  const eta = isWaiting && !isLobby ? etaSeconds(standing, isPaused) : null
  return {
    ...describeRoom(room),
    you: standing.state,
    number,
    ahead: isWaiting && !isLobby ? standing.ahead : null,
    waiting: Math.round(standing.waiting),
    etaSeconds: eta,
    remainingMs: isWaiting || standing.state === 'over' ? null : standing.remainingMs,
    pollAfterMs: pollAfterMs(standing, eta, opensInMs, Math.random())
  }
}

/** What somebody is told who has no place. */
export function describeRoom(room: Room): QueueReply {
  const { row, line } = room
  const opensInMs = Math.max(0, Math.round(row.doorsAt!.getTime() - room.now()))
  return {
    sessionId: line.sessionId,
    phase: row.state === 'paused' ? 'paused' : opensInMs > 0 ? 'lobby' : 'open',
    you: 'outside', number: null, ahead: null, waiting: null, etaSeconds: null, opensInMs: opensInMs || null, remainingMs: null,
    pollAfterMs: 15_000,
    insideSeconds: row.insideSeconds,
    shuffle: { round: row.round, seedHash: row.seedHash!, seed: row.earlyCount === null ? null : row.seed, early: row.earlyCount }
  }
}

/** What everybody is told where nothing stands between people and seats. */
export function describeNone(sessionId: string, insideSeconds = 600): QueueReply {
  return { sessionId, phase: 'none', you: 'outside', number: null, ahead: null, waiting: null, etaSeconds: null, opensInMs: null, remainingMs: null, pollAfterMs: 30_000, insideSeconds, shuffle: null }
}
