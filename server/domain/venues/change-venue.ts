import { and, eq, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { sessions, venues } from '#drizzle/schema/index.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import type { VenueInput } from '#shared/api/publishing.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { type Asker, venueToEdit } from './access.ts'
import { venueColumns } from './columns.ts'
import { tellVisitorsOfVenue } from './tell-visitors.ts'

/**
 * Changes what is given, and nothing else. The proposer may until the venue is public. Its zone stays once sessions are there:
 * another zone would show every one of them at another hour.
 * @throws `not-found`, `not-allowed`, `under-review`, `venue-in-use`
 */
export async function changeVenue({ db }: { db: Database }, asker: Asker, venueId: string, change: Partial<VenueInput>): Promise<{ id: string, slug: string }> {
  return await inTransaction(db, async (tx) => {
    const venue = await venueToEdit(tx, venueId, asker)
    if (asker.role !== 'admin' && venue.approvedAt) throw new DomainError('not-allowed')
    // What an admin is looking at stays as he saw it: the approval makes the venue public with the event (Z-08).
    if (asker.role !== 'admin' && await isUnderReview(tx, venueId)) throw new DomainError('under-review')
    if (change.timeZone && change.timeZone !== venue.timeZone && await hasSessions(tx, venueId)) throw new DomainError('venue-in-use')
    const columns = venueColumns(change)
    const changed = Object.keys(columns).filter(name => columns[name as keyof typeof columns] !== venue[name as keyof typeof venue])
    if (changed.length === 0) return { id: venue.id, slug: venue.slug }
    await tx.update(venues).set(columns).where(eq(venues.id, venueId))
    await recordAudit(tx, { actor: asker.userId, action: 'venue.changed', subjectType: 'venue', subjectId: venueId, details: { fields: changed } })
    await tellVisitorsOfVenue(tx, venueId)
    return { id: venue.id, slug: venue.slug }
  })
}

async function hasSessions(tx: Parameters<typeof venueToEdit>[0], venueId: string): Promise<boolean> {
  const rows = await tx.select({ one: sql`1` }).from(sessions).where(and(eq(sessions.venueId, venueId))).limit(1)
  return rows.length > 0
}

async function isUnderReview(tx: Parameters<typeof venueToEdit>[0], venueId: string): Promise<boolean> {
  const [row] = await tx.execute<{ is_so: boolean }>(sql`
    select exists (select 1 from submissions where state = 'pending' and document -> 'sessions' @> ${JSON.stringify([{ venueId }])}::text::jsonb) as is_so`)
  return row!.is_so
}
