import { z } from 'zod'
import { eventChange } from '#shared/publishing/event-change.ts'
import { eventDocument, eventDraftDocument } from '#shared/publishing/event-document.ts'
import { eventReply } from './catalogue.ts'
import { instant, localText, money, uuid } from './primitives.ts'

/** What the publisher's desk and the review queue ask and are answered. */

export const eventStatus = z.enum(['draft', 'pending', 'approved', 'rejected', 'cancelled', 'ended'])
export const submissionState = z.enum(['pending', 'approved', 'rejected', 'withdrawn'])
export const submissionSize = z.enum(['first', 'small', 'large'])

/** Something that keeps a draft from being handed in. `path` leads to the field of the document; `code` names the sentence. */
export const eventFault = z.object({ path: z.string(), code: z.string(), data: z.record(z.string(), z.unknown()).optional() })

/** `POST /api/events/create`: an empty draft, or one with what is known already. */
export const createEventInput = z.strictObject({ document: eventDraftDocument.partial().optional() })
export const createEventReply = z.object({ id: uuid })

/** `GET /api/publishing/events?q=&status=&cursor=`: the caller's own; an admin may name a publisher. */
export const publishedEventsQuery = z.object({
  q: z.string().trim().max(200).optional(), status: eventStatus.optional(), publisher: uuid.optional(),
  cursor: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(100).optional()
})
export const publishedEventRow = z.object({
  id: uuid, slug: z.string(), name: localText, status: eventStatus,
  /** What waits for an admin, beside what visitors see. */
  waiting: z.object({ submissionId: uuid, size: submissionSize, submittedAt: instant }).nullable(),
  hasUnsubmittedChanges: z.boolean(),
  reviewReason: z.string().nullable(),
  posterUrl: z.string(),
  nextStartsAt: instant.nullable(), timeZone: z.string().nullable(), sessionCount: z.int(),
  sold: z.int(), capacity: z.int(),
  updatedAt: instant
})
export const publishedEventsReply = z.object({ events: z.array(publishedEventRow), nextCursor: z.string().nullable(), counts: z.record(eventStatus, z.int()) })

export const submissionSummary = z.object({
  id: uuid, number: z.int(), state: submissionState, size: submissionSize, note: z.string().nullable(),
  submittedAt: instant, decidedAt: instant.nullable(), reason: z.string().nullable(),
  assignee: z.object({ id: uuid, name: z.string() }).nullable(), decidedBy: z.string().nullable()
})

/** What is known of a session that has been approved: an editor says what can no longer be taken back. */
export const sessionFacts = z.object({ key: uuid, sold: z.int(), pending: z.int() })

/** `GET /api/publishing/events/:id`. */
export const editedEventReply = z.object({
  id: uuid, slug: z.string(), status: eventStatus, publisherId: uuid,
  version: z.int(), document: eventDraftDocument,
  approvedDocument: eventDocument.nullable(),
  faults: z.array(eventFault),
  /** What handing in now would put before an admin; empty where nothing was ever approved. */
  changes: z.array(eventChange), size: submissionSize,
  submissions: z.array(submissionSummary),
  sessionFacts: z.array(sessionFacts),
  updatedAt: instant
})

/** `PUT /api/publishing/events/:id/draft`: `draft-changed` (409, with the newest `version`) where another tab was faster. */
export const saveDraftInput = z.strictObject({ version: z.int().min(1), document: eventDraftDocument })
export const saveDraftReply = z.object({ version: z.int(), savedAt: instant, faults: z.array(eventFault), changes: z.array(eventChange), size: submissionSize })

/** `POST /api/publishing/events/:id/submit`. `event-not-ready` (422) lists `faults`. */
export const submitEventInput = z.strictObject({ version: z.int().min(1), note: z.string().trim().max(2000).optional() })
export const submitEventReply = z.object({ submissionId: uuid, size: submissionSize, isApproved: z.boolean() })

/** `POST /api/publishing/events/:id/withdraw`: takes back what was handed in. `already-decided` where an admin was faster. */
export const withdrawEventReply = z.object({ status: eventStatus })

/** `POST /api/publishing/events/:id/cancel`: sales stop, holders are told and get their money back. */
export const cancelEventInput = z.strictObject({ reason: z.string().trim().min(3).max(1000) })

export const cancelEventReply = z.object({ status: eventStatus, holdersTold: z.int() })

/** `POST /api/publishing/events/:id/duplicate`: the same event as a new draft, its days moved by so many days of the calendar. */
export const duplicateEventInput = z.strictObject({ shiftDays: z.int().min(-3660).max(3660).optional() })

const calendarDay = z.iso.date().refine(day => day >= '2000-01-01' && day < '2200-01-01')
/** shared/time/recurrence.ts. Ends by a last day, by a number of sessions, or by the limit of 400. */
export const recurrenceRule = z.strictObject({
  frequency: z.enum(['daily', 'weekly', 'monthly-by-weekday', 'monthly-by-day']),
  interval: z.int().min(1).max(120),
  weekdays: z.array(z.int().min(1).max(7)).max(7),
  ordinal: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(-1)]).optional(),
  times: z.array(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)).min(1).max(20),
  from: calendarDay,
  until: calendarDay.optional(),
  count: z.int().min(1).max(400).optional(),
  exceptions: z.array(calendarDay).max(400)
})
/** `POST /api/tickets/sessions/create`: one session, or those of a rule in the venue's zone, into the draft of the caller's event. */
export const createSessionsInput = z.strictObject({
  eventId: uuid, venueId: uuid, planId: uuid,
  startsAt: instant.optional(), rule: recurrenceRule.optional(),
  /** How long one lasts. */
  minutes: z.int().min(5).max(60 * 24 * 366),
  doorsMinutesBefore: z.int().min(0).max(24 * 60).nullable().optional(),
  saleStartsAt: instant,
  /** The sale ends so long before the start. */
  saleEndsMinutesBefore: z.int().min(0).max(60 * 24 * 90).optional()
}).refine(input => (input.startsAt === undefined) !== (input.rule === undefined), { path: ['startsAt'], error: 'either one start or a rule is needed' })
export const createSessionsReply = z.object({ version: z.int(), sessionKeys: z.array(uuid), movedStarts: z.array(instant) })

/** `GET /api/publishing/events/:id/preview`, `GET /api/admin/reviews/:id/preview`: the page that visitors would see. */
export const previewReply = eventReply.extend({ status: eventStatus })

/** `GET /api/publishing/venues?q=`: venues and halls to choose from; the caller's own proposals too. */
export const venueChoice = z.object({
  id: uuid, slug: z.string(), name: localText, address: localText, city: localText, country: z.string(), timeZone: z.string(),
  isProposed: z.boolean(), isMine: z.boolean(),
  halls: z.array(z.object({
    planId: uuid, hall: z.string(), version: z.int(), name: localText, seatCount: z.int(), standingCapacity: z.int(), planUrl: z.string(),
    categories: z.array(z.object({ key: z.string(), name: localText, color: z.string(), places: z.int() }))
  }))
})
export const venueChoicesQuery = z.object({ q: z.string().trim().max(100).optional(), ids: z.string().max(4000).optional() })
export const venueChoicesReply = z.object({ venues: z.array(venueChoice) })

/** `POST /api/venues`: a publisher proposes, an admin adds. `PATCH /api/venues/:id`: an admin, or the proposer until it is public. */
const place = (max: number) => z.string().trim().min(1).max(max).regex(/^[^\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]+$/u)
const both = (max: number) => z.strictObject({ en: place(max), zh: place(max) })
/** Several lines: Markdown. */
const prose = (max: number) => z.string().max(max).refine(value => !/[\p{Cs}\u202a-\u202e\u2066-\u2069]|(?![\n\r\t])\p{Cc}/u.test(value))
export const venueInput = z.strictObject({
  name: both(120), address: both(200), city: both(80),
  country: z.string().regex(/^[A-Z]{2}$/),
  timeZone: z.string().max(60).refine(zone => Intl.supportedValuesOf('timeZone').includes(zone) || zone === 'UTC'),
  latitude: z.number().min(-90).max(90).nullable(), longitude: z.number().min(-180).max(180).nullable(),
  about: z.strictObject({ en: prose(5000), zh: prose(5000) }).optional(),
  website: z.url({ protocol: /^https?$/ }).max(300).nullable().optional()
})
/** `POST /api/venues/:id/halls`: a hall without a drawing. Files with seats go to `POST /api/plans/import`. */
export const hallInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('standing'), name: both(80), capacity: z.int().min(1).max(100_000) }),
  z.strictObject({ kind: z.literal('rows'), name: both(80), rows: z.int().min(1).max(100), seatsPerRow: z.int().min(1).max(100) })
])

/** `GET`, `PUT /api/publishing/profile`: the publisher's public page. Null: there is none yet. */
export const publisherProfile = z.object({ slug: z.string(), name: localText, about: localText, website: z.string().nullable() })
export const publisherProfileInput = z.strictObject({
  name: both(120), about: z.strictObject({ en: prose(5000), zh: prose(5000) }), website: z.url({ protocol: /^https?$/ }).max(300).nullable()
})
export const publisherProfileReply = z.object({ profile: publisherProfile.nullable() })

/** `GET /api/admin/reviews`. Oldest first. */
export const reviewQueueQuery = z.object({
  state: submissionState.optional(), size: submissionSize.optional(), assignee: z.enum(['me', 'nobody', 'anybody']).optional(),
  q: z.string().trim().max(200).optional(), cursor: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(100).optional()
})
export const reviewRow = submissionSummary.extend({
  event: z.object({ id: uuid, slug: z.string(), name: localText, posterUrl: z.string(), status: eventStatus }),
  publisher: z.object({ id: uuid, name: z.string() }),
  changeCount: z.int(), largeCount: z.int(), firstStartsAt: instant.nullable(), timeZone: z.string().nullable()
})
export const reviewQueueReply = z.object({ reviews: z.array(reviewRow), nextCursor: z.string().nullable(), waiting: z.int(), mine: z.int() })

/** `GET /api/admin/reviews/:id`: everything needed to decide. */
export const reviewReply = reviewRow.extend({
  document: eventDocument, base: eventDocument.nullable(), changes: z.array(eventChange),
  venues: z.array(venueChoice), categoryPath: z.array(localText),
  /** What sold tickets mean for it: holders who would be told, by session. */
  holders: z.array(z.object({ sessionKey: uuid, orders: z.int(), tickets: z.int(), /** What goes back where it is called off, by currency. */ back: z.array(money) })),
  history: z.array(submissionSummary),
  publisherRecord: z.object({ approved: z.int(), rejected: z.int(), since: instant })
})
/** `PUT /api/admin/reviews/:id/assignee`: takes it, or gives it back. */
export const assignReviewInput = z.strictObject({ assignee: z.enum(['me', 'nobody']) })
export const assignReviewReply = z.object({ assignee: z.object({ id: uuid, name: z.string() }).nullable() })
/** `PUT /api/events/:id/approve`: the decision on one submission. `already-decided` (409) where another admin was faster. */
export const decideEventInput = z.strictObject({
  submissionId: uuid, decision: z.enum(['approve', 'reject']),
  /** Needed to reject; shown to the publisher. */
  reason: z.string().trim().max(2000).optional()
}).refine(d => d.decision === 'approve' || (d.reason ?? '').length >= 3, { path: ['reason'], error: 'a reason is needed' })
export const decideEventReply = z.object({ status: eventStatus, slug: z.string(), holdersTold: z.int() })

export type EventStatus = z.infer<typeof eventStatus>
export type EventFault = z.infer<typeof eventFault>
export type PublishedEventRow = z.infer<typeof publishedEventRow>
export type PublishedEventsReply = z.infer<typeof publishedEventsReply>
export type EditedEventReply = z.infer<typeof editedEventReply>
export type SaveDraftReply = z.infer<typeof saveDraftReply>
export type SubmissionSummary = z.infer<typeof submissionSummary>
export type SubmitEventReply = z.infer<typeof submitEventReply>
export type PreviewReply = z.infer<typeof previewReply>
export type VenueChoice = z.infer<typeof venueChoice>
export type VenueInput = z.infer<typeof venueInput>
export type HallInput = z.infer<typeof hallInput>
export type PublisherProfile = z.infer<typeof publisherProfile>
export type PublisherProfileInput = z.infer<typeof publisherProfileInput>
export type ReviewRow = z.infer<typeof reviewRow>
export type ReviewQueueReply = z.infer<typeof reviewQueueReply>
export type ReviewReply = z.infer<typeof reviewReply>
