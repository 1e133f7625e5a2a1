import { sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { bumpCatalogueVersion } from '#server/domain/catalogue/index.ts'

/** Leaves word that what visitors see of every public event at the venue has changed. One statement, however many there are. */
export async function tellVisitorsOfVenue(tx: Queryable, venueId: string): Promise<void> {
  await tx.execute(sql`
    insert into outbox (topic, key, payload)
    select 'catalogue.changed', e.id::text, jsonb_build_object('eventId', e.id)
    from events e
    where e.status in ('approved', 'cancelled', 'ended') and exists (select 1 from sessions s where s.event_id = e.id and s.venue_id = ${venueId})
    order by e.id`)
  // Its own page changes too where nothing takes place there yet.
  await bumpCatalogueVersion(tx)
}
