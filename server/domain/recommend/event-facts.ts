import { eq, inArray, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { categories, events } from '#drizzle/schema/index.ts'
import { uuids } from './sql.ts'

/** What an event is known by: everything that its place among the others is computed from. */
export interface EventFacts {
  eventId: string
  names: string[]
  /** Who plays, and who invites. */
  people: string[]
  texts: string[]
  /** From the category itself up to the root of the tree, by id. */
  categories: string[]
  publisherId: string
  venueIds: string[]
  /** English, lower case. */
  cities: string[]
  /** The cheapest ticket, in minor units; null where nothing is sold. */
  price: { minor: number, currency: string } | null
  /** By the clocks of the venues: 0 for Sunday, 0 to 23. */
  times: { weekday: number, hour: number }[]
}

/** The facts of events that visitors may see. Three queries for any number. */
export async function readFacts(db: Queryable, eventIds: readonly string[]): Promise<EventFacts[]> {
  if (eventIds.length === 0) return []
  const rows = await db.select().from(events).where(inArray(events.id, [...eventIds])).orderBy(events.id)
  const parents = new Map((await db.select({ id: categories.id, parentId: categories.parentId }).from(categories)).map(row => [row.id, row.parentId]))
  const ofSessions = await db.execute<{ event_id: string, venues: string[], cities: string[], times: string[], price: string | null, currency: string | null }>(sql`
    select s.event_id, array_agg(distinct v.id::text order by v.id::text) as venues, array_agg(distinct lower(v.city_en) order by lower(v.city_en)) as cities,
      array_agg(distinct to_char(s.starts_at at time zone v.time_zone, 'D HH24')) as times,
      (array_agg(p.price_minor order by p.price_minor, p.currency))[1]::text as price, (array_agg(p.currency order by p.price_minor, p.currency))[1] as currency
    from sessions s join venues v on v.id = s.venue_id
    left join lateral (select t.price_minor, t.currency from ticket_types t where t.session_id = s.id order by t.price_minor, t.currency limit 1) p on true
    where s.event_id = any(${uuids(eventIds)}) group by s.event_id`)
  const sessionsOf = new Map(ofSessions.map(row => [row.event_id, row]))
  return rows.filter(row => row.status === 'approved' || row.status === 'ended' || row.status === 'cancelled').map((event) => {
    const its = sessionsOf.get(event.id)
    return {
      eventId: event.id,
      names: [event.nameEn, event.nameZh],
      people: [...event.performers.flatMap(p => [p.nameEn, p.nameZh]), event.organiserEn, event.organiserZh],
      texts: [event.summaryEn, event.summaryZh, event.descriptionEn, event.descriptionZh],
      categories: lineageOf(event.categoryId, parents),
      publisherId: event.createdBy,
      venueIds: its?.venues ?? [],
      cities: its?.cities ?? [],
      price: its?.price != null && its.currency ? { minor: Number(its.price), currency: its.currency } : null,
      times: (its?.times ?? []).map(text => ({ weekday: Number(text.slice(0, 1)) - 1, hour: Number(text.slice(2)) }))
    }
  })
}

/** A tree that somebody tied into a ring ends where it meets itself. */
function lineageOf(categoryId: string | null, parents: ReadonlyMap<string, string | null>): string[] {
  const lineage: string[] = []
  for (let at = categoryId; at && !lineage.includes(at); at = parents.get(at) ?? null) lineage.push(at)
  return lineage
}

/** Events that must be laid anew under this model: new, changed since, or laid under an older one. At most `limit`. */
export async function staleEvents(db: Queryable, modelId: number, limit: number): Promise<string[]> {
  const rows = await db.select({ id: events.id }).from(events)
    .leftJoin(sql`event_embeddings x`, eq(sql`x.event_id`, events.id))
    .where(sql`${events.status} in ('approved', 'ended', 'cancelled') and (x.event_id is null or x.model_id <> ${modelId} or x.embedded_at < ${events.updatedAt})`)
    .orderBy(events.id).limit(limit)
  return rows.map(row => row.id)
}
