/** Tickets that are nobody's any more: given back, or another ticket is good in their place, with a code of its own. */
export const GONE_STATES = ['refunded', 'transferred', 'changed', 'resold'] as const
/** States in which a ticket opens no door, used or not; each is the verdict on it. `being-bought`: somebody is paying for its place. */
export const CLOSED_STATES = [...GONE_STATES, 'blocked', 'being-bought'] as const

export type GoneState = (typeof GONE_STATES)[number]
export type ClosedState = (typeof CLOSED_STATES)[number]

export const isGone = (state: string): state is GoneState => (GONE_STATES as readonly string[]).includes(state)
export const isClosed = (state: string): state is ClosedState => (CLOSED_STATES as readonly string[]).includes(state)
