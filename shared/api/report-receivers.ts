import { z } from 'zod'
import { email, instant, localText, localeInput, personName, uuid } from './primitives.ts'
import { reportFormat } from './reports.ts'
import { salesQuery } from './stats.ts'

/** Of a publisher's own events, or of the whole house: for admins. */
export const receiverScope = z.enum(['own', 'house'])

const wish = {
  /** Who it is, in the owner's words. */
  name: personName,
  locale: localeInput,
  format: reportFormat,
  isMonthly: z.boolean(),
  isWeekly: z.boolean(),
  /** By whose calendar. */
  zone: salesQuery.shape.zone
}
const hasSchedule = ({ isMonthly, isWeekly }: { isMonthly: boolean, isWeekly: boolean }) => isMonthly || isWeekly
const needsSchedule = { path: ['isMonthly'], error: 'is true here or for isWeekly' }

/** `GET /api/publishing/report-receivers?scope=`. */
export const receiversQuery = z.object({ scope: receiverScope.default('own') })
/** `POST`: the address is asked first whether it wants the mails. */
export const receiverInput = z.strictObject({ scope: receiverScope.default('own'), email, ...wish }).refine(hasSchedule, needsSchedule)
/** `PUT .../:id`: another address is another receiver. */
export const changedReceiverInput = z.strictObject(wish).refine(hasSchedule, needsSchedule)
export const receiverParams = z.object({ id: uuid })
/** `POST .../:id/send`: the last month or week that is over, now. */
export const sendReportInput = z.strictObject({ period: z.enum(['month', 'week']) })
export const sendReportReply = z.object({ period: z.string() })

export const receiverView = z.object({
  id: uuid,
  name: z.string(),
  /** Null once its reader has ended the mails. */
  email: z.string().nullable(),
  locale: localeInput,
  format: reportFormat,
  isMonthly: z.boolean(),
  isWeekly: z.boolean(),
  zone: z.string(),
  /** `failing`: so many mails in a row did not arrive that no more are sent before it confirms again. */
  state: z.enum(['unconfirmed', 'active', 'failing', 'stopped']),
  /** Until when the link in the mail confirms; null where there is none. */
  confirmUntil: instant.nullable(),
  /** The last mail to it: a question whether it wants the reports, or a report. */
  lastMail: z.object({ period: z.string().nullable(), at: instant, state: z.enum(['waiting', 'sent', 'failed']) }).nullable()
})
export const receiversReply = z.object({
  receivers: z.array(receiverView),
  limit: z.int(),
  /** Whether this house can send mails at all. */
  canSend: z.boolean()
})

/** `GET` and `POST /api/report-mails/confirm`: what a receiver is asked. */
export const confirmQuery = z.object({ token: z.string().regex(/^[\w-]{43}$/) })
export const confirmReply = z.object({
  /** Whose reports; null: of the whole house. */
  publisher: localText.nullable(),
  isMonthly: z.boolean(),
  isWeekly: z.boolean(),
  format: reportFormat,
  isConfirmed: z.boolean()
})
/** `GET /api/report-mails/file`: the whole report, for who has the mail. */
export const mailedReportQuery = z.object({ token: z.string().min(40).max(200) })

export type ReceiverScope = z.infer<typeof receiverScope>
export type ReceiverInput = z.infer<typeof receiverInput>
export type ChangedReceiverInput = z.infer<typeof changedReceiverInput>
export type ReceiverView = z.infer<typeof receiverView>
export type ReceiversReply = z.infer<typeof receiversReply>
export type ConfirmReply = z.infer<typeof confirmReply>
