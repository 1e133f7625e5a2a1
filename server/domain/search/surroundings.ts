import { sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import type { LocalText } from '#shared/text/local-text.ts'
import { keptCount } from './kept-counts.ts'

/** What filters are understood by. */
export interface Surroundings {
  categories: { id: string, slug: string, parentId: string | null, name: LocalText, formerSlugs: string[] }[]
  /** Cities that have something to come, and how many sessions. */
  cities: LocalText[]
  /** Cities of all venues by their key, to understand what is asked for. */
  cityNames: { key: string, name: LocalText }[]
  /** Today in each zone that has a venue. */
  zones: { timeZone: string, today: string }[]
  /** The currency that most sessions to come sell in. */
  currency: string
}

/** Four small queries, shared by all who search at about the same time. */
export function surroundings(db: Queryable): Promise<Surroundings> {
  return keptCount(db, 'surroundings', async () => {
    const [categories, cities, venues, currencies] = await Promise.all([
      db.execute<{ id: string, slug: string, parent_id: string | null, name_en: string, name_zh: string, former_slugs: string[] }>(sql`
        select id, slug, parent_id, name_en, name_zh, array(select f.slug from former_category_slugs f where f.category_id = c.id) as former_slugs
        from categories c order by sort_order, slug`),
      db.execute<{ city: string }>(sql`
        select city from session_search where not is_over and ends_at > now() and not is_cancelled group by city`),
      db.execute<{ city_en: string, city_zh: string, time_zone: string, today: string }>(sql`
        select city_en, city_zh, time_zone, (now() at time zone time_zone)::date::text as today
        from (select distinct city_en, city_zh, time_zone from venues) v order by city_en, city_zh`),
      db.execute<{ currency: string }>(sql`
        select currency from session_search where not is_over and currency is not null group by currency order by count(*) desc limit 1`)
    ])
    const alive = new Set(cities.map(row => row.city))
    const names = [...new Map(venues.map(row => [`${row.city_en} ${row.city_zh}`, { key: row.city_en.toLowerCase(), name: { en: row.city_en, zh: row.city_zh } }])).values()]
    return {
      categories: categories.map(row => ({ id: row.id, slug: row.slug, parentId: row.parent_id, name: { en: row.name_en, zh: row.name_zh }, formerSlugs: row.former_slugs })),
      cities: [...new Map(names.filter(city => alive.has(city.key)).map(city => [city.key, city.name])).values()],
      cityNames: names,
      zones: [...new Map(venues.map(row => [row.time_zone, { timeZone: row.time_zone, today: row.today }])).values()],
      currency: currencies[0]?.currency ?? 'CNY'
    }
  })
}

/** The ids of a category, by its address or one that it had, and of all below it; none for what is not a category. */
export function subtreeOf(categories: Surroundings['categories'], slug: string): string[] {
  const ids = categories.filter(category => category.slug === slug || category.formerSlugs.includes(slug)).map(category => category.id)
  for (const id of ids) ids.push(...categories.filter(child => child.parentId === id && !ids.includes(child.id)).map(child => child.id))
  return ids
}
