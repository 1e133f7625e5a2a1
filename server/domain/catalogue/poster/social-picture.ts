import { createHash } from 'node:crypto'
import type { Queryable } from '#drizzle/database.ts'
import { type FileStore, type ImageWorks, readImage } from '#server/domain/files/index.ts'
import type { Locale } from '#shared/text/local-text.ts'
import { readPosterFacts } from './read-poster-facts.ts'
import { renderPoster } from './render-poster.ts'

export interface SocialPictureDeps { db: Queryable, files: FileStore, images: ImageWorks }

/** What messengers and social sites show of a link, in px (ogp.me; they cut everything else to this shape). */
const SIZE = { width: 1200, height: 630 }
/** Counted up when the same content comes to look different. */
const EDITION = 1

/**
 * The picture of a public event for those who show links: JPEG, because none of them takes SVG and not all take WebP. From its
 * cover, else its generated poster. Made once for each content and kept. Null where there is no such event to the public.
 * @throws `unavailable` (too many are being made)
 */
export async function socialPicture(deps: SocialPictureDeps, slug: string, locale: Locale): Promise<Uint8Array | null> {
  const facts = await readPosterFacts(deps, slug)
  if (!facts) return null
  if (facts.coverImageId) {
    const cover = await readImage(deps, facts.coverImageId, 1600)
    if (cover) return await keptOrMade(deps.files, facts.coverImageId, () => deps.images.cut(cover, SIZE))
  }
  const svg = renderPoster(facts, { locale, shape: 'landscape', isWordless: !await deps.images.canWrite() })
  return await keptOrMade(deps.files, svg, () => deps.images.rasterise(svg, SIZE))
}

async function keptOrMade(files: FileStore, content: string, make: () => Promise<Uint8Array>): Promise<Uint8Array> {
  const key = `social/${createHash('sha256').update(`${EDITION} ${content}`).digest('hex')}.jpg`
  const kept = await files.get(key).catch(() => null)
  if (kept) return kept.bytes
  const made = await make()
  // A picture that cannot be kept is still a picture.
  await files.put(key, made, 'image/jpeg').catch(() => {})
  return made
}
