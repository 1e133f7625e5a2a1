import { sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { posterUrl } from '#server/domain/catalogue/index.ts'
import type { SuggestReply } from '#shared/api/catalogue.ts'
import { fold } from './fold.ts'
import { keptCount } from './kept-counts.ts'
import { planned } from './sql.ts'
import { surroundings } from './surroundings.ts'
import { wordsAsked } from './words-asked.ts'

const EVENTS = 5
const OTHERS = 3

interface Named { kind: 'venue' | 'publisher', slug: string, en: string, zh: string, city_en: string, city_zh: string }

/** What somebody who types `q` most likely wants: events to come by their names, then places, publishers and categories. Three queries. */
export async function suggest({ db }: { db: Queryable }, q: string): Promise<SuggestReply> {
  const asked = wordsAsked(q)
  if (!asked) return { events: [], venues: [], publishers: [], categories: [] }
  const [events, named, { categories }] = await Promise.all([eventsNamed(db, asked.inNames, asked.inName), everyName(db), surroundings(db)])
  const wanted = fold(q).trim()
  const fits = <T>(list: readonly T[], texts: (item: T) => string[]) => list
    .map(item => ({ item, at: Math.min(...texts(item).map(text => placeIn(fold(text), wanted))) }))
    .filter(({ at }) => at < Number.POSITIVE_INFINITY).sort((a, b) => a.at - b.at).slice(0, OTHERS).map(({ item }) => item)
  const of = (kind: Named['kind']) => fits(named.filter(row => row.kind === kind), row => [row.en, row.zh])
  return {
    events,
    venues: of('venue').map(row => ({ slug: row.slug, name: { en: row.en, zh: row.zh }, city: { en: row.city_en, zh: row.city_zh } })),
    publishers: of('publisher').map(row => ({ slug: row.slug, name: { en: row.en, zh: row.zh } })),
    categories: fits(categories, category => [category.name.en, category.name.zh]).map(({ slug, name }) => ({ slug, name }))
  }
}

/** Best first: those whose own name it is, then the editors' choice, then the sooner. */
async function eventsNamed(db: Queryable, inNames: string, inName: string): Promise<SuggestReply['events']> {
  const rows = await planned(db, tx => tx.execute<{ slug: string, name_en: string, name_zh: string, cover_url: string | null, starts: string, time_zone: string, city_en: string, city_zh: string }>(sql`
    with hits as materialized (
      select t.event_id, t.names @@ ${inName}::tsquery as is_name from event_search t where t.names @@ ${inNames}::tsquery
    ), best as (
      select distinct on (s.event_id) s.event_id, s.venue_id, s.starts_at, s.time_zone, s.by_rank, h.is_name
      from hits h join session_search s on s.event_id = h.event_id
      where not s.is_over and s.ends_at > now() and not s.is_cancelled order by s.event_id, s.starts_at
    ), chosen as (select * from best order by is_name desc, by_rank, starts_at, event_id limit ${EVENTS})
    select e.slug, e.name_en, e.name_zh, e.cover_url, c.starts_at::text as starts, c.time_zone, v.city_en, v.city_zh
    from chosen c join events e on e.id = c.event_id join venues v on v.id = c.venue_id order by c.is_name desc, c.by_rank, c.starts_at, c.event_id`), { byWords: true })
  return rows.map(row => ({
    slug: row.slug, name: { en: row.name_en, zh: row.name_zh }, startsAt: new Date(row.starts).toISOString(), timeZone: row.time_zone,
    city: { en: row.city_en, zh: row.city_zh }, posterUrl: posterUrl({ slug: row.slug, coverUrl: row.cover_url })
  }))
}

/** Venues and publishers that have something to come. */
function everyName(db: Queryable): Promise<Named[]> {
  return keptCount(db, 'names', async () => [...await db.execute<Named & Record<string, unknown>>(sql`
    select 'venue' as kind, v.slug, v.name_en as en, v.name_zh as zh, v.city_en, v.city_zh from venues v
    where v.approved_at is not null and exists (select 1 from session_search s where s.venue_id = v.id and not s.is_over and s.ends_at > now())
    union all
    select 'publisher', p.slug, p.name_en, p.name_zh, '', '' from publishers p
    where exists (select 1 from session_search s where s.publisher_id = p.user_id and not s.is_over and s.ends_at > now())`)])
}

/** 0: begins with it; 1: a word in it does; 2: it is somewhere inside a Chinese name. */
function placeIn(text: string, wanted: string): number {
  const at = text.indexOf(wanted)
  if (at === 0) return 0
  if (at > 0 && /[^\p{L}\p{N}]/u.test(text[at - 1]!)) return 1
  return at > 0 && /^\p{Script=Han}/u.test(wanted) ? 2 : Number.POSITIVE_INFINITY
}
