import type { EventRow } from '#drizzle/schema/index.ts'

export type EventState = EventRow['status']
export type SubmissionState = 'pending' | 'approved' | 'rejected' | 'withdrawn'

/**
 * The event's state machine: from each state, where it may go. An approved event with changes handed in stays approved, and
 * visible as it was: what waits is its submission. That it is over nobody has to say: the catalogue sees it by its last session.
 */
export const EVENT_TRANSITIONS: Record<EventState, readonly EventState[]> = {
  draft: ['pending'],
  pending: ['approved', 'rejected', 'draft'],
  rejected: ['pending'],
  approved: ['cancelled'],
  cancelled: [],
  // Older houses wrote it down; new sessions bring such an event back.
  ended: ['approved']
}

/** The submission's: one decision, or taken back before it. */
export const SUBMISSION_TRANSITIONS: Record<SubmissionState, readonly SubmissionState[]> = {
  pending: ['approved', 'rejected', 'withdrawn'],
  approved: [],
  rejected: [],
  withdrawn: []
}
