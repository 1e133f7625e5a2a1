import { type SQL, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { placesOfSessions } from '#server/domain/catalogue/index.ts'
import { uuids } from './sql.ts'

/** Above any price in minor units: what lies between two currencies in the order by price. */
const A_CURRENCY = 100_000_000_000
/** Behind the last currency: events without a price come last. All keys are whole numbers that JavaScript has too. */
const NO_PRICE = 4_000_000_000_000_000

/**
 * Where a price stands in the order by price: 100 yen are not dearer than 90 dollars, so prices are compared within one currency only. The
 * house's comes first, the others follow by their codes.
 */
function priceKey(houseCurrency: string): SQL {
  const letter = (place: number) => sql`(ascii(substr(t.currency, ${sql.raw(String(place))}, 1)) - 65)`
  const others = sql`1 + ${letter(1)} * 676 + ${letter(2)} * 26 + ${letter(3)}`
  return sql`(case when t.currency = ${houseCurrency} then 0 else ${others} end * ${A_CURRENCY}::bigint + least(t.price_minor, ${A_CURRENCY - 1}::bigint))`
}

/** Makes the rows of all sessions of these events again, by one statement from what they are made of; those of events that are not approved go. */
export async function indexSessions(db: Queryable, eventIds: readonly string[], houseCurrency: string): Promise<void> {
  const asked = uuids(eventIds)
  const key = priceKey(houseCurrency)
  await db.execute(sql`
    delete from session_search i where i.event_id = any(${asked})
      and not exists (select 1 from sessions s join events e on e.id = s.event_id where s.id = i.session_id and s.event_id = i.event_id and e.status = 'approved')`)
  await db.execute(sql`
    insert into session_search (session_id, event_id, category_id, publisher_id, venue_id, city, time_zone, starts_at, ends_at, first_day, last_day,
      sale_starts_at, sale_ends_at, is_cancelled, is_over, price_minor, currency, by_rank, by_price, by_age)
    select s.id, e.id, e.category_id, e.created_by, v.id, lower(v.city_en), v.time_zone, date_trunc('milliseconds', s.starts_at), s.ends_at,
      (s.starts_at at time zone v.time_zone)::date,
      case when s.ends_at - s.starts_at > interval '24 hours' then ((s.ends_at - interval '1 second') at time zone v.time_zone)::date
        else (s.starts_at at time zone v.time_zone)::date end,
      s.sale_starts_at, s.sale_ends_at, s.status = 'cancelled', s.ends_at <= now(), t.price_minor, t.currency,
      -e.featured_rank,
      coalesce(
        min(${key}) filter (where s.status = 'scheduled' and s.ends_at > now()) over (partition by e.id),
        min(${key}) filter (where s.status = 'scheduled') over (partition by e.id), ${NO_PRICE}::bigint),
      -(extract(epoch from coalesce(e.first_approved_at, e.created_at)) * 1000)::bigint
    from events e join sessions s on s.event_id = e.id join venues v on v.id = s.venue_id
    left join lateral (
      select price_minor, currency from ticket_types where session_id = s.id and retired_at is null order by price_minor, id limit 1
    ) t on true
    where e.id = any(${asked}) and e.status = 'approved'
    on conflict (session_id) do update set
      event_id = excluded.event_id, category_id = excluded.category_id, publisher_id = excluded.publisher_id, venue_id = excluded.venue_id,
      city = excluded.city, time_zone = excluded.time_zone, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
      first_day = excluded.first_day, last_day = excluded.last_day, sale_starts_at = excluded.sale_starts_at, sale_ends_at = excluded.sale_ends_at,
      is_cancelled = excluded.is_cancelled, is_over = excluded.is_over, price_minor = excluded.price_minor, currency = excluded.currency,
      by_rank = excluded.by_rank, by_price = excluded.by_price, by_age = excluded.by_age`)
  const rows = await db.execute<{ id: string }>(sql`select session_id as id from session_search where event_id = any(${asked}) and not is_over`)
  await countPlaces(db, rows.map(row => row.id))
}

/** Sessions counted at a time: a stadium takes Postgres some 90 ms. */
const RECOUNTED = 20

/** Seats of a session changed hands: it is counted again soon, once, however many did. */
export async function recountSoon(db: Queryable, sessionId: string): Promise<void> {
  await db.execute(sql`update session_search set is_recount_due = true where session_id = ${sessionId}::uuid and not is_recount_due`)
}

/** Counts what is due. A change that comes while it counts makes it due again. */
export async function recount(db: Queryable): Promise<void> {
  const due = await db.execute<{ id: string }>(sql`
    update session_search set is_recount_due = false where session_id in (
      select session_id from session_search where is_recount_due limit ${RECOUNTED} for update skip locked
    ) returning session_id as id`)
  await countPlaces(db, due.map(row => row.id))
}

async function countPlaces(db: Queryable, sessionIds: string[]): Promise<void> {
  const places = await placesOfSessions(db, sessionIds)
  const full = [...places].filter(([, { free }]) => free <= 0).map(([id]) => id)
  await db.execute(sql`
    update session_search set has_places = not (session_id = any(${uuids(full)}))
    where session_id = any(${uuids(sessionIds)}) and has_places = (session_id = any(${uuids(full)}))`)
}
