import { z } from 'zod'
import { instant, personName, uuid } from './primitives.ts'

/** What a program may be allowed, in the words of a box office. Endpoints that name none are closed to programs. */
export const API_SCOPES = ['events:read', 'events:write', 'stats:read', 'orders:read', 'orders:write', 'attendees:read', 'gate:read', 'gate:write', 'webhooks:read', 'webhooks:write'] as const
export type ApiScope = typeof API_SCOPES[number]

/** Lifetimes that one may choose, in days. */
export const API_TOKEN_DAYS = [7, 30, 90, 365] as const

/** `POST /api/user/api-tokens`. */
export const makeApiTokenInput = z.strictObject({
  name: personName,
  scopes: z.array(z.enum(API_SCOPES)).min(1).max(API_SCOPES.length),
  days: z.literal(API_TOKEN_DAYS)
})

export const apiTokenView = z.object({
  id: uuid,
  name: z.string(),
  /** The last letters, by which one knows it again. */
  ending: z.string(),
  scopes: z.array(z.enum(API_SCOPES)),
  madeAt: instant,
  expiresAt: instant,
  lastUsedAt: instant.nullable(),
  isExpired: z.boolean()
})
export const apiTokensReply = z.object({ tokens: z.array(apiTokenView) })
/** `token` is shown this once. */
export const madeApiTokenReply = z.object({ token: z.string(), made: apiTokenView })

export type MakeApiTokenInput = z.infer<typeof makeApiTokenInput>
export type ApiTokenView = z.infer<typeof apiTokenView>
export type ApiTokensReply = z.infer<typeof apiTokensReply>
export type MadeApiTokenReply = z.infer<typeof madeApiTokenReply>
