import type { WaitingRoomRow } from '#drizzle/schema/index.ts'

export type RoomState = WaitingRoomRow['state']
export type RoomMove = 'open' | 'pause' | 'resume' | 'close'

/** The waiting room's state machine: where each move leads, and from where it may be made. */
export const ROOM_MOVES: Record<RoomMove, { from: readonly RoomState[], to: RoomState }> = {
  open: { from: ['closed'], to: 'open' },
  pause: { from: ['open'], to: 'paused' },
  resume: { from: ['paused'], to: 'open' },
  close: { from: ['open', 'paused'], to: 'closed' }
}
