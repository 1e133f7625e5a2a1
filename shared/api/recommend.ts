import { z } from 'zod'
import { eventCard } from './catalogue.ts'
import { localText } from './primitives.ts'

/** Why an event is shown. `text` says it whole. */
export const reason = z.object({
  kind: z.enum(['booked', 'kept', 'waiting', 'tried', 'seen', 'category', 'popular-here', 'popular', 'chosen']),
  /** What one did that it follows from. */
  event: z.object({ slug: z.string(), name: localText }).optional(),
  text: localText
})

/** `GET /api/recommend/:userId?city=&limit=` */
export const recommendQuery = z.object({
  /** Where the visitor is, in English; events there come first while nothing is known of him. */
  city: z.string().trim().max(80).optional(),
  limit: z.coerce.number().int().min(1).max(24).default(10)
})
export const recommendReply = z.object({
  /** Whether it was made from what this person did. */
  isPersonal: z.boolean(),
  /** Whether he allows that. */
  isAllowed: z.boolean(),
  recommendations: z.array(z.object({ event: eventCard, reason }))
})

/** `GET /api/events/:event/similar`: the same for everybody. */
export const similarReply = z.object({ events: z.array(eventCard) })

/** `GET` and `PUT /api/user/recommendations`. */
export const recommendChoice = z.object({ isPersonal: z.boolean() })

export type Reason = z.infer<typeof reason>
export type RecommendReply = z.infer<typeof recommendReply>
export type SimilarReply = z.infer<typeof similarReply>
export type RecommendChoice = z.infer<typeof recommendChoice>
