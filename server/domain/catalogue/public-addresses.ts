import { asc, desc, eq, isNotNull, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { categories, events, publishers, venues } from '#drizzle/schema/index.ts'
import { isPublicEvent } from './cards-of-events.ts'

/** Events in one sitemap: a sitemap takes 50,000 addresses (sitemaps.org), each event has two, and a smaller file is fetched more gladly. */
export const EVENTS_PER_SITEMAP = 5_000

/** How many sitemaps the events fill, with the time of the last change in each. */
export async function eventSitemaps({ db }: { db: Queryable }): Promise<{ number: number, lastModified: Date }[]> {
  const rows = await db.execute<{ number: number, changed_ms: number }>(sql`
    select number, (extract(epoch from max(updated_at)) * 1000)::float8 as changed_ms from (
      select updated_at, ((row_number() over (order by id) - 1) / ${EVENTS_PER_SITEMAP})::int + 1 as number
      from events where status in ('approved', 'cancelled', 'ended')
    ) numbered group by number order by number`)
  return rows.map(row => ({ number: row.number, lastModified: new Date(row.changed_ms) }))
}

/** The events of one sitemap, `number` from 1. In the order of their making, so that an event stays in its file. */
export async function eventsOfSitemap({ db }: { db: Queryable }, number: number): Promise<{ slug: string, updatedAt: Date }[]> {
  return await db.select({ slug: events.slug, updatedAt: events.updatedAt }).from(events)
    .where(isPublicEvent).orderBy(asc(events.id)).limit(EVENTS_PER_SITEMAP).offset((number - 1) * EVENTS_PER_SITEMAP)
}

/** The other pages of the catalogue: categories, venues and publishers by their slugs. */
export async function placeAddresses({ db }: { db: Queryable }): Promise<{ categories: string[], venues: string[], publishers: string[] }> {
  const [categoryRows, venueRows, publisherRows] = await Promise.all([
    db.select({ slug: categories.slug }).from(categories).orderBy(categories.sortOrder, categories.slug),
    db.select({ slug: venues.slug }).from(venues).where(isNotNull(venues.approvedAt)).orderBy(venues.slug),
    db.selectDistinct({ slug: publishers.slug }).from(publishers).innerJoin(events, eq(events.createdBy, publishers.userId)).where(isPublicEvent).orderBy(publishers.slug)
  ])
  return { categories: categoryRows.map(r => r.slug), venues: venueRows.map(r => r.slug), publishers: publisherRows.map(r => r.slug) }
}

/** Events as a reader of a feed wants them: what was approved last comes first. */
export async function newestEvents({ db }: { db: Queryable }, limit: number): Promise<{ id: string, since: Date }[]> {
  const since = sql<string>`coalesce(${events.firstApprovedAt}, ${events.updatedAt})`
  const rows = await db.select({ id: events.id, sinceMs: sql<number>`(extract(epoch from ${since}) * 1000)::float8` }).from(events)
    .where(eq(events.status, 'approved')).orderBy(desc(since), desc(events.id)).limit(limit)
  return rows.map(row => ({ id: row.id, since: new Date(row.sinceMs) }))
}
