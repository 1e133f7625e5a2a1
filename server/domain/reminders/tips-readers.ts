import { sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { USUAL_ZONE } from '#shared/time/usual-zone.ts'
import { uuidList } from './uuid-list.ts'
import type { Taste } from './choose-shows.ts'

export interface TipsReader {
  userId: string
  /** Null: by push only. */
  email: string | null
  pushIds: string[]
  locale: 'en' | 'zh'
  timeZone: string
  /** He has ordered something within the last day, as himself or as a guest: he is left alone. */
  hasJustOrdered: boolean
}

interface Row extends Record<string, unknown> { id: string, email: string | null, push_ids: string[] | null, locale: 'en' | 'zh', time_zone: string | null, has_ordered: boolean }

const WANTS_TIPS = sql`exists (select 1 from notification_choices c where c.user_id = u.id and c.kind = 'show-tips' and c.is_wanted)`
const IS_THERE = sql`u.role = 'customer' and u.disabled_at is null and u.erased_at is null`

/** How many customers have asked for tips. */
export async function countTipsReaders(db: Queryable): Promise<number> {
  const [row] = await db.execute<{ n: number }>(sql`select count(*)::int as n from users u where ${IS_THERE} and ${WANTS_TIPS}`)
  return row!.n
}

/** The next customers who have asked for tips, by id. */
export async function tipsReaders(db: Queryable, after: string | null, limit: number): Promise<TipsReader[]> {
  const rows = await db.execute<Row>(sql`
    select u.id, u.locale, u.time_zone,
      case when exists (select 1 from notification_choices c where c.user_id = u.id and c.kind = 'show-tips' and c.channel = 'mail' and c.is_wanted) then u.email end as email,
      case when exists (select 1 from notification_choices c where c.user_id = u.id and c.kind = 'show-tips' and c.channel = 'push' and c.is_wanted) then array(select p.id::text from push_subscriptions p where p.user_id = u.id) end as push_ids,
      exists (select 1 from orders o where o.user_id = u.id and o.created_at > now() - interval '24 hours' and o.state not in ('expired', 'cancelled'))
        or exists (select 1 from orders o where o.contact_email = u.email and o.user_id is null and o.created_at > now() - interval '24 hours' and o.state not in ('expired', 'cancelled')) as has_ordered
    from users u where ${IS_THERE} and ${WANTS_TIPS} and ${after ? sql`u.id > ${after}::uuid` : sql`true`}
    order by u.id limit ${limit}`)
  return rows.map(row => ({ userId: row.id, email: row.email, pushIds: row.push_ids ?? [], locale: row.locale, timeZone: row.time_zone ?? USUAL_ZONE[row.locale], hasJustOrdered: row.has_ordered }))
}

/** What these people like, by their favourites and by what they bought in the last two years; nothing of whoever wants no recommendations from what he does. */
export async function tastesOf(db: Queryable, userIds: readonly string[]): Promise<Map<string, Taste>> {
  const rows = await db.execute<{ user_id: string, event_id: string, is_favourite: boolean, category_id: string, parent_id: string | null, has_refused: boolean }>(sql`
    select x.user_id, x.event_id, x.is_favourite, e.category_id, c.parent_id, exists (select 1 from recommend_refusals n where n.user_id = x.user_id) as has_refused from (
      select f.user_id, f.event_id, true as is_favourite from favourites f where f.user_id = any(${uuidList(userIds)})
      union
      select o.user_id, s.event_id, false from orders o join sessions s on s.id = o.session_id
      where o.user_id = any(${uuidList(userIds)}) and o.created_at > now() - interval '2 years' and o.state in ('paid', 'partially_refunded')
    ) x join events e on e.id = x.event_id join categories c on c.id = e.category_id`)
  const of = Map.groupBy(rows, row => row.user_id)
  return new Map(userIds.map((userId) => {
    const own = of.get(userId) ?? []
    const liked = own.filter(row => !row.has_refused)
    return [userId, {
      favourites: new Set(liked.filter(row => row.is_favourite).map(row => row.event_id)), bought: new Set(own.filter(row => !row.is_favourite).map(row => row.event_id)),
      categoryIds: new Set(liked.flatMap(row => row.parent_id ? [row.category_id, row.parent_id] : [row.category_id]))
    }]
  }))
}
