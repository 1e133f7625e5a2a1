import { type SQL, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import type { BreakdownReply } from '#shared/api/stats.ts'

export type About = Pick<BreakdownReply['rows'][number], 'key' | 'name' | 'slug' | 'startsAt' | 'timeZone' | 'event'>
export type NamedKind = 'event' | 'session' | 'category' | 'venue' | 'ticketType' | 'publisher'

interface NameRow extends Record<string, unknown> {
  key: string, name_en: string, name_zh: string, slug: string | null, starts_at: string | null, time_zone: string | null, event_id: string | null, event_en: string | null, event_zh: string | null
}

/** What things are called, by their ids. One query. */
export async function namesOf(db: Queryable, kind: NamedKind, keys: readonly string[]): Promise<Map<string, About>> {
  if (keys.length === 0) return new Map()
  const rows = await db.execute<NameRow>(sql`select * from (${NAMES[kind]}) named where key in ${keys}`)
  return new Map(rows.map(row => [row.key, {
    key: row.key, name: { en: row.name_en, zh: row.name_zh }, slug: row.slug, startsAt: row.starts_at && new Date(row.starts_at).toISOString(), timeZone: row.time_zone,
    event: row.event_id ? { id: row.event_id, name: { en: row.event_en!, zh: row.event_zh! } } : null
  }]))
}

/** A word of the house, that a dashboard translates: a method, a reason. */
export const wordOf = (key: string): About => ({ key, name: null, slug: null, startsAt: null, timeZone: null, event: null })

const NO_MORE = sql`null::timestamptz as starts_at, null::text as time_zone, null::uuid as event_id, null::text as event_en, null::text as event_zh`

const NAMES: Record<NamedKind, SQL> = {
  event: sql`select id as key, name_en, name_zh, slug, ${NO_MORE} from events`,
  category: sql`select id as key, name_en, name_zh, slug, ${NO_MORE} from categories`,
  venue: sql`select id as key, name_en, name_zh, slug, ${NO_MORE} from venues`,
  publisher: sql`select u.id as key, coalesce(p.name_en, u.display_name) as name_en, coalesce(p.name_zh, u.display_name) as name_zh, p.slug, ${NO_MORE} from users u left join publishers p on p.user_id = u.id`,
  session: sql`
    select s.id as key, v.name_en, v.name_zh, null as slug, s.starts_at, v.time_zone, e.id as event_id, e.name_en as event_en, e.name_zh as event_zh
    from sessions s join events e on e.id = s.event_id join venues v on v.id = s.venue_id`,
  ticketType: sql`
    select t.id as key, t.name_en, t.name_zh, null as slug, s.starts_at, v.time_zone, e.id as event_id, e.name_en as event_en, e.name_zh as event_zh
    from ticket_types t join sessions s on s.id = t.session_id join events e on e.id = s.event_id join venues v on v.id = s.venue_id`
}
