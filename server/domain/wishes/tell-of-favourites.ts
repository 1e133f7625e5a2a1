import { sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { availabilityOf, placesOfSessions } from '#server/domain/catalogue/index.ts'
import { type Notice, giveNotice } from '#server/domain/notify/index.ts'

/** Notices of one transaction; more follow in the next round. */
const BATCH = 500
/** Sessions that are counted in a round, the next ones first. */
const SESSIONS = 300

interface Told extends Record<string, unknown> { user_id: string, session_id: string, event_id: string, slug: string, name_en: string, name_zh: string, venue_en: string, venue_zh: string, starts_at: string, time_zone: string }
interface Watched extends Record<string, unknown> { id: string, ends_at: string, sale_starts_at: string, sale_ends_at: string }

/**
 * Tells people of their favourites: that the sale of a session begins, and that few places of it are left. Each is told of each once, and
 * nobody of what he has tickets for or asked to be told of by itself.
 * @returns how many were told
 */
export async function tellOfFavourites(db: Database, now = new Date()): Promise<number> {
  const started = await tell(db, 'favourite-on-sale', sql`s.sale_starts_at between now() - interval '2 hours' and now() and s.sale_ends_at > now() and f.created_at < s.sale_starts_at
    and not exists (select 1 from sale_reminders w where w.user_id = f.user_id and w.event_id = f.event_id)`)
  const few = await fewLeft(db, now)
  return started + (few.length === 0 ? 0 : await tell(db, 'favourite-few-left', sql`s.id = any(${sql.param(`{${few.join(',')}}`)}::uuid[])`))
}

/** Sessions of favourites that can be bought and are nearly gone. */
async function fewLeft(db: Database, now: Date): Promise<string[]> {
  const watched = await db.execute<Watched>(sql`
    select s.session_id as id, s.ends_at, s.sale_starts_at, s.sale_ends_at from session_search s
    where not s.is_over and not s.is_cancelled and s.has_places and s.sale_starts_at <= now() and s.sale_ends_at > now() + interval '1 hour' and exists (select 1 from favourites f where f.event_id = s.event_id)
    order by s.starts_at, s.session_id limit ${SESSIONS}`)
  const places = await placesOfSessions(db, watched.map(session => session.id))
  return watched.filter(({ id, ends_at: endsAt, sale_starts_at: saleStartsAt, sale_ends_at: saleEndsAt }) => {
    const { free, capacity } = places.get(id) ?? { free: 0, capacity: 0 }
    return availabilityOf({ now, session: { status: 'scheduled', endsAt: new Date(endsAt), saleStartsAt: new Date(saleStartsAt), saleEndsAt: new Date(saleEndsAt) }, free, capacity }) === 'few-left'
  }).map(session => session.id)
}

async function tell(db: Database, kind: 'favourite-on-sale' | 'favourite-few-left', which: ReturnType<typeof sql>): Promise<number> {
  return await inTransaction(db, async (tx) => {
    const rows = await tx.execute<Told>(sql`
      select distinct on (f.user_id, f.event_id) f.user_id, s.id as session_id, e.id as event_id, e.slug, e.name_en, e.name_zh, v.name_en as venue_en, v.name_zh as venue_zh, s.starts_at, v.time_zone
      from favourites f join events e on e.id = f.event_id join sessions s on s.event_id = e.id join venues v on v.id = s.venue_id
      where e.status = 'approved' and s.status = 'scheduled' and ${which}
        and not exists (select 1 from notifications n where n.user_id = f.user_id and n.notice_key = ${kind} || ':' || s.id)
        and not exists (select 1 from orders o join sessions own on own.id = o.session_id where o.user_id = f.user_id and own.event_id = f.event_id and o.state in ('pending', 'paid', 'partially_refunded'))
      order by f.user_id, f.event_id, s.starts_at limit ${BATCH}`)
    await giveNotice(tx, ...rows.map((row): Notice => ({
      to: { userId: row.user_id }, kind, path: `/events/${row.slug}`, key: `${kind}:${row.session_id}`,
      params: { eventEn: row.name_en, eventZh: row.name_zh, venueEn: row.venue_en, venueZh: row.venue_zh, startsAt: new Date(row.starts_at).toISOString(), timeZone: row.time_zone }
    })))
    return rows.length
  })
}
