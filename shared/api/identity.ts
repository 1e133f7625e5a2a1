import { z } from 'zod'
import { loginReply, newPassword } from './accounts.ts'
import { email, instant, localeInput, personName, uuid } from './primitives.ts'

/**
 * Proving who one is: codes, second factors, changes of what one logs in with. Whatever an outsider asks, the answer is the same
 * for a known and an unknown address (S-10).
 */

/** A phone number as people write it; the server makes E.164 of it (`+86 138 0013 8000`, or a bare number with `country`). */
export const phoneInput = z.string().trim().min(5).max(32).regex(/^[+\d][\d\s().-]*$/)
export const country = z.string().regex(/^[A-Z]{2}$/)
/** Six digits; spaces are let through. */
export const oneTimeCode = z.string().trim().transform(code => code.replaceAll(/\s/g, '')).pipe(z.string().regex(/^\d{6}$/))
export const challengeReply = z.object({
  challengeId: uuid,
  /** Seconds that the code lives, and until another may be asked for. */
  expiresInSeconds: z.int(), resendInSeconds: z.int(),
  /** True where mails and texts of this house go to the mailbox page (demo, development). */
  isKeptInMailbox: z.boolean()
})
export const challengeAnswer = z.strictObject({ challengeId: uuid, code: oneTimeCode })

/** What is answered where there is nothing to say but that it was done. */
export const doneReply = z.object({ done: z.literal(true) })

/** `POST /api/auth/register`: always 202 with a challenge. `POST /api/auth/register/confirm`: makes the account and logs in. */
export const registerConfirmInput = challengeAnswer
/** `POST /api/auth/challenges/:id/resend`: another code for the same question; the old one is dead. */
/** `POST /api/auth/code`: log in by phone, or sign up where the phone is new. `POST /api/auth/code/confirm`. */
export const phoneCodeInput = z.strictObject({ phone: phoneInput, country: country.optional(), locale: localeInput.optional() })
export const phoneCodeConfirmInput = challengeAnswer.extend({
  /** Of a new account; without it the account is called by the end of its number. */
  displayName: personName.optional()
})
/** `POST /api/auth/second-factor`: the second step of a login by code or by OAuth. A recovery code (`xxxxx-xxxxx`) serves too. */
export const secondFactorCode = z.string().trim().min(6).max(20).regex(/^[\da-zA-Z\s-]+$/)
export const secondFactorInput = z.strictObject({ challengeId: uuid, code: secondFactorCode })
/** What a login by code answers: logged in, or asked for the second factor first. */
export const codeLoginReply = z.discriminatedUnion('step', [
  loginReply.extend({ step: z.literal('done') }),
  z.object({ step: z.literal('second-factor'), challengeId: uuid })
])

/** `POST /api/auth/forgot`: always 202. `POST /api/auth/reset`: ends every login session of the account. */
export const forgotInput = z.strictObject({ email })
export const resetInput = z.strictObject({ token: z.string().min(20).max(100).regex(/^[\w-]+$/), password: newPassword })

/** `GET /api/user/security`. */
export const securityReply = z.object({
  hasPassword: z.boolean(),
  email: z.string().nullable(), isEmailVerified: z.boolean(),
  phone: z.string().nullable(),
  totp: z.object({ isOn: z.boolean(), since: instant.nullable(), recoveryCodesLeft: z.int() }),
  /** The role needs a second factor, and this house insists. */
  isTotpRequired: z.boolean(),
  identities: z.array(z.object({ id: uuid, provider: z.string(), label: z.string(), since: instant }))
})

/** `GET /api/user/login-sessions`, `DELETE /api/user/login-sessions/:id`, `DELETE /api/user/login-sessions` (all but this one). */
export const loginSessionView = z.object({
  id: uuid, isThisOne: z.boolean(), method: z.string(), userAgent: z.string().nullable(), ip: z.string().nullable(),
  openedAt: instant, lastSeenAt: instant, endsAt: instant, hasSecondFactor: z.boolean()
})
/** How many login sessions were ended. */
export const endedReply = z.object({ ended: z.int() })
export const loginSessionsReply = z.object({ loginSessions: z.array(loginSessionView) })

/** Changes ask for the password again, or, where the account has none, for a second factor or a fresh login (10 minutes). */
export const currentPassword = z.string().max(1024).optional()
/** `PUT /api/user/password`: ends all other login sessions. */
export const changePasswordInput = z.strictObject({ current: currentPassword, next: newPassword })
/** `POST /api/user/email`: a code goes to the new address. `POST /api/user/email/confirm`; the old address is told. */
export const changeEmailInput = z.strictObject({ email, current: currentPassword })
/** `POST /api/user/phone`, `POST /api/user/phone/confirm`; `DELETE /api/user/phone`. */
/** `DELETE /api/user/phone`. */
export const removePhoneInput = z.strictObject({ current: currentPassword })
export const changePhoneInput = z.strictObject({ phone: phoneInput, country: country.optional(), current: currentPassword })

/** `POST /api/user/totp`: a secret to scan. `POST /api/user/totp/confirm`: the first code turns it on. `DELETE /api/user/totp`. */
export const beginTotpInput = z.strictObject({ current: currentPassword })
export const beginTotpReply = z.object({ secret: z.string(), uri: z.string(), qrSvg: z.string() })
export const confirmTotpInput = z.strictObject({ code: oneTimeCode })
export const confirmTotpReply = z.object({ recoveryCodes: z.array(z.string()) })
export const endTotpInput = z.strictObject({ code: secondFactorCode })

/** `GET /api/auth/providers`: what a login page may show. */
export const providersReply = z.object({
  oauth: z.array(z.object({ id: z.enum(['google', 'wechat']), name: z.string() })),
  hasPhone: z.boolean(),
  isMailboxOpen: z.boolean()
})

/** `POST /api/user/export`: 202. `GET /api/user/exports`. The link in the mail works once. */
export const dataExportView = z.object({ id: uuid, state: z.enum(['waiting', 'ready', 'fetched', 'expired', 'failed']), createdAt: instant, expiresAt: instant.nullable() })
export const dataExportsReply = z.object({ exports: z.array(dataExportView) })

/**
 * `POST /api/user/erase`: deletes the account. Live tickets stay valid and go to the address given (they are shown by a private
 * link from then on); without one they are refused (`tickets-alive`) so that nobody loses what he paid for.
 */
export const eraseInput = z.strictObject({ current: currentPassword, confirm: z.literal('DELETE'), keepTicketsAt: email.optional() })

export type ChallengeReply = z.infer<typeof challengeReply>
export type CodeLoginReply = z.infer<typeof codeLoginReply>
export type SecurityReply = z.infer<typeof securityReply>
export type LoginSessionView = z.infer<typeof loginSessionView>
export type BeginTotpReply = z.infer<typeof beginTotpReply>
export type ConfirmTotpReply = z.infer<typeof confirmTotpReply>
export type ProvidersReply = z.infer<typeof providersReply>
export type DataExportView = z.infer<typeof dataExportView>
