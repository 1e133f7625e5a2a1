import { desc, inArray } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { categories, events } from '#drizzle/schema/index.ts'
import { PUBLIC_STATUSES } from './sql.ts'

/** Sitemaps take 50,000 addresses (sitemaps.org); each event has two, one per language. */
const MAX_EVENTS = 20_000

/** Every page of the catalogue that search engines should know, the newest first. Two queries. */
export async function publicAddresses({ db }: { db: Queryable }): Promise<{ events: { slug: string, updatedAt: Date }[], categories: string[] }> {
  const [eventRows, categoryRows] = await Promise.all([
    db.select({ slug: events.slug, updatedAt: events.updatedAt }).from(events)
      .where(inArray(events.status, [...PUBLIC_STATUSES])).orderBy(desc(events.updatedAt)).limit(MAX_EVENTS),
    db.select({ slug: categories.slug }).from(categories).orderBy(categories.sortOrder, categories.slug)
  ])
  return { events: eventRows, categories: categoryRows.map(row => row.slug) }
}
