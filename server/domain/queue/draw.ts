import { and, eq, isNull } from 'drizzle-orm'
import { waitingRooms } from '#drizzle/schema/index.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import { bitsOf, hasBit } from './bits.ts'
import { askLine } from './fill-line.ts'
import type { QueueDeps } from './queue-deps.ts'
import { type Room, freshRoom } from './rooms.ts'
import { positionsOf } from './shuffle.ts'

/**
 * Opens the doors, when it is time and whoever asks first: everybody who came before is shuffled by the seed whose hash was
 * published. How many took part is written down before anybody is told his place, so that no process and no lost Redis can
 * draw again. Repeating it changes nothing.
 */
export async function draw(deps: QueueDeps, room: Room): Promise<Room | null> {
  const frozen = await askLine(deps, room, at => deps.line.freeze(at.line))
  if (!frozen) return null
  await deps.db.transaction(async (tx) => {
    const drawn = await tx.update(waitingRooms).set({ earlyCount: frozen.early })
      .where(and(eq(waitingRooms.sessionId, room.line.sessionId), eq(waitingRooms.round, room.line.round), isNull(waitingRooms.earlyCount)))
      .returning({ seedHash: waitingRooms.seedHash })
    if (drawn.length > 0) {
      await recordAudit(tx, { actor: 'waiting-room', action: 'queue.drawn', subjectType: 'session', subjectId: room.line.sessionId, details: { round: room.line.round, early: frozen.early, seedHash: drawn[0]!.seedHash } })
    }
  })
  const drawn = await freshRoom(deps.db, room.line.sessionId)
  if (!drawn || drawn.line.round !== room.line.round || drawn.row.earlyCount === null) return drawn
  const early = drawn.row.earlyCount
  const positions = await positionsOf(drawn.row.seed!, early)
  const present = Array.from({ length: early }, (_, i) => i + 1).filter(number => hasBit(frozen.present, number)).map(number => positions[number]!)
  await askLine(deps, drawn, at => deps.line.openDoors(at.line, early, bitsOf(present)))
  return drawn
}

/** Where a number stands in line; null while the doors are shut and nobody knows. */
export async function positionIn(room: Room, number: number): Promise<number | null> {
  const { earlyCount, seed } = room.row
  if (earlyCount === null) return null
  return number > earlyCount ? number : (await positionsOf(seed!, earlyCount))[number]!
}
