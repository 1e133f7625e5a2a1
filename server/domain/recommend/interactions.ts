import { type SQL, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { uuids } from './sql.ts'

/** How somebody had to do with an event. */
export type ActKind = 'booked' | 'kept' | 'waiting' | 'tried' | 'seen'

export interface Interaction {
  /** Null: a guest, of whom nothing is put together. */
  userId: string | null
  eventId: string
  kind: ActKind
  at: Date
  weight: number
}

type Row = { user_id: string | null, event_id: string, kind: ActKind, at: Date | string, weight: number } & Record<string, unknown>

/** Of acts that are older nothing is learned. */
const MEMORY = sql.raw(`interval '2 years'`)

/** What one learns most from, the newest first: at most `limit`. Without guests. */
export async function interactionsToLearnFrom(db: Queryable, limit: number): Promise<Interaction[]> {
  return await read(db, sql`select * from (${everything(sql`created_at > now() - ${MEMORY}`)}) a where user_id is not null and at > now() - ${MEMORY} order by at desc, user_id, event_id, kind limit ${limit}`)
}

/** All that these people did. */
export async function interactionsOfUsers(db: Queryable, userIds: readonly string[]): Promise<Interaction[]> {
  return await read(db, sql`select * from (${everything(sql`true`)}) a where user_id = any(${uuids(userIds)}) and at > now() - ${MEMORY} order by at desc, user_id, event_id, kind`)
}

/** Who had to do with these events lately and what else: what lays a new event among the old ones. At most `people` of each event. */
export async function interactionsAround(db: Queryable, eventIds: readonly string[], people: number): Promise<Interaction[]> {
  return await read(db, sql`
    with acts as materialized (select * from (${everything(sql`true`)}) a where event_id = any(${uuids(eventIds)}) and user_id is not null and at > now() - ${MEMORY}),
    ranked as (select user_id, row_number() over (partition by event_id order by max(at) desc, user_id) as place from acts group by event_id, user_id)
    select * from (${everything(sql`true`)}) b where user_id in (select user_id from ranked where place <= ${people}) and at > now() - ${MEMORY} order by at desc, user_id, event_id, kind`)
}

/** Which people and events had to do with each other since then. Reading some of it twice does no harm: whoever reads computes anew. */
export async function interactionsSince(db: Queryable, since: Date): Promise<{ userIds: string[], eventIds: string[] }> {
  const from = sql`${since.toISOString()}::timestamptz`
  // An order is written hours before it is paid at most.
  const rows = await db.execute<{ user_id: string | null, event_id: string }>(sql`
    select distinct user_id, event_id from (${everything(sql`created_at > ${from} - interval '1 day'`)}) a where at > ${from}`)
  return { userIds: [...new Set(rows.flatMap(row => row.user_id ?? []))].sort(), eventIds: [...new Set(rows.map(row => row.event_id))].sort() }
}

/** How many acts there are of those events, of whomever. */
export async function countActs(db: Queryable, eventIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.execute<{ event_id: string, acts: number }>(sql`
    select event_id, count(*)::int as acts from (${everything(sql`true`)}) a where event_id = any(${uuids(eventIds)}) and user_id is not null group by event_id`)
  return new Map(rows.map(row => [row.event_id, row.acts]))
}

/** The popularity of those events as `event_embeddings` keeps it, of guests too: aggregated, it says nothing of anybody. */
export async function popularityOf(db: Queryable, eventIds: readonly string[], halfLifeDays: number): Promise<Map<string, number>> {
  const days = (at: SQL) => sql`(extract(epoch from ${at}) / 86400 / ${halfLifeDays}::float8)::float8`
  const rows = await db.execute<{ event_id: string, popularity: number }>(sql`
    select event_id, ln(sum(weight * power(2::float8, ${days(sql`at`)} - ${days(sql`now()`)}))) / ln(2::float8) + ${days(sql`now()`)} as popularity
    from (${everything(sql`true`)}) a where event_id = any(${uuids(eventIds)}) and at > now() - ${halfLifeDays * 20}::int * interval '1 day' group by event_id`)
  return new Map(rows.map(row => [row.event_id, row.popularity]))
}

/**
 * The one place that says what people's behaviour is: everything that they did with events, without those who want no recommendations
 * from it. `written` narrows each table by its `created_at`.
 */
function everything(written: SQL): SQL {
  return sql`
    select w.user_id, w.event_id, w.kind, w.at, w.weight from (
      select o.user_id, s.event_id, case when o.paid_at is null then 'tried' else 'booked' end as kind, coalesce(o.paid_at, o.created_at) as at, case when o.paid_at is null then 0.3 else 1 end::float8 as weight
      from (select * from orders where ${written} and state <> 'refunded') o join sessions s on s.id = o.session_id
      union all
      select t.holder_user_id, s.event_id, 'booked', t.created_at, 0.8 from (select * from tickets where holder_user_id is not null and state in ('valid', 'used') and ${written}) t join sessions s on s.id = t.session_id
      union all
      select user_id, event_id, 'kept', created_at, 0.7 from favourites where ${written}
      union all
      select user_id, event_id, 'kept', created_at, 0.5 from sale_reminders where ${written}
      union all
      select e.user_id, s.event_id, 'waiting', e.created_at, 0.7 from (select * from waiting_entries where ${written}) e join sessions s on s.id = e.session_id
      union all
      -- However often somebody looked, it is one act: the more often, the more it says.
      select b.user_id, b.event_id, case when bool_or(b.hold_hash is not null) then 'tried' else 'seen' end, max(b.at), case when bool_or(b.hold_hash is not null) then 0.3 else least(0.1 * count(*), 0.3) end::float8
      from (select user_id, event_id, hold_hash, at from (select *, at as created_at from behaviour) v where ${written} and user_id is not null and event_id is not null and kind in ('view', 'click', 'hold')) b
      group by b.user_id, b.event_id
    ) w where not exists (select from recommend_refusals r where r.user_id = w.user_id)`
}

async function read(db: Queryable, query: SQL): Promise<Interaction[]> {
  const rows = await db.execute<Row>(query)
  return rows.map(row => ({ userId: row.user_id, eventId: row.event_id, kind: row.kind, at: new Date(row.at), weight: Number(row.weight) }))
}
