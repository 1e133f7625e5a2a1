import { eq, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { seatingPlans, venues } from '#drizzle/schema/index.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { type Asker, venueToEdit } from './access.ts'

/** Deletes a venue that no session, draft or submission names, with its halls. @throws `not-found`, `venue-in-use` */
export async function removeVenue({ db }: { db: Database }, admin: Asker, venueId: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    const venue = await venueToEdit(tx, venueId, admin)
    const named = JSON.stringify([{ venueId }])
    const [use] = await tx.execute<{ is_used: boolean }>(sql`
      select exists (select 1 from sessions where venue_id = ${venueId})
        or exists (select 1 from event_drafts where document -> 'sessions' @> ${named}::jsonb)
        or exists (select 1 from submissions where state = 'pending' and document -> 'sessions' @> ${named}::jsonb) as is_used`)
    if (use!.is_used) throw new DomainError('venue-in-use')
    await tx.delete(seatingPlans).where(eq(seatingPlans.venueId, venueId))
    await tx.delete(venues).where(eq(venues.id, venueId))
    await recordAudit(tx, { actor: admin.userId, action: 'venue.deleted', subjectType: 'venue', subjectId: venueId, details: { slug: venue.slug, name: venue.nameEn } })
  })
}
