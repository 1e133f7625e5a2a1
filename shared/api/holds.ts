import { z } from 'zod'
import { instant, localText, money, seatIdInput, uuid } from './primitives.ts'

/** Opaque, at least 128 random bits, base64url. Whoever has it has the hold. */
export const holdToken = z.string().regex(/^[\w-]{22,64}$/)

/** As somebody typed it; upper and lower case are the same. */
export const accessCodeInput = z.string().trim().min(4).max(40).regex(/^[A-Za-z0-9-]+$/)

/** A ticket of the caller's that he wants to change for what he holds: it does not count against his limit. */
const changing = uuid.optional()

/** `PUT /api/tickets/lock/:seatId`: holds one seat, or adds it to the hold of `holdToken`. */
export const lockSeatInput = z.strictObject({
  sessionId: uuid,
  holdToken: holdToken.optional(),
  /** Which price, where several price this seat (adult, student); the first one where left out. */
  ticketTypeId: uuid.optional(),
  /** Opens seats that are kept from the public. */
  accessCode: accessCodeInput.optional(),
  changing
})

/** The best seats that are free, side by side where that can be. Whatever is left out does not matter to the party. */
export const bestAvailableWish = z.strictObject({
  count: z.int().min(1).max(50),
  categoryKey: z.string().max(80).optional(),
  sectionKey: z.string().max(80).optional(),
  /** Of one seat, in minor units, both ends included. */
  price: z.strictObject({ minMinor: z.int().min(0).optional(), maxMinor: z.int().min(0).optional() }).optional(),
  /** With a wheelchair place among them, and its companion's seat where the party is larger. */
  accessible: z.boolean().optional()
})

/**
 * `POST /api/sessions/:id/holds`: all of it or nothing. Named seats, standing places, or the best `count` seats together.
 * With `holdToken` the choice is added to that hold; its deadline stays.
 */
export const createHoldInput = z.strictObject({
  holdToken: holdToken.optional(),
  seats: z.array(z.strictObject({ seatId: seatIdInput, ticketTypeId: uuid.optional() })).max(50).optional(),
  standing: z.array(z.strictObject({ areaKey: z.string().min(1).max(60), ticketTypeId: uuid.optional(), quantity: z.int().min(1).max(50) })).max(20).optional(),
  bestAvailable: bestAvailableWish.optional(),
  accessCode: accessCodeInput.optional(),
  changing
}).refine(i => (i.seats?.length ?? 0) + (i.standing?.length ?? 0) + (i.bestAvailable ? 1 : 0) > 0, { message: 'choose at least one seat or place', path: ['seats'] })

/** `DELETE /api/sessions/:id/holds/:token`: gives back named seats and areas, or everything. */
export const releaseHoldInput = z.strictObject({
  seatIds: z.array(seatIdInput).max(50).optional(),
  areaKeys: z.array(z.string().max(60)).max(20).optional()
})

/** One seat or several standing places of a hold, at the price that is frozen for it. */
export const holdLine = z.object({
  ticketTypeId: uuid,
  ticketType: localText,
  seatId: z.string().nullable(),
  seatIndex: z.int().nullable(),
  areaKey: z.string().nullable(),
  /** Section or area as printed. */
  section: localText,
  /** Of a seat; where `isTable`, the table at which it stands. */
  row: z.string().nullable(),
  isTable: z.boolean().optional(),
  seat: z.string().nullable(),
  quantity: z.int(),
  unitPrice: money
})

export const holdReply = z.object({
  holdToken,
  sessionId: uuid,
  lines: z.array(holdLine),
  total: money,
  /** By the clock of the store that decides. */
  expiresAt: instant,
  /** Time left when the reply was made; count from it, not from the browser's clock. */
  remainingMs: z.int(),
  extendable: z.boolean(),
  /** Answers `bestAvailable`: the seats that were chosen, those side by side together. More than one group: the party is split. */
  best: z.object({ split: z.boolean(), groups: z.array(z.array(z.string())) }).optional()
})

export type LockSeatInput = z.infer<typeof lockSeatInput>
export type CreateHoldInput = z.infer<typeof createHoldInput>
export type BestAvailableWish = z.infer<typeof bestAvailableWish>
export type ReleaseHoldInput = z.infer<typeof releaseHoldInput>
export type HoldLine = z.infer<typeof holdLine>
export type HoldReply = z.infer<typeof holdReply>
