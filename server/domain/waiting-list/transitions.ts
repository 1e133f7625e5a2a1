import type { WaitingEntryRow } from '#drizzle/schema/index.ts'

export type EntryState = WaitingEntryRow['state']

/** The states of an entry on a waiting list: from each, where it may go. What is not here never happens. */
export const ENTRY_TRANSITIONS: Record<EntryState, readonly EntryState[]> = {
  // A guest who has not opened the link in his mail yet.
  unconfirmed: ['waiting', 'bought', 'left', 'closed'],
  waiting: ['offered', 'bought', 'left', 'closed'],
  // What was offered may be taken back by the publisher.
  offered: ['bought', 'lapsed', 'left', 'withdrawn'],
  bought: [],
  lapsed: [],
  left: [],
  closed: [],
  withdrawn: []
}

/** Those that are still on the list. */
export const LIVE_STATES = ['unconfirmed', 'waiting', 'offered'] as const satisfies EntryState[]
