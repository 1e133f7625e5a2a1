import { and, eq, inArray, max, min } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { categories, events, sessions, venues } from '#drizzle/schema/index.ts'
import type { PosterFacts } from './facts.ts'

/** What the poster of a public event says, in two queries; null where there is no such event to the public. */
export async function readPosterFacts({ db }: { db: Queryable }, slug: string): Promise<PosterFacts & { coverImageId: string | null } | null> {
  const [found] = await db.select({ event: events, category: categories }).from(events)
    .innerJoin(categories, eq(categories.id, events.categoryId))
    .where(and(eq(events.slug, slug), inArray(events.status, ['approved', 'cancelled', 'ended'])))
  if (!found) return null
  const { event, category } = found
  const [house] = await db.select({ venue: venues, firstDay: min(sessions.startsAt), lastDay: max(sessions.startsAt) }).from(sessions)
    .innerJoin(venues, eq(venues.id, sessions.venueId))
    .where(eq(sessions.eventId, event.id)).groupBy(venues.id).orderBy(min(sessions.startsAt)).limit(1)
  return {
    coverImageId: event.coverImageId,
    seed: event.posterSeed,
    name: { en: event.nameEn, zh: event.nameZh },
    category: { slug: category.slug, name: { en: category.nameEn, zh: category.nameZh } },
    venue: house ? { en: house.venue.nameEn, zh: house.venue.nameZh } : null,
    city: house ? { en: house.venue.cityEn, zh: house.venue.cityZh } : null,
    firstDay: house?.firstDay ?? null,
    lastDay: house?.lastDay ?? null,
    timeZone: house?.venue.timeZone ?? 'UTC'
  }
}
