import { z } from 'zod'
import { uuid } from './primitives.ts'

/**
 * `POST /api/images?purpose=cover` and `PUT /api/user/avatar` take the picture itself as the body (`Content-Type: image/...`, at most
 * 10 MB and 40 megapixels, not animated). It is re-encoded; names and metadata are not kept.
 */
export const imageQuery = z.strictObject({ purpose: z.enum(['cover', 'view']).default('cover') })
export const imageReply = z.object({ id: uuid, url: z.string(), width: z.int(), height: z.int() })
/** `PUT /api/user/avatar`, `DELETE /api/user/avatar`. */
export const avatarReply = z.object({ avatarUrl: z.string().nullable() })

export type ImageReply = z.infer<typeof imageReply>
export type AvatarReply = z.infer<typeof avatarReply>
