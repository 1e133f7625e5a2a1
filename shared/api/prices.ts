import { z } from 'zod'
import { priceRules } from '#shared/pricing/price-rules.ts'
import { instant, localText, money, uuid } from './primitives.ts'

/** A price from an instant on, and why. */
const priceStep = z.object({ fromAt: instant, price: money, why: localText })

/** `GET /api/sessions/:id/prices`: how the prices of a session have moved, for everybody. Ticket types whose price never changed are left out. */
export const priceHistoryReply = z.object({
  timeZone: z.string(),
  ticketTypes: z.array(z.object({ id: uuid, name: localText, price: money, history: z.array(priceStep) }))
})

const nextStep = z.object({
  /** So many more places sold, which is this share of them; or this instant. */
  sales: z.object({ soldPercent: z.int(), places: z.int() }).nullable(),
  at: instant.nullable(),
  price: money
})

/** `GET /api/publishing/sessions/:id/prices`: the price rules of a session at work, for its publisher and for admins. */
export const sessionPricesReply = z.object({
  timeZone: z.string(),
  saleStartsAt: instant,
  saleEndsAt: instant,
  /** `moving` is null where the price has no rules. */
  ticketTypes: z.array(z.object({
    id: uuid, name: localText, categoryKey: z.string(), price: money,
    moving: z.object({
      rules: priceRules,
      startingPrice: money,
      isPaused: z.boolean(),
      /** Paid places of its part of the hall, and all that are for sale. */
      sold: z.int(), capacity: z.int(),
      history: z.array(priceStep),
      /** What the rules alone would have done in this sale until now. */
      replay: z.array(priceStep),
      next: z.array(nextStep),
      /** The rules leave the price alone until then. */
      restsUntil: instant.nullable()
    }).nullable()
  }))
})

/** `PUT /api/publishing/sessions/:id/prices/:ticketTypeId`: one of the two. */
export const changePriceInput = z.union([z.strictObject({ priceMinor: z.int().min(0).max(100_000_000_000) }), z.strictObject({ isPaused: z.boolean() })])

export type PriceHistoryReply = z.infer<typeof priceHistoryReply>
export type SessionPricesReply = z.infer<typeof sessionPricesReply>
export type ChangePriceInput = z.infer<typeof changePriceInput>
