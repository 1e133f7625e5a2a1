import { z } from 'zod'
import { eventCard } from './catalogue.ts'
import { uuid } from './primitives.ts'

/** What somebody keeps an eye on. */

/** `GET /api/user/wishes/:eventId`: what one person wants of one event. */
export const wishesReply = z.object({ isFavourite: z.boolean(), isReminded: z.boolean() })
/** `GET /api/user/favourites?cursor=`: newest first. */
export const favouritesQuery = z.object({ cursor: uuid.optional() })
export const favouritesReply = z.object({ events: z.array(eventCard), nextCursor: uuid.nullable() })

export type WishesReply = z.infer<typeof wishesReply>
export type FavouritesReply = z.infer<typeof favouritesReply>
