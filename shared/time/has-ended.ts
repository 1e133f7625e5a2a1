/**
 * Whether a session is over at `now` (ms, or a date): from its last instant on, and not before, however many days it lasts. Pages and replies
 * all ask here.
 */
export const hasEnded = ({ endsAt }: { endsAt: Date | string }, now: Date | number): boolean => new Date(endsAt).getTime() <= now.valueOf()
