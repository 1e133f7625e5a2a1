import { like, sql } from 'drizzle-orm'
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
  const [venue] = await tx.insert(venues).values({
    slug: await freeSlug(tx, input.name.en),
    nameEn: input.name.en, nameZh: input.name.zh, addressEn: input.address.en, addressZh: input.address.zh,
    cityEn: input.city.en, cityZh: input.city.zh, country: input.country, timeZone: input.timeZone,
    ...venueColumns(input),
    createdBy: isProposal ? asker.userId : null,
    approvedAt: isProposal ? null : new Date()
  }).returning({ id: venues.id, slug: venues.slug })
  await recordAudit(tx, {
    actor: asker.userId, action: isProposal ? 'venue.proposed' : 'venue.added', subjectType: 'venue', subjectId: venue!.id, toState: isProposal ? 'proposed' : 'approved', details: { name: input.name }
  })
  return venue!
}

async function freeSlug(tx: Transaction, name: string): Promise<string> {
  const base = keyFor(name, 'venue', new Set())
  // Those of one name wait for each other, so that each sees the addresses that the others took.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`venue-slug:${base}`}, 0))`)
  const taken = await tx.select({ slug: venues.slug }).from(venues).where(like(venues.slug, `${base}%`))
  return keyFor(name, 'venue', new Set(taken.map(row => row.slug)))
}
