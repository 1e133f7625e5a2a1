/** The parts of the house whose health is told apart. */
export const PART_NAMES = ['database', 'schema', 'holds', 'news', 'mail', 'jobs', 'rounds', 'files'] as const
export type PartName = typeof PART_NAMES[number]

/** `off`: nobody has set it up, or it is done elsewhere; nothing is wrong. */
export const PART_STATES = ['up', 'degraded', 'down', 'off'] as const
export type PartState = typeof PART_STATES[number]

export const PART_REASONS = ['well', 'slow', 'no-answer', 'behind', 'in-memory', 'late', 'gave-up', 'not-set-up', 'failing', 'elsewhere', 'not-writable'] as const
export type PartReason = typeof PART_REASONS[number]
