import type { Principal } from '#server/domain/accounts/index.ts'
import { ownSession } from '#server/domain/publishing/index.ts'
import type { QueueDeskReply, QueueMoveInput, QueueSettings } from '#shared/api/queue.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { askLine } from './fill-line.ts'
import type { LineCounts } from './line-store.ts'
import type { QueueDeps } from './queue-deps.ts'
import { changeSettings, ensureRoom, makeMove } from './room-moves.ts'
import { type Room, freshRoom, isGuarding } from './rooms.ts'

type Author = Pick<Principal, 'userId' | 'role'>

/** The waiting room as its publisher sees it. Throws `not-found` for what is not the author's. */
export async function readDesk(deps: QueueDeps, author: Author, sessionId: string): Promise<QueueDeskReply> {
  const { session } = await ownSession(deps.db, author, sessionId)
  const room = await freshRoom(deps.db, sessionId)
  const row = room?.row
  return {
    sessionId,
    state: row?.state ?? 'closed',
    phase: phaseOf(room),
    round: row?.round ?? 0,
    lobbyAt: row?.lobbyAt?.toISOString() ?? null,
    doorsAt: row?.doorsAt?.toISOString() ?? null,
    saleStartsAt: session.saleStartsAt.toISOString(),
    settings: { outflowPerMinute: row?.outflowPerMinute ?? 200, insideSeconds: row?.insideSeconds ?? 600, maxInside: row?.maxInside ?? null, opensAtHoldsPerMinute: row?.opensAtHoldsPerMinute ?? null },
    seedHash: row?.state === 'closed' ? null : row?.seedHash ?? null,
    counts: room && isGuarding(room) ? await countsOf(deps, room) : null
  }
}

function phaseOf(room: Room | null): QueueDeskReply['phase'] {
  if (!room || room.row.state === 'closed') return 'none'
  if (!isGuarding(room)) return 'planned'
  if (room.row.state === 'paused') return 'paused'
  return room.now() < room.row.doorsAt!.getTime() ? 'lobby' : 'open'
}

/** Null where the store is away: the page then shows the rest. */
async function countsOf(deps: QueueDeps, room: Room): Promise<LineCounts | null> {
  const counts = await askLine(deps, room, at => deps.line.counts(at.line)).catch((error: unknown) => {
    if (error instanceof DomainError && error.code === 'unavailable') return null
    throw error
  })
  return counts && { ...counts, perMinute: Math.round(counts.perMinute * 10) / 10 }
}

/** Opens, pauses, resumes or closes it. Throws `not-found`. */
export async function moveRoom(deps: QueueDeps, author: Author, sessionId: string, input: QueueMoveInput): Promise<QueueDeskReply> {
  await ownSession(deps.db, author, sessionId)
  await ensureRoom(deps.db, sessionId)
  await makeMove(deps, author.userId, sessionId, input)
  return await readDesk(deps, author, sessionId)
}

/** Turns the dial. Throws `not-found`. */
export async function setRoom(deps: QueueDeps, author: Author, sessionId: string, settings: QueueSettings): Promise<QueueDeskReply> {
  await ownSession(deps.db, author, sessionId)
  await changeSettings(deps, author.userId, sessionId, settings)
  return await readDesk(deps, author, sessionId)
}
