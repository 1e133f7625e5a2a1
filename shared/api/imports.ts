import { z } from 'zod'
import { instant, uuid } from './primitives.ts'

/** Importing events from a table: which column means what, and how each row came out. */

const column = z.string().min(1).max(200)
const optionalColumn = column.nullable().default(null)
const line = (max: number) => z.string().trim().min(1).max(max)

/** Which column of the file means what. Only an id, a name, a venue and the starts of sessions must be there. */
export const eventColumns = z.strictObject({
  externalId: column,
  nameEn: optionalColumn, nameZh: optionalColumn,
  summaryEn: optionalColumn, summaryZh: optionalColumn,
  descriptionEn: optionalColumn, descriptionZh: optionalColumn,
  organiserEn: optionalColumn, organiserZh: optionalColumn,
  category: optionalColumn,
  /** Starts, several in one cell: ISO 8601, or wall clock of the zone (`2026-12-19 17:30`). */
  sessions: column,
  venueId: optionalColumn, venueEn: optionalColumn, venueZh: optionalColumn,
  addressEn: optionalColumn, addressZh: optionalColumn, cityEn: optionalColumn, cityZh: optionalColumn,
  latitude: optionalColumn, longitude: optionalColumn,
  /** Amounts, several in one cell, in whole units of the currency; empty: free. */
  prices: optionalColumn
})
export type EventColumn = keyof z.infer<typeof eventColumns>

export const eventImportMapping = z.strictObject({
  /** Where the file comes from: with the row's id it says which event a row is when the file is imported again. */
  source: z.string().regex(/^[a-z0-9-]{1,60}$/),
  columns: eventColumns,
  /** Between several values of one cell. */
  separator: z.string().min(1).max(5).default('|'),
  timeZone: z.string().max(60).refine(zone => zone === 'UTC' || Intl.supportedValuesOf('timeZone').includes(zone)),
  country: z.string().regex(/^[A-Z]{2}$/),
  city: z.strictObject({ en: line(80), zh: line(80) }),
  /** From what stands in the category column to the slug of a category here. */
  categories: z.record(z.string().max(200), z.string().max(80)).default({}),
  /** For what is not named above; none: such rows are refused. */
  defaultCategory: z.string().max(80).nullable().default(null),
  currency: z.string().regex(/^[A-Z]{3}$/),
  durationMinutes: z.int().min(5).max(60 * 24 * 7).default(120),
  /** Tickets are sold from so many days before each session on; null: at once (two years before). */
  saleOpensDaysBefore: z.int().min(0).max(1000).nullable().default(null),
  /** Places of a venue that is new here, until somebody draws its hall. */
  capacity: z.int().min(1).max(100_000).default(300),
  perPersonLimit: z.int().min(1).max(50).default(6)
})

/** `POST /api/imports/events/look`: the beginning of a file. Answers its columns, some rows, and what they probably mean. */
export const lookReply = z.object({
  encoding: z.string(), columns: z.array(z.string()), rows: z.array(z.record(z.string(), z.string())), columnsGuessed: z.partialRecord(z.string(), z.string())
})

/** `POST /api/imports/events`: a run with its mapping; the file follows as `PUT /api/imports/events/:id/file`. */
export const beginImportInput = z.strictObject({ fileName: z.string().trim().min(1).max(200), mapping: eventImportMapping })
export const beginImportReply = z.object({ id: uuid })

/** `PUT /api/imports/events/:id/file?dryRun=1&rowByRow=1&publish=approved`, with the file as the body (`text/csv`). */
const flag = z.enum(['0', '1']).default('0').transform(value => value === '1')
export const importFileQuery = z.object({
  dryRun: flag,
  /** Take the rows that can be taken; else all or nothing. */
  rowByRow: flag,
  /** `approved`: on sale at once, for admins only. */
  publish: z.enum(['draft', 'approved']).default('draft')
})

/** Why a row is refused, or what was made of it. The sentences are in app/i18n/areas/import. */
export const IMPORT_REFUSALS = ['malformed', 'id-missing', 'id-twice', 'name-missing', 'too-long', 'venue-missing', 'no-sessions', 'session-unreadable', 'too-many-sessions', 'session-twice', 'category-unknown', 'price-unreadable', 'under-review', 'not-ready'] as const
export const IMPORT_REMARKS = ['name-copied', 'description-copied', 'organiser-copied', 'session-past', 'formula', 'venue-new', 'default-category'] as const
export const rowMessage = z.object({ code: z.enum([...IMPORT_REFUSALS, ...IMPORT_REMARKS]), column: z.string().nullable(), value: z.string().nullable() })
export const importRow = z.object({
  /** Of the file, from 1; a row of several lines is where it begins. */
  line: z.int(), externalId: z.string(), name: z.string(),
  outcome: z.enum(['new', 'changed', 'unchanged', 'refused']),
  messages: z.array(rowMessage), sessions: z.int(), eventId: uuid.nullable()
})
export const importOutcome = z.object({
  isDryRun: z.boolean(), isImported: z.boolean(), encoding: z.string(),
  rows: z.int(), created: z.int(), changed: z.int(), unchanged: z.int(), refused: z.int(), sessions: z.int(), newVenues: z.int(),
  /** What stands in the category column and is not mapped, with how many rows have it. */
  unknownCategories: z.array(z.object({ value: z.string(), rows: z.int() })),
  /** All rows of a small file; of a large one those that are refused, as many as fit. */
  list: z.array(importRow), isListCut: z.boolean()
})
/** `GET /api/imports/events`: one's own runs, the newest first. */
export const importRunView = z.object({ id: uuid, fileName: z.string(), createdAt: instant, finishedAt: instant.nullable(), mapping: eventImportMapping, outcome: importOutcome.nullable() })
export const importRunsReply = z.object({ runs: z.array(importRunView) })

export type EventColumns = z.infer<typeof eventColumns>
export type EventImportMapping = z.infer<typeof eventImportMapping>
export type ImportRow = z.infer<typeof importRow>
export type ImportOutcome = z.infer<typeof importOutcome>
export type RowMessage = z.infer<typeof rowMessage>
export type LookReply = z.infer<typeof lookReply>
export type ImportRunsReply = z.infer<typeof importRunsReply>
