import type { ResaleRow } from '#drizzle/schema/index.ts'

export type ResaleState = ResaleRow['state']

/** The state machine of a ticket that is offered to others. What is not here never happens. */
export const RESALE_TRANSITIONS: Record<ResaleState, readonly ResaleState[]> = {
  open: ['locked', 'withdrawn', 'lapsed'],
  // The order of its buyer is paid; or it expired or was cancelled, and then others may have it, unless the ticket was used or ended meanwhile.
  locked: ['sold', 'open', 'withdrawn'],
  sold: [],
  withdrawn: [],
  lapsed: []
}
