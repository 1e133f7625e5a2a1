import { posterUrl } from '#server/domain/catalogue/index.ts'
import { coverUrlOf } from '#server/domain/files/index.ts'
import type { CoverChoice } from '#shared/publishing/event-document.ts'

/** What a list or a preview shows: the chosen picture, the poster that visitors see, or, of what they do not see, the draft's own. */
export function draftPosterUrl(event: { id: string, slug: string, coverUrl: string | null, isPublic: boolean }, cover: CoverChoice | null): string {
  if (event.isPublic) return posterUrl(event)
  return cover?.kind === 'image' ? coverUrlOf(cover.imageId) : draftPosterPath(event.id)
}

/** For those who may see the draft. */
export const draftPosterPath = (eventId: string) => `/api/publishing/events/${eventId}/poster`
