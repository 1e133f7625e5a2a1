import { z } from 'zod'
import { instant, uuid } from '#shared/api/primitives.ts'
import { priceRules } from '#shared/pricing/price-rules.ts'
import { changeTerms } from '#shared/refunds/change.ts'
import { refundTerms } from '#shared/refunds/terms.ts'
import { CODE_RULES } from '#shared/tickets/code-rule.ts'

/**
 * What a publisher writes and an admin approves: an event with its sessions and prices as one document. Two readings of the same
 * shape: a **draft** may be unfinished (autosave takes anything that is not hostile), a **document** may go on sale.
 */

export const EVENT_LIMITS = { name: 200, summary: 300, description: 20_000, organiser: 200, performers: 60, sessions: 400, ticketTypes: 200, promoCodes: 100, quotas: 50 } as const

/** One line of visible text in both languages: no control characters, nothing that turns the reading direction round. */
const line = (max: number) => z.string().trim().max(max).regex(/^[^\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]*$/u)
/** Several lines: Markdown. */
const text = (max: number) => z.string().max(max).refine(value => !/[\p{Cs}\u202a-\u202e\u2066-\u2069]/u.test(value) && !/\p{Cc}/u.test(value.replace(/[\n\r\t]/g, '')))
const both = <T extends z.ZodType>(one: T) => z.strictObject({ en: one, zh: one })
const filled = (max: number) => line(max).min(1)

const performer = z.strictObject({ nameEn: line(120), nameZh: line(120), kind: z.enum(['person', 'group']) })

/** The organiser's picture by its id, or a generated poster: a motif of the house and the seed of its details. */
export const coverChoice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('poster'), seed: line(80) }),
  z.strictObject({ kind: z.literal('image'), imageId: uuid })
])

const draftSession = z.strictObject({
  /** The id that the session has or will have. */
  key: uuid,
  status: z.enum(['scheduled', 'cancelled']),
  venueId: uuid.nullable(),
  planId: uuid.nullable(),
  startsAt: instant.nullable(),
  endsAt: instant.nullable(),
  doorsAt: instant.nullable(),
  saleStartsAt: instant.nullable(),
  saleEndsAt: instant.nullable()
})

const draftTicketType = z.strictObject({
  key: uuid,
  name: both(line(80)),
  /** The plan whose category it prices, */
  planId: uuid.nullable(),
  categoryKey: z.string().max(80).nullable(),
  /** in all sessions on that plan, or only in these. */
  sessionKeys: z.array(uuid).max(EVENT_LIMITS.sessions).nullable(),
  priceMinor: z.int().min(0).max(100_000_000_000).nullable(),
  /** Narrower than the session's window where set. */
  saleStartsAt: instant.nullable(),
  saleEndsAt: instant.nullable(),
  /** How the price moves from `priceMinor` on while it sells. Left out: it does not. */
  priceRules: priceRules.optional()
})

const draftQuota = z.strictObject({
  key: uuid,
  name: both(line(80)),
  /** The prices whose tickets it counts together, */
  ticketTypeKeys: z.array(uuid).max(EVENT_LIMITS.ticketTypes),
  /** so many in each session that sells at one of them. */
  capacity: z.int().min(1).max(1_000_000).nullable()
})

const draftPromoCode = z.strictObject({
  key: uuid,
  /** Letters and digits; upper case counts. */
  code: z.string().trim().toUpperCase().regex(/^[A-Z0-9-]{0,40}$/),
  percentOff: z.int().min(1).max(100).nullable(),
  amountOffMinor: z.int().min(1).max(100_000_000_000).nullable(),
  maxUses: z.int().min(1).max(10_000_000).nullable(),
  startsAt: instant.nullable(),
  endsAt: instant.nullable()
})

/** What autosave takes. */
export const eventDraftDocument = z.strictObject({
  name: both(line(EVENT_LIMITS.name)),
  summary: both(line(EVENT_LIMITS.summary)),
  description: both(text(EVENT_LIMITS.description)),
  organiser: both(line(EVENT_LIMITS.organiser)),
  performers: z.array(performer).max(EVENT_LIMITS.performers),
  categoryId: uuid.nullable(),
  cover: coverChoice,
  /** ISO 4217: one for the whole event. */
  currency: z.string().regex(/^[A-Z]{3}$/),
  holdSeconds: z.int().min(120).max(3600),
  perPersonLimit: z.int().min(1).max(50),
  /** Whether seats may be chosen so that a single one is left over. Left out, as in documents older than the rule: no. */
  allowsSingleSeats: z.boolean().optional(),
  /** Which codes its gates accept. Left out: the one that stands still. */
  codeRule: z.enum(CODE_RULES).optional(),
  /** Whether buyers may offer tickets to others. Left out: yes. */
  allowsResale: z.boolean().optional(),
  /** Everybody who comes is named with a document. Left out: nobody is. */
  needsIdentity: z.literal(true).optional(),
  /** On what terms tickets may be given back because their buyer wishes so. Left out: not at all. */
  refundTerms: refundTerms.optional(),
  /** Until when tickets may be changed for another seat or date. Left out: not at all. */
  changeTerms: changeTerms.optional(),
  sessions: z.array(draftSession).max(EVENT_LIMITS.sessions),
  ticketTypes: z.array(draftTicketType).max(EVENT_LIMITS.ticketTypes),
  /** Left out, as in documents older than quotas: none. */
  quotas: z.array(draftQuota).max(EVENT_LIMITS.quotas).optional(),
  promoCodes: z.array(draftPromoCode).max(EVENT_LIMITS.promoCodes)
})

/**
 * What may be handed in: everything that must be there is. What the shape cannot say (a session ends after it starts, every
 * session has a price, codes are unique) is said by `event-faults.ts`; what only the database knows (the plan belongs to the
 * venue, a sold session is not taken away) by the server.
 */
export const eventDocument = eventDraftDocument.extend({
  name: both(filled(EVENT_LIMITS.name)),
  summary: both(filled(EVENT_LIMITS.summary)),
  description: both(text(EVENT_LIMITS.description).refine(value => value.trim() !== '')),
  organiser: both(filled(EVENT_LIMITS.organiser)),
  performers: z.array(performer.extend({ nameEn: filled(120), nameZh: filled(120) })).max(EVENT_LIMITS.performers),
  categoryId: uuid,
  sessions: z.array(draftSession.extend({ venueId: uuid, planId: uuid, startsAt: instant, endsAt: instant, saleStartsAt: instant, saleEndsAt: instant })).min(1).max(EVENT_LIMITS.sessions),
  ticketTypes: z.array(draftTicketType.extend({ name: both(filled(80)), planId: uuid, categoryKey: z.string().min(1).max(80), priceMinor: z.int().min(0).max(100_000_000_000) })).min(1).max(EVENT_LIMITS.ticketTypes),
  quotas: z.array(draftQuota.extend({ name: both(filled(80)), ticketTypeKeys: z.array(uuid).min(1).max(EVENT_LIMITS.ticketTypes), capacity: z.int().min(1).max(1_000_000) })).max(EVENT_LIMITS.quotas).optional(),
  promoCodes: z.array(draftPromoCode.extend({ code: z.string().trim().toUpperCase().regex(/^[A-Z0-9-]{3,40}$/) })).max(EVENT_LIMITS.promoCodes)
})

export type EventDraftDocument = z.infer<typeof eventDraftDocument>
export type EventDocument = z.infer<typeof eventDocument>
export type DraftSession = EventDraftDocument['sessions'][number]
export type DraftTicketType = EventDraftDocument['ticketTypes'][number]
export type DraftQuota = NonNullable<EventDraftDocument['quotas']>[number]
export type DraftPromoCode = EventDraftDocument['promoCodes'][number]
export type CoverChoice = z.infer<typeof coverChoice>
