import { z } from 'zod'
import { email, localeInput, personName, timeZoneInput, uuid } from './primitives.ts'

/** NIST SP 800-63B: length decides, no composition rules. 1,024 characters bound the work of hashing. */
export const newPassword = z.string().min(8).max(1024)

/** `POST /api/auth/register`. */
export const registerInput = z.strictObject({
  email, password: newPassword, displayName: personName, locale: localeInput.optional(),
  /** Asks for tips by mail: advertising, so only where somebody says so; with the clock that he lives by. */
  wantsTips: z.boolean().optional(), timeZone: timeZoneInput.optional()
})
/** `POST /api/auth/login`. Other fields are let through: after signing up, @sidebase/nuxt-auth sends the same form here. */
export const loginInput = z.object({
  email,
  password: z.string().min(1).max(1024),
  /** The second factor, after `second-factor-required`: six digits, or a recovery code. */
  code: z.string().trim().min(6).max(20).optional()
})
/** `POST /api/auth/refresh`: the token itself is in its HttpOnly cookie; what the body says is ignored. */
export const refreshInput = z.looseObject({}).optional()

/** Who is logged in: `GET /api/auth/session` and `GET /api/user/profile`. */
export const profileReply = z.object({
  id: uuid,
  role: z.enum(['customer', 'publisher', 'admin']),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  displayName: z.string(),
  locale: localeInput,
  avatarUrl: z.string().nullable(),
  /** Points in the wallet. */
  points: z.int()
})

/** How long the login lasts, by the server's clock: what a countdown shows. */
export const loginState = z.object({
  /** Without any request it ends after so many seconds; any request starts them anew. */
  idleEndsInSeconds: z.int(),
  /** It ends then in any case. */
  endsAt: z.string(),
  /** `needed`: the role's own pages stay shut until it is shown. */
  secondFactor: z.enum(['none', 'needed', 'done'])
})

/** `PATCH /api/user/profile`. */
export const profileChange = z.strictObject({ displayName: personName.optional(), locale: localeInput.optional() })
/** `GET /api/auth/session`: null, sent as 204, where nobody is logged in. */
export const sessionReply = profileReply.extend({ login: loginState }).nullable()

/**
 * What login and refresh answer. The tokens are HttpOnly cookies that no script can read; `token` is only the mark
 * by which @sidebase/nuxt-auth knows that somebody is logged in.
 */
export const loginReply = z.object({ token: z.literal('cookie'), refreshToken: z.literal('cookie'), user: profileReply })

export type RegisterInput = z.infer<typeof registerInput>
export type LoginInput = z.infer<typeof loginInput>
export type LoginState = z.infer<typeof loginState>
export type Profile = z.infer<typeof profileReply>
export type ProfileChange = z.infer<typeof profileChange>
export type LoginReply = z.infer<typeof loginReply>
