import { z } from 'zod'
import { DOCUMENT_KINDS, isDocumentNumber, plainNumber } from '#shared/attendees/identity-document.ts'
import { localText, personName, uuid } from './primitives.ts'

const documentKind = z.enum(DOCUMENT_KINDS)

/** Who comes on one ticket of an order: of its line, the `position`th from 0. */
export const attendeeInput = z.strictObject({
  lineId: uuid,
  position: z.int().min(0).max(49),
  name: personName,
  kind: documentKind,
  number: z.string().min(1).max(40).transform(plainNumber)
}).refine(one => isDocumentNumber(one.kind, one.number), { message: 'is no number of such a document', path: ['number'] })

/** `PUT /api/orders/:id/attendees`: all that are still to be named, or some. */
export const attendeesInput = z.strictObject({ attendees: z.array(attendeeInput).min(1).max(50) })

/** Each ticket of an order with who comes on it; of the document only the end of its number is ever shown. */
export const attendeesReply = z.object({
  places: z.array(z.object({
    lineId: uuid,
    position: z.int(),
    section: localText,
    row: z.string().nullable(),
    isTable: z.boolean().optional(),
    seat: z.string().nullable(),
    ticketType: localText,
    attendee: z.object({ name: z.string(), kind: documentKind, tail: z.string() }).nullable(),
    /** Nobody is named yet, or the order is not paid. */
    isOpen: z.boolean()
  }))
})

export type AttendeeInput = z.infer<typeof attendeeInput>
export type AttendeesReply = z.infer<typeof attendeesReply>
