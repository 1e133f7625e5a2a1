import type { TicketRow } from '#drizzle/schema/index.ts'

export type TicketState = TicketRow['state']

/** The ticket's state machine: from each state, where it may go. What is not here never happens. */
export const TICKET_TRANSITIONS: Record<TicketState, readonly TicketState[]> = {
  valid: ['used', 'refunded', 'transferred', 'changed', 'resold'],
  // Taken back at the gate: the wrong person was let in, or somebody goes out and comes in again. A show that is called off when people
  // are inside already gives them their money back.
  used: ['valid', 'refunded'],
  refunded: [],
  transferred: [],
  // Another seat or date took its place.
  changed: [],
  // Somebody else has bought its place.
  resold: []
}
