import { z } from 'zod'
import { importFileQuery, lookReply } from './imports.ts'
import { instant, localeInput, uuid } from './primitives.ts'

/** Importing customers from a table: which column means what, and how each row came out. Nothing in it can say that somebody wants mails. */

const column = z.string().min(1).max(200)
const optionalColumn = column.nullable().default(null)

/** Only the e-mail must be there: what the account is known by. */
export const customerColumns = z.strictObject({ email: column, name: optionalColumn, phone: optionalColumn, locale: optionalColumn })
export type CustomerColumn = keyof z.infer<typeof customerColumns>

export const customerImportMapping = z.strictObject({
  columns: customerColumns,
  /** Of rows that name no language. */
  locale: localeInput,
  /** Of numbers that are written without one (ISO 3166). */
  country: z.string().regex(/^[A-Z]{2}$/)
})

/** `POST /api/imports/customers/look`: the beginning of a file. */
export const customerLookReply = lookReply
/** `POST /api/imports/customers`: a run with its mapping; the file follows as `PUT /api/imports/customers/:id/file?dryRun=1`. */
export const beginCustomerImportInput = z.strictObject({ fileName: z.string().trim().min(1).max(200), mapping: customerImportMapping })
export const customerFileQuery = z.object({ dryRun: importFileQuery.shape.dryRun })

/** Why a row is refused, or what is to be said of it. The sentences are in app/i18n/areas/import. */
export const CUSTOMER_REFUSALS = ['malformed', 'email-missing', 'email-unreadable', 'email-twice', 'name-unfit', 'phone-unreadable', 'phone-twice', 'phone-taken', 'locale-unknown'] as const
export const CUSTOMER_REMARKS = ['account-there', 'name-from-email', 'formula'] as const
export const customerRowMessage = z.object({ code: z.enum([...CUSTOMER_REFUSALS, ...CUSTOMER_REMARKS]), column: z.string().nullable(), value: z.string().nullable() })
export const customerRow = z.object({
  /** Of the file, from 1; a row of several lines is where it ends. */
  line: z.int(), email: z.string(), name: z.string(), outcome: z.enum(['new', 'unchanged', 'refused']), messages: z.array(customerRowMessage)
})
export const customerImportOutcome = z.object({
  isDryRun: z.boolean(), isImported: z.boolean(), encoding: z.string(), rows: z.int(), created: z.int(), unchanged: z.int(), refused: z.int(),
  /** All rows of a small file; of a large one those that are refused, as many as fit. */
  list: z.array(customerRow), isListCut: z.boolean()
})

/** What is kept of an outcome: numbers, and nobody's address. */
export const customerImportCounts = customerImportOutcome.omit({ list: true, isListCut: true })
/** Invitations of an import: how many are to be written, were written, and have led to an account being entered. */
export const customerInvitations = z.object({ isAsked: z.boolean(), waiting: z.int(), sent: z.int(), entered: z.int() })
/** `GET /api/imports/customers`: all admins' runs, the newest first. */
export const customerImportRun = z.object({
  id: uuid, fileName: z.string(), createdAt: instant, finishedAt: instant.nullable(), mapping: customerImportMapping, counts: customerImportCounts.nullable(), invitations: customerInvitations
})
export const customerImportsReply = z.object({ runs: z.array(customerImportRun), canSend: z.boolean() })
/** `POST /api/imports/customers/:id/invite`. */
export const inviteReply = z.object({ waiting: z.int(), perHour: z.int() })

export type CustomerImportMapping = z.infer<typeof customerImportMapping>
export type CustomerRow = z.infer<typeof customerRow>
export type CustomerRowMessage = z.infer<typeof customerRowMessage>
export type CustomerImportOutcome = z.infer<typeof customerImportOutcome>
export type CustomerImportsReply = z.infer<typeof customerImportsReply>
export type InviteReply = z.infer<typeof inviteReply>
