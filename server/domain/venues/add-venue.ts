import { randomInt } from 'node:crypto'
import type { Database, Transaction } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { venues } from '#drizzle/schema/index.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import type { VenueInput } from '#shared/api/publishing.ts'
import { keyFor } from '#shared/seating/plan-draft.ts'
import type { Asker } from './access.ts'
import { venueColumns } from './columns.ts'

/** A new venue: public at once where an admin adds it; a publisher's waits for approval, and only he may use it until then. */
export async function addVenue({ db }: { db: Database }, asker: Asker, input: VenueInput): Promise<{ id: string, slug: string }> {
  return await inTransaction(db, tx => addVenueWithin(tx, asker, input))
}

/** The same, as a part of something larger. */
export async function addVenueWithin(tx: Transaction, asker: Asker, input: VenueInput): Promise<{ id: string, slug: string }> {
  const isProposal = asker.role !== 'admin'
  const venue = await insertVenue(tx, {
    nameEn: input.name.en, nameZh: input.name.zh, addressEn: input.address.en, addressZh: input.address.zh,
    cityEn: input.city.en, cityZh: input.city.zh, country: input.country, timeZone: input.timeZone,
    ...venueColumns(input),
    createdBy: isProposal ? asker.userId : null,
    approvedAt: isProposal ? null : new Date()
  })
  await recordAudit(tx, {
    actor: asker.userId, action: isProposal ? 'venue.proposed' : 'venue.added', subjectType: 'venue', subjectId: venue.id, toState: isProposal ? 'proposed' : 'approved', details: { name: input.name }
  })
  return venue
}

/**
 * Under an address of its name, with some letters behind it where another venue has that. No lock of its own: a file of ten thousand
 * venues would take as many, and PostgreSQL has room for a few thousand in the whole house.
 */
async function insertVenue(tx: Transaction, columns: Omit<typeof venues.$inferInsert, 'slug'>): Promise<{ id: string, slug: string }> {
  const base = keyFor(columns.nameEn, '', new Set())
  const letters = () => randomInt(36 ** 5).toString(36).padStart(5, '0')
  for (let slug = base || `venue-${letters()}`; ; slug = `${base || 'venue'}-${letters()}`) {
    const [venue] = await tx.insert(venues).values({ ...columns, slug }).onConflictDoNothing({ target: venues.slug }).returning({ id: venues.id, slug: venues.slug })
    if (venue) return venue
  }
}
