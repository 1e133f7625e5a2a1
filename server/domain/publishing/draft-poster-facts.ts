import { eq, inArray } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { categories, venues } from '#drizzle/schema/index.ts'
import type { LocalText } from '#shared/text/local-text.ts'
import { readDraft } from './drafts.ts'
import { type Author, ownEvent } from './own-event.ts'

/** What the generated poster of a draft says: for its publisher and for admins, before anybody else sees one. `seed`: as it would be drawn from another one. */
export async function draftPosterFacts({ db }: { db: Database }, author: Author, eventId: string, seed?: string) {
  const event = await ownEvent(db, author, eventId)
  const { draft: { document } } = await readDraft(db, event)
  const days = document.sessions.flatMap(session => session.startsAt ? { at: new Date(session.startsAt), venueId: session.venueId } : []).toSorted((a, b) => a.at.getTime() - b.at.getTime())
  const venueId = days.find(day => day.venueId)?.venueId ?? null
  const [[category], [venue]] = await Promise.all([
    document.categoryId ? db.select().from(categories).where(eq(categories.id, document.categoryId)) : [],
    venueId ? db.select().from(venues).where(inArray(venues.id, [venueId])) : []
  ])
  const both = (en: string | undefined, zh: string | undefined): LocalText | null => en === undefined || zh === undefined ? null : { en, zh }
  return {
    seed: seed || (document.cover.kind === 'poster' && document.cover.seed) || event.posterSeed,
    name: { en: document.name.en || document.name.zh || '—', zh: document.name.zh || document.name.en || '—' },
    category: { slug: category?.slug ?? '', name: both(category?.nameEn, category?.nameZh) ?? { en: '', zh: '' } },
    venue: both(venue?.nameEn, venue?.nameZh), city: both(venue?.cityEn, venue?.cityZh),
    firstDay: days[0]?.at ?? null, lastDay: days.at(-1)?.at ?? null,
    timeZone: venue?.timeZone ?? 'UTC'
  }
}
