import type { ReportReceiverRow } from '#drizzle/schema/index.ts'

export type ReceiverState = ReportReceiverRow['state']

/** The states of an address outside: from each, where it may go. What is not here never happens. */
export const RECEIVER_TRANSITIONS: Record<ReceiverState, readonly ReceiverState[]> = {
  // Nothing is sent to it but the question whether it wants the mails.
  unconfirmed: ['active', 'stopped'],
  active: ['failing', 'stopped'],
  // Mails do not arrive there: it has to say again that it wants them.
  failing: ['unconfirmed', 'stopped'],
  // Its reader has ended the mails; only he can begin them again.
  stopped: ['unconfirmed']
}

/** From which states one may come into this one. */
export function statesBefore(to: ReceiverState): ReceiverState[] {
  return (Object.keys(RECEIVER_TRANSITIONS) as ReceiverState[]).filter(from => RECEIVER_TRANSITIONS[from].includes(to))
}
