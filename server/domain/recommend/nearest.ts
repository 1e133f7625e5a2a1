import { type SQL, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { reals, uuids } from './sql.ts'
import { type Vector, dot } from './vector.ts'

/** An event near to what was asked for, with what ranking and diversity need of it. */
export interface Candidate {
  eventId: string
  vector: number[]
  /** Cosine of the angle between both. */
  nearness: number
  popularity: number | null
  categoryId: string
  venueId: string
  /** English, lower case. */
  city: string
  featuredRank: number
}

type Row = { event_id: string, vector: number[], popularity: number | null, category_id: string, venue_id: string, city: string, featured_rank: number } & Record<string, unknown>

/**
 * Events of the current layout that can be bought now, without `except`: the nearest to `to` by cosine, or the most popular where that is null.
 * pgvector finds the same as plain SQL does: each looks at all events that can be bought, for a list that leaves most of them out is
 * found no faster by an index of neighbours; the order is made here from the same numbers.
 */
export async function nearestBuyable(db: Queryable, wish: { to: Vector | null, except: readonly string[], limit: number, city?: string }): Promise<Candidate[]> {
  const order = wish.to ? sql`${distance(wish.to, await hasVectors(db))} asc` : sql`${wish.city ? sql`(b.city = ${wish.city}) desc,` : sql``} x.popularity desc nulls last, e.featured_rank desc`
  const rows = await db.execute<Row>(sql`
    select x.event_id, x.vector, x.popularity, b.category_id, b.venue_id, b.city, e.featured_rank
    from (${buyable(wish.city)}) b join event_embeddings x on x.event_id = b.event_id join events e on e.id = b.event_id
    where e.status = 'approved' and not (b.event_id = any(${uuids(wish.except)}))
    order by ${order}, b.event_id limit ${wish.limit}`)
  const found = rows.map(row => ({
    eventId: row.event_id, vector: row.vector.map(Number), nearness: wish.to ? dot(wish.to, row.vector) : 0, popularity: row.popularity,
    categoryId: row.category_id, venueId: row.venue_id, city: row.city, featuredRank: row.featured_rank
  }))
  return wish.to ? found.sort((a, b) => b.nearness - a.nearness || (a.eventId < b.eventId ? -1 : 1)) : found
}

/** The next session of each event that can be bought, one in `city` before others, as far as the last count of places knows (seconds ago). */
function buyable(city: string | undefined): SQL {
  return sql`
    select distinct on (s.event_id) s.event_id, s.category_id, s.venue_id, s.city from session_search s
    where s.has_places and not s.is_cancelled and not s.is_over and s.sale_starts_at <= now() and s.sale_ends_at > now() and s.ends_at > now()
    order by s.event_id, ${city ? sql`(s.city = ${city}) desc,` : sql``} s.starts_at, s.session_id`
}

/** Vectors have length 1, so the cosine is the dot product. */
function distance(to: Vector, isByPgvector: boolean): SQL {
  return isByPgvector
    ? sql`x.as_vector <=> ${reals(to)}::vector`
    : sql`-(select sum(a::float8 * b::float8) from unnest(x.vector, ${reals(to)}) t(a, b))`
}

const known = new WeakMap<object, Promise<boolean>>()

/** Whether this database has pgvector's column: found out once, for it comes and goes by migrations only. */
async function hasVectors(db: Queryable): Promise<boolean> {
  const found = known.get(db) ?? askForVectors(db)
  known.set(db, found)
  return await found.catch((error: unknown) => {
    known.delete(db)
    throw error
  })
}

async function askForVectors(db: Queryable): Promise<boolean> {
  const [row] = await db.execute<{ is_there: boolean }>(sql`
    select exists (select from pg_attribute where attrelid = to_regclass('event_embeddings') and attname = 'as_vector' and not attisdropped) as is_there`)
  return row?.is_there ?? false
}
