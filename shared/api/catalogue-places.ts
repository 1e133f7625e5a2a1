import { z } from 'zod'
import { localText, uuid } from './primitives.ts'

/** `GET /api/venues/:slug`: where things take place. */
export const venueReply = z.object({
  id: uuid, slug: z.string(), name: localText, address: localText, city: localText, country: z.string(), timeZone: z.string(),
  latitude: z.number().nullable(), longitude: z.number().nullable(), website: z.string().nullable(),
  /** HTML rendered from Markdown; holds no markup of the author's own. */
  aboutHtml: localText,
  halls: z.array(z.object({ name: localText, places: z.int() }))
})

/** `GET /api/publishers/:slug`: who puts shows on. */
export const publisherReply = z.object({ slug: z.string(), name: localText, aboutHtml: localText, website: z.string().nullable() })

export type VenueReply = z.infer<typeof venueReply>
export type PublisherReply = z.infer<typeof publisherReply>
