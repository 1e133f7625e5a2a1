import { z } from 'zod'
import { eventStatus } from './publishing.ts'
import { instant, localeInput, localText, uuid } from './primitives.ts'

/** What admins ask of people and applications, and are answered; and how somebody applies. */

export const role = z.enum(['customer', 'publisher', 'admin'])
export const personState = z.enum(['active', 'disabled', 'erased'])
/** Why: kept in the audit log, and seen by admins only. */
const because = z.string().trim().min(3).max(500).regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])+$/u)

/** `GET /api/admin/users?q=&role=&state=&cursor=`: `q` is an e-mail, phone, name, or id. The newest first. */
export const peopleQuery = z.object({
  q: z.string().trim().max(200).optional(), role: role.optional(), state: personState.optional(),
  cursor: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(100).optional()
})
export const personRow = z.object({
  id: uuid, displayName: z.string(), email: z.string().nullable(),
  /** All but its country and last digits hidden: `+86 •••••••8000`. */
  phone: z.string().nullable(),
  role, state: personState, hasTotp: z.boolean(), createdAt: instant, lastSeenAt: instant.nullable()
})
export const peopleReply = z.object({ people: z.array(personRow), nextCursor: z.string().nullable() })

/** `GET /api/admin/users/:id`. */
export const personReply = personRow.extend({
  locale: localeInput, isEmailVerified: z.boolean(), isPhoneVerified: z.boolean(), disabledAt: instant.nullable(), isYourself: z.boolean(),
  points: z.int(),
  publisher: z.object({ slug: z.string(), name: localText }).nullable(),
  loginSessions: z.array(z.object({ id: uuid, method: z.string(), userAgent: z.string().nullable(), openedAt: instant, lastSeenAt: instant, hasSecondFactor: z.boolean() })),
  applications: z.array(z.object({ id: uuid, state: z.enum(['pending', 'approved', 'rejected', 'withdrawn']), name: localText, createdAt: instant, decidedAt: instant.nullable(), reason: z.string().nullable() })),
  events: z.array(z.object({ id: uuid, slug: z.string(), name: localText, status: eventStatus, updatedAt: instant })), eventCount: z.int(),
  /** References only: what somebody bought is his business until he asks for help with it. */
  orders: z.array(z.object({ reference: z.string(), state: z.string(), createdAt: instant })), orderCount: z.int(),
  audit: z.array(z.object({ at: instant, actor: z.string(), actorName: z.string().nullable(), action: z.string(), fromState: z.string().nullable(), toState: z.string().nullable(), reason: z.string().nullable() }))
})
/** `PUT /api/admin/users/:id/role`. `not-yourself`, `last-admin`. Ends the person's login sessions (S-04). */
export const changeRoleInput = z.strictObject({ role, reason: because })
/** `PUT /api/admin/users/:id/state`. Disabling ends the login sessions. */
export const changeStateInput = z.strictObject({ state: z.enum(['active', 'disabled']), reason: because })
/** `POST /api/admin/users/:id/end-sessions`, `POST /api/admin/users/:id/reset-totp`, `POST /api/admin/users/:id/phone`. */
export const becauseInput = z.strictObject({ reason: because })
export const endedSessionsReply = z.object({ ended: z.int() })
export const phoneReply = z.object({ phone: z.string().nullable() })

const line = (max: number) => z.string().trim().min(1).max(max).regex(/^[^\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]+$/u)
/** `POST /api/user/publisher-application`. */
export const applyInput = z.strictObject({
  name: z.strictObject({ en: line(120), zh: line(120) }),
  about: z.string().trim().min(10).max(4000).refine(text => !/[\p{Cs}\u202a-\u202e\u2066-\u2069]|(?![\n\r\t])\p{Cc}/u.test(text)),
  website: z.url({ protocol: /^https?$/ }).max(300).nullable()
})
export const applicationState = z.enum(['pending', 'approved', 'rejected', 'withdrawn'])
export const ownApplication = z.object({
  id: uuid, state: applicationState, name: localText, about: z.string(), website: z.string().nullable(), createdAt: instant, decidedAt: instant.nullable(), reason: z.string().nullable()
})
/** `GET /api/user/publisher-application`: the newest first. */
export const ownApplicationsReply = z.object({ role, applications: z.array(ownApplication) })

/** `GET /api/admin/applications?state=&cursor=`: those that wait oldest first, the others newest first. */
export const applicationsQuery = z.object({ state: applicationState.optional(), cursor: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(100).optional() })
export const applicationRow = ownApplication.extend({ applicant: z.object({ id: uuid, name: z.string(), email: z.string().nullable(), since: instant, orders: z.int() }), decidedBy: z.string().nullable() })
export const applicationsReply = z.object({ applications: z.array(applicationRow), nextCursor: z.string().nullable(), waiting: z.int() })
/** `PUT /api/admin/applications/:id/decision`. `already-decided` (409) where another admin was faster. */
export const decideApplicationInput = z.strictObject({ decision: z.enum(['approve', 'reject']), reason: z.string().trim().max(1000).optional() })
  .refine(input => input.decision === 'approve' || (input.reason ?? '').length >= 3, { path: ['reason'], error: 'a reason is needed' })

export type PersonRow = z.infer<typeof personRow>
export type PeopleReply = z.infer<typeof peopleReply>
export type PersonReply = z.infer<typeof personReply>
export type ApplyInput = z.infer<typeof applyInput>
export type OwnApplicationsReply = z.infer<typeof ownApplicationsReply>
export type ApplicationRow = z.infer<typeof applicationRow>
export type ApplicationsReply = z.infer<typeof applicationsReply>
