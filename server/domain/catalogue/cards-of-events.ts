import { inArray, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { events } from '#drizzle/schema/index.ts'
import type { EventCard } from '#shared/api/catalogue.ts'
import { eventCards } from './event-cards.ts'
import { PUBLIC_STATUSES, uuids } from './sql.ts'

/** Whether an event has a page of its own, in a query on `events`. */
export const isPublicEvent = inArray(events.status, [...PUBLIC_STATUSES])

/** The cards of events that are known by id, in the order given, each with its next session or else its last. Public ones only. */
export async function cardsOfEvents(db: Queryable, eventIds: readonly string[]): Promise<EventCard[]> {
  if (eventIds.length === 0) return []
  const rows = await db.execute<{ event_id: string, session_id: string }>(sql`
    select distinct on (s.event_id) s.event_id, s.id as session_id
    from sessions s join events e on e.id = s.event_id
    where s.event_id = any(${uuids(eventIds)}) and e.status::text = any(${sql.param([...PUBLIC_STATUSES])}::text[])
    order by s.event_id, s.ends_at <= now(), s.status = 'cancelled', case when s.ends_at > now() then s.starts_at end, s.starts_at desc`)
  const sessionOf = new Map(rows.map(row => [row.event_id, row.session_id]))
  const known = eventIds.flatMap(eventId => sessionOf.has(eventId) ? [{ eventId, sessionId: sessionOf.get(eventId)! }] : [])
  return await eventCards(db, known)
}
