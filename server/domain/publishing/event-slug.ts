import { randomInt } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { events } from '#drizzle/schema/index.ts'

const MAX_SLUG = 80

/** Words of letters and digits with dashes between them: `Winter Letters: Live!` as `winter-letters-live`. Empty where there are none. */
export function slugOf(name: string): string {
  const words = name.normalize('NFKD').replace(/\p{M}+/gu, '').normalize('NFC').toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  let slug = ''
  for (const word of words) {
    if (slug && slug.length + 1 + word.length > MAX_SLUG) break
    slug = (slug ? `${slug}-${word}` : word).slice(0, MAX_SLUG)
  }
  return slug
}

/** An address for an event of this name that no other event has. The first approval gives it, and it never changes: links stay good. */
export async function freeSlug(db: Queryable, name: { en: string, zh: string }): Promise<string> {
  const plain = slugOf(name.en) || slugOf(name.zh) || 'event'
  for (let slug = plain; ; slug = `${plain}-${randomInt(36 ** 4).toString(36).padStart(4, '0')}`) {
    if ((await db.select({ id: events.id }).from(events).where(eq(events.slug, slug))).length === 0) return slug
  }
}
