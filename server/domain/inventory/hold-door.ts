import type { CreateHoldInput } from '#shared/api/holds.ts'
import type { Holder } from './hold-seats.ts'

/** What stands before every hold that people ask for: the waiting room (server/domain/queue), the brakes (server/domain/brakes). */
export interface HoldDoor {
  /** Throws where somebody may not hold seats of this session now; whatever he held before stays held. */
  pass(holder: Holder, sessionId: string, input: CreateHoldInput): Promise<void>
}
