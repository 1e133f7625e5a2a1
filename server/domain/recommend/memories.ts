import { inArray, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { categories, events } from '#drizzle/schema/index.ts'
import type { Interaction } from './interactions.ts'
import type { Memory } from './reasons.ts'
import type { Vector } from './vector.ts'

/** What is said of the acts of a person: names and categories of their events, the newest act first. One query. */
export async function memoriesOf(db: Queryable, acts: readonly Interaction[], vectors: ReadonlyMap<string, Vector>): Promise<(Memory & { city: string | null })[]> {
  if (acts.length === 0) return []
  const rows = await db.select({
    eventId: events.id, slug: events.slug, name: { en: events.nameEn, zh: events.nameZh }, categoryId: categories.id, categoryName: { en: categories.nameEn, zh: categories.nameZh },
    city: sql<string | null>`(select lower(v.city_en) from sessions s join venues v on v.id = s.venue_id where s.event_id = ${events.id} order by s.starts_at, s.id limit 1)`
  }).from(events).innerJoin(categories, sql`${categories.id} = ${events.categoryId}`).where(inArray(events.id, [...new Set(acts.map(act => act.eventId))]))
  const known = new Map(rows.map(row => [row.eventId, row]))
  return acts.flatMap(act => known.has(act.eventId) ? [{ ...known.get(act.eventId)!, kind: act.kind, at: act.at.getTime(), weight: act.weight, vector: vectors.get(act.eventId) ?? null }] : [])
}
