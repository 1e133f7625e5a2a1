import { eq } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { type VenueRow, venues } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** Who asks, as far as venues care. */
export interface Asker { userId: string, role: 'customer' | 'publisher' | 'admin' }

/** An admin edits every venue, a publisher those that he proposed. */
export function mayEditVenue(venue: Pick<VenueRow, 'createdBy'>, asker: Asker): boolean {
  return asker.role === 'admin' || (asker.role === 'publisher' && venue.createdBy === asker.userId)
}

/** The venue, locked against others who change it. @throws `not-found` also for one that is not the asker's to edit (Z-02) */
export async function venueToEdit(tx: Queryable, venueId: string, asker: Asker): Promise<VenueRow> {
  const [venue] = await tx.select().from(venues).where(eq(venues.id, venueId)).for('no key update')
  if (!venue || !mayEditVenue(venue, asker)) throw new DomainError('not-found')
  return venue
}
