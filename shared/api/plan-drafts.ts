import { z } from 'zod'
import { MARK_KINDS } from '#shared/seating/plan.ts'
import { instant, localText, uuid } from './primitives.ts'

/** Plans that are being drawn. A document may be unfinished, but never of another form than `PlanDocument`. */

/** Centimetres. Ten kilometres are no hall. */
const length = z.number().min(-1_000_000).max(1_000_000)
const size = z.number().min(1).max(100_000)
const point = z.strictObject({ x: length, y: length })
const outline = z.array(point).max(1_000)
/** Labels are judged when the plan is published; here they are only kept short, and free of what JSON in Postgres cannot hold. */
const label = z.string().max(100).regex(/^[^\0\p{Cs}]*$/u)
const name = z.strictObject({ en: label, zh: label })
const key = z.string().max(60)
const view = uuid.optional()

const table = z.strictObject({ form: z.enum(['round', 'rectangle']), at: point, width: size, height: size, rotation: z.number().min(-3600).max(3600), soldAs: z.enum(['chair', 'whole']) })
const seat = z.tuple([label, length, length, key, z.int().min(0).max(15)])
const row = z.strictObject({ label, table: table.optional(), seats: z.array(seat).max(5_000) })
const section = z.strictObject({ key, name, level: name, outline: outline.optional(), view, rows: z.array(row).max(5_000) })
const area = z.strictObject({ key, name, level: name, category: key, capacity: z.int().min(0).max(1_000_000), outline, view })
const shape = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['stage', 'screen', 'pitch', 'wall']), outline, label: name.optional() }),
  z.strictObject({ kind: z.literal('text'), at: point, label: name, size: z.number().min(1).max(10_000) })
])
const mark = z.strictObject({ kind: z.enum(MARK_KINDS), at: point, label: name.optional() })

export const planDocument = z.strictObject({
  format: z.literal('foyer-plan'), version: z.literal(1), name, focal: point.nullable(),
  categories: z.array(z.strictObject({ key, name, color: z.string().max(20) })).max(256),
  sections: z.array(section).max(3_000), areas: z.array(area).max(1_000), shapes: z.array(shape).max(2_000), marks: z.array(mark).max(1_000)
})

const hallKey = z.string().regex(/^[a-z0-9-]{1,60}$/)
const line = z.string().trim().min(1).max(80).regex(/^[^\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]+$/u)

/** `POST /api/venues/:id/plan-drafts`: a new hall by its name, or the next version of one that is there. */
export const beginPlanDraftInput = z.union([z.strictObject({ hall: hallKey }), z.strictObject({ name: z.strictObject({ en: line, zh: line }) })])
export const beginPlanDraftReply = z.object({ id: uuid, hall: z.string() })

/** One version of a hall, with the sessions that take place on it. */
export const hallVersion = z.object({
  planId: uuid, version: z.int(), name: localText, planUrl: z.string(), seatCount: z.int(), standingCapacity: z.int(), sessions: z.int(), createdAt: instant
})
/** `GET /api/plan-drafts/:id`. */
export const planDraftReply = z.object({
  id: uuid, hall: z.string(), version: z.int(), savedAt: instant, document: planDocument,
  venue: z.object({ id: uuid, slug: z.string(), name: localText }),
  /** Newest first; empty for a hall that is drawn for the first time. */
  versions: z.array(hallVersion),
  /** The version that the drawing began from or was last published as. */
  basedOn: uuid.nullable()
})
/** `PUT /api/plan-drafts/:id`: of the version that the editor saw. */
export const savePlanDraftInput = z.strictObject({ version: z.int().min(1), document: planDocument })
export const savePlanDraftReply = z.object({ version: z.int(), savedAt: instant })
/** `POST /api/plan-drafts/:id/publish`. */
export const publishPlanDraftInput = z.strictObject({ version: z.int().min(1) })
export const publishPlanDraftReply = z.object({ planId: uuid, version: z.int(), contentHash: z.string(), isNew: z.boolean() })

/** `GET /api/publishing/halls?venue=`: what the caller may draw. */
export const ownHallsQuery = z.object({ venue: uuid.optional() })
export const ownHallsReply = z.object({
  venues: z.array(z.object({
    id: uuid, slug: z.string(), name: localText, city: localText, isProposed: z.boolean(),
    halls: z.array(z.object({ hall: z.string(), name: localText, draft: z.object({ id: uuid, savedAt: instant }).nullable(), versions: z.array(hallVersion) }))
  }))
})

export const planFormat = z.enum(['foyer', 'pretix', 'csv'])
/** `POST /api/plans/read`: a file as a document; nothing is stored. */
export const readPlanInput = z.strictObject({ format: planFormat, name: z.strictObject({ en: line, zh: line }), content: z.string().min(1) })
export const readPlanReply = z.object({ document: planDocument, changes: z.array(z.object({ code: z.string(), place: z.string(), sentence: localText })) })

const hash = z.string().regex(/^[0-9a-f]{64}$/)
/** `GET /api/plans/:hash/file?format=`: the plan as a file. */
export const planFileQuery = z.object({ format: planFormat })
/** `GET /api/plans/:hash/difference?to=`. */
export const planDifferenceQuery = z.object({ to: hash })
export const planDifferenceReply = z.object({
  added: z.array(z.string()), removed: z.array(z.string()), moved: z.array(z.string()), recategorised: z.array(z.string()), reflagged: z.array(z.string()),
  areas: z.array(z.object({ key: z.string(), before: z.int(), after: z.int() }))
})

export type HallVersion = z.infer<typeof hallVersion>
export type PlanDraftReply = z.infer<typeof planDraftReply>
export type SavePlanDraftReply = z.infer<typeof savePlanDraftReply>
export type PublishPlanDraftReply = z.infer<typeof publishPlanDraftReply>
export type OwnHallsReply = z.infer<typeof ownHallsReply>
export type ReadPlanReply = z.infer<typeof readPlanReply>
