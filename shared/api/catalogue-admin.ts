import { z } from 'zod'
import { instant, localText, uuid } from './primitives.ts'
import { venueChoice, venueInput } from './publishing.ts'

/** What admins ask of categories and venues, and are answered. */

/** One line of visible text in both languages. */
const line = z.string().trim().min(1).max(80).regex(/^[^\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]+$/u)
export const categoryName = z.strictObject({ en: line, zh: line })
export const categorySlug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/).max(60)

/** `GET /api/admin/categories`: the whole tree, parents before children, siblings in their order. */
export const adminCategory = z.object({
  id: uuid, parentId: uuid.nullable(), slug: z.string(), name: localText, depth: z.int(),
  /** Events right in it, whatever their state. */
  events: z.int()
})
export const adminCategoriesReply = z.object({ categories: z.array(adminCategory) })
/** `POST /api/admin/categories`: last among its siblings. */
export const addCategoryInput = z.strictObject({ name: categoryName, slug: categorySlug, parentId: uuid.nullable() })
export const addCategoryReply = z.object({ id: uuid })
/** `PATCH /api/admin/categories/:id`. */
export const changeCategoryInput = z.strictObject({ name: categoryName.optional(), slug: categorySlug.optional() })
/** `PUT /api/admin/categories/:id/place`: under `parentId` (null: at the top), before `beforeId` (null: last). `category-circle`. */
export const moveCategoryInput = z.strictObject({ parentId: uuid.nullable(), beforeId: uuid.nullable() })
/** `POST /api/admin/categories/:id/merge`: its events and children go into `into`, and it is no more. `category-circle`. */
export const mergeCategoryInput = z.strictObject({ into: uuid })
export const mergeCategoryReply = z.object({ events: z.int(), children: z.int() })

/** `GET /api/admin/venues?q=&state=&cursor=`: proposals first. */
export const adminVenuesQuery = z.object({
  q: z.string().trim().max(100).optional(), state: z.enum(['proposed', 'approved']).optional(),
  cursor: z.string().max(400).optional(), limit: z.coerce.number().int().min(1).max(100).optional()
})
export const adminVenueRow = z.object({
  id: uuid, slug: z.string(), name: localText, city: localText, country: z.string(), isProposed: z.boolean(),
  proposedBy: z.object({ id: uuid, name: z.string() }).nullable(), halls: z.int(), sessionsToCome: z.int(), createdAt: instant
})
export const adminVenuesReply = z.object({ venues: z.array(adminVenueRow), nextCursor: z.string().nullable(), proposed: z.int() })
/** `GET /api/admin/venues/:id`. */
export const adminVenueReply = venueChoice.omit({ isMine: true, halls: true }).extend({
  latitude: z.number().nullable(), longitude: z.number().nullable(), about: localText, website: z.string().nullable(),
  proposedBy: z.object({ id: uuid, name: z.string() }).nullable(), createdAt: instant,
  /** Every version, the newest of each hall first. */
  halls: z.array(venueChoice.shape.halls.element.extend({ createdAt: instant, sessions: z.int() })),
  sessions: z.int()
})
export const venueChange = venueInput.partial()
export const venueReply = z.object({ id: uuid, slug: z.string() })
export const hallReply = z.object({ planId: uuid, hall: z.string(), version: z.int() })

export type AdminCategory = z.infer<typeof adminCategory>
export type AdminVenueRow = z.infer<typeof adminVenueRow>
export type AdminVenuesReply = z.infer<typeof adminVenuesReply>
export type AdminVenueReply = z.infer<typeof adminVenueReply>
