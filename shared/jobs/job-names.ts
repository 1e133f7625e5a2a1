/** Jobs of which runs are kept, by name; what they do is in server/jobs/jobs.ts. */
export const JOB_NAMES = ['customer-invitations', 'daily-reminder', 'event-reminder', 'month-report', 'outside-month', 'outside-week', 'table-export'] as const
export type JobName = (typeof JOB_NAMES)[number]

/** Jobs that an admin may start by hand: the others are about one thing, which asks for its run itself. */
export const STARTED_BY_HAND = ['daily-reminder', 'month-report', 'outside-month', 'outside-week'] as const satisfies readonly JobName[]
