import { z } from 'zod'
import { accessCodeInput } from './holds.ts'
import { email, instant, localText, localeInput, personName, seatIdInput, uuid } from './primitives.ts'

/** What places are kept for. `closed` ones are not sold at all. */
export const allotmentKind = z.enum(['house', 'closed', 'guests', 'sponsors', 'fans', 'accessible'])

const seatIds = z.array(seatIdInput).max(10_000)
const areaKey = z.string().min(1).max(60)
const allotmentFields = {
  kind: allotmentKind,
  name: z.string().trim().min(1).max(80),
  /** For those who work at the desk. */
  note: z.string().trim().max(500).default(''),
  /** From then on its places are everybody's; null: until somebody releases them. */
  releasesAt: instant.nullable().default(null)
}

/** `POST /api/publishing/sessions/:id/allotments`: keeps places under a name; all that is asked or nothing. */
export const createAllotmentInput = z.strictObject({ ...allotmentFields, seatIds: seatIds.default([]), standing: z.array(z.strictObject({ areaKey, quantity: z.int().min(1).max(100_000) })).max(50).default([]) })
/** `PUT /api/publishing/sessions/:id/allotments/:allotmentId`. */
export const changeAllotmentInput = z.strictObject(allotmentFields)
/** `PUT /api/publishing/sessions/:id/kept-seats`: puts seats into an allotment; null: opens them to everybody. */
export const keepSeatsInput = z.strictObject({ seatIds: seatIds.min(1), allotmentId: uuid.nullable() })
/** `PUT /api/publishing/sessions/:id/allotments/:allotmentId/areas/:areaKey`. */
export const keepPlacesInput = z.strictObject({ quantity: z.int().min(0).max(100_000) })
/** `PUT /api/publishing/sessions/:id/areas/:areaKey`. */
export const areaCapacityInput = z.strictObject({ capacity: z.int().min(0).max(100_000) })

/** `POST .../allotments/:allotmentId/codes`: a code is made up where none is given. */
export const createAccessCodeInput = z.strictObject({
  code: accessCodeInput.optional(),
  /** For all who have it together. */
  places: z.int().min(1).max(100_000),
  perPerson: z.int().min(1).max(50).nullable().default(null),
  startsAt: instant.nullable().default(null),
  endsAt: instant.nullable().default(null)
})

/** `POST .../allotments/:allotmentId/guests`: free tickets out of the allotment, sent to a guest by mail. */
export const inviteGuestInput = z.strictObject({
  name: personName,
  email,
  locale: localeInput.optional(),
  seatIds: z.array(seatIdInput).max(50).default([]),
  standing: z.array(z.strictObject({ areaKey, quantity: z.int().min(1).max(50) })).max(10).default([])
}).refine(i => i.seatIds.length + i.standing.length > 0, { message: 'choose at least one seat or place', path: ['seatIds'] })

export const accessCodeView = z.object({
  id: uuid, code: z.string(), places: z.int(), used: z.int(), perPerson: z.int().nullable(), startsAt: instant.nullable(), endsAt: instant.nullable(), isRetired: z.boolean()
})

const guestView = z.object({ orderId: uuid, reference: z.string(), name: z.string(), email: z.string(), places: z.int(), state: z.string() })

export const allotmentView = z.object({
  id: uuid,
  kind: allotmentKind,
  name: z.string(),
  note: z.string(),
  releasesAt: instant.nullable(),
  /** Indexes in the plan. A seat sold out of the allotment stays in it. */
  seats: z.array(z.int()),
  /** Of `seats`, those that are sold or being paid for. */
  takenSeats: z.array(z.int()),
  standing: z.array(z.object({ areaKey: z.string(), quantity: z.int(), used: z.int() })),
  codes: z.array(accessCodeView),
  /** Tickets that the publisher gave out of it. */
  guests: z.array(guestView)
})

/** `GET /api/publishing/sessions/:id/places`. */
export const sessionPlacesReply = z.object({
  sessionId: uuid,
  allotments: z.array(allotmentView),
  /** Guests of allotments that keep nothing any more: their tickets stay theirs. */
  formerGuests: z.array(guestView.extend({ allotmentId: uuid })),
  /** Seats that were off sale from the start; they can be opened or put into an allotment. */
  offSale: z.array(z.int()),
  areas: z.array(z.object({ areaKey: z.string(), name: localText, planCapacity: z.int(), capacity: z.int(), sold: z.int(), pending: z.int(), kept: z.int() }))
})

/** `POST /api/sessions/:id/access`: what a code opens now. */
export const openAccessInput = z.strictObject({ code: accessCodeInput })
export const openAccessReply = z.object({
  code: z.string(),
  left: z.int(),
  perPerson: z.int().nullable(),
  endsAt: instant.nullable(),
  /** Indexes in the plan of the seats that may be chosen with it, where they are free. */
  seats: z.array(z.int()),
  areas: z.array(z.object({ areaKey: z.string(), free: z.int() }))
})

export const invitedGuestReply = z.object({ orderId: uuid, reference: z.string(), places: sessionPlacesReply })

export type AllotmentKind = z.infer<typeof allotmentKind>
export type AllotmentView = z.infer<typeof allotmentView>
export type GuestView = z.infer<typeof guestView>
export type AccessCodeView = z.infer<typeof accessCodeView>
export type SessionPlacesReply = z.infer<typeof sessionPlacesReply>
export type CreateAllotmentInput = z.infer<typeof createAllotmentInput>
export type ChangeAllotmentInput = z.infer<typeof changeAllotmentInput>
export type CreateAccessCodeInput = z.infer<typeof createAccessCodeInput>
export type InviteGuestInput = z.infer<typeof inviteGuestInput>
export type OpenAccessReply = z.infer<typeof openAccessReply>
