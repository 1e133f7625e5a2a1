import { z } from 'zod'
import { orderOccasion } from './orders.ts'
import { email, instant, localeInput, localText, money, personName, uuid } from './primitives.ts'

const MAX_PLACES = 50

/** What somebody waits for: `places`, or fewer down to `atLeast`; in some categories of the plan or any; at most so dear each. */
export const waitingWish = z.strictObject({
  places: z.int().min(1).max(MAX_PLACES),
  atLeast: z.int().min(1).max(MAX_PLACES),
  /** Side by side, or not at all. */
  together: z.boolean(),
  categoryKeys: z.array(z.string().min(1).max(60)).max(50),
  /** In minor units of the session's currency. */
  maxPriceMinor: z.int().min(0).max(1_000_000_000).nullable()
}).refine(wish => wish.atLeast <= wish.places, { message: 'is more than places', path: ['atLeast'] })

/** `POST /api/sessions/:id/waiting-list`. */
export const joinWaitingListInput = z.strictObject({
  wish: waitingWish,
  /** Who is not signed in says who he is. */
  contact: z.strictObject({ name: personName, email }).optional(),
  locale: localeInput.optional()
})

/** `entryId` is null for a guest: the way to the entry is in the mail that was sent to him. */
export const joinedWaitingListReply = z.object({ entryId: uuid.nullable() })

const zone = z.object({ key: z.string(), name: localText, color: z.string(), price: money })

/** `GET /api/sessions/:id/waiting-list`. */
export const waitingListReply = z.object({
  occasion: orderOccasion,
  /** Whether one can join now. */
  isOpen: z.boolean(),
  picks: z.enum(['in-order', 'lottery']),
  /** How long an offer would stand that is made now, in minutes; null where none is made any more. */
  offerMinutes: z.int().nullable(),
  /** Most places that one person may have. */
  limit: z.int(),
  waiting: z.int(),
  zones: z.array(zone),
  /** The caller's own entry, where he is on the list. */
  ownEntryId: uuid.nullable()
})

/** One entry as its owner sees it. */
export const waitingEntryReply = z.object({
  id: uuid,
  state: z.enum(['unconfirmed', 'waiting', 'offered', 'bought', 'lapsed', 'left', 'closed', 'withdrawn']),
  occasion: orderOccasion,
  wish: waitingWish,
  zones: z.array(zone),
  limit: z.int(),
  picks: z.enum(['in-order', 'lottery']),
  email: z.string(),
  isGuest: z.boolean(),
  /**
   * Wishes that a gap of this size would fit as well: those before this one, or all where lots are drawn. Null where nobody waits
   * any more or it cannot be told.
   */
  others: z.int().nullable(),
  /** Smaller parties, and how many would be before them. */
  helps: z.array(z.object({ places: z.int(), before: z.int() })),
  offer: z.object({ orderId: uuid, places: z.int(), seats: localText, total: money, until: instant, remainingMs: z.int() }).nullable(),
  joinedAt: instant
})

/** `GET /api/user/waiting-list`. */
export const ownWaitingListReply = z.object({ entries: z.array(waitingEntryReply) })

export const waitingListSettings = z.strictObject({ isOn: z.boolean(), offerMinutes: z.int().min(15).max(1440), picks: z.enum(['in-order', 'lottery']) })

/** `POST /api/publishing/sessions/:id/waiting-list/offers/:offerId/withdraw`. */
export const withdrawOfferInput = z.strictObject({
  /** Read by whom it was offered to. */
  reason: z.string().trim().min(1).max(300)
})

/** `GET /api/publishing/sessions/:id/waiting-list`: names are masked, for a list needs no more. */
export const waitingListDeskReply = z.object({
  settings: waitingListSettings,
  /** Null: the sale is not open, or ends too soon for offers. */
  offerMinutesNow: z.int().nullable(),
  timeZone: z.string(),
  currency: z.string(),
  sums: z.object({ unconfirmed: z.int(), waiting: z.int(), places: z.int(), offered: z.int(), bought: z.int(), lapsed: z.int(), left: z.int() }),
  /** Who would take places where: wishes by zone and party size. A wish for several zones counts in each; `zone` null: any. */
  demand: z.array(z.object({ zone: zone.omit({ price: true }).nullable(), bySize: z.array(z.object({ places: z.int(), wishes: z.int() })) })),
  /** The first hundred in the order in which they are asked. */
  line: z.array(z.object({ id: uuid, name: z.string(), isGuest: z.boolean(), wish: waitingWish, passedOver: z.int(), isSaving: z.boolean(), joinedAt: instant })),
  offers: z.array(z.object({ id: uuid, entryId: uuid, name: z.string(), places: z.int(), total: money, until: instant, byHand: z.boolean(), outcome: z.enum(['taken', 'declined', 'lapsed', 'withdrawn']).nullable(), reference: z.string() }))
})

export type WaitingWish = z.infer<typeof waitingWish>
export type JoinWaitingListInput = z.infer<typeof joinWaitingListInput>
export type WaitingListReply = z.infer<typeof waitingListReply>
export type WaitingEntryReply = z.infer<typeof waitingEntryReply>
export type WaitingListDeskReply = z.infer<typeof waitingListDeskReply>
export type WaitingListSettings = z.infer<typeof waitingListSettings>
