import { z } from 'zod'

/** `large`: somebody who bought a ticket would want to know. */
export const changeSize = z.enum(['small', 'large'])

/**
 * One difference between what is approved and what is handed in, as a reviewer reads it. `before` and `after` are values of the
 * document at `path` (null: it was not there, or is there no more).
 */
export const eventChange = z.object({
  /** For example `name.en`, `sessions.<key>.startsAt`, `ticketTypes.<key>.priceMinor`, `sessions.<key>` for a whole one. */
  path: z.string(),
  kind: z.enum(['added', 'removed', 'changed']),
  /** What it is about, which names it in the interface. */
  subject: z.enum(['name', 'summary', 'description', 'organiser', 'performers', 'category', 'cover', 'currency', 'hold', 'limit', 'single-seats', 'refund-terms', 'codes', 'resale', 'identity', 'session', 'time', 'place', 'sale-window', 'session-cancelled', 'ticket-type', 'price', 'price-rules', 'quota', 'promo-code']),
  size: changeSize,
  before: z.unknown(),
  after: z.unknown(),
  /** Sessions whose ticket holders are told when it is approved. */
  sessionKeys: z.array(z.string())
})

export type EventChange = z.infer<typeof eventChange>
export type ChangeSize = z.infer<typeof changeSize>
