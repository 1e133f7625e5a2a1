import { and, inArray, isNull, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { venues } from '#drizzle/schema/index.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** Makes a proposed venue public. Doing so again changes nothing. @throws `not-found` */
export async function approveVenue({ db }: { db: Database }, adminId: string, venueId: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    const [venue] = await tx.select({ id: venues.id }).from(venues).where(inArray(venues.id, [venueId]))
    if (!venue) throw new DomainError('not-found')
    await approveVenuesWithin(tx, adminId, [venueId])
  })
}

/** Makes those of the venues public that are not yet: for whoever approves an event that takes place there. */
export async function approveVenuesWithin(tx: Transaction, adminId: string, venueIds: readonly string[]): Promise<void> {
  if (venueIds.length === 0) return
  const approved = await tx.update(venues).set({ approvedAt: sql`now()` })
    .where(and(inArray(venues.id, [...venueIds]), isNull(venues.approvedAt))).returning({ id: venues.id })
  for (const { id } of approved) {
    await recordAudit(tx, { actor: adminId, action: 'venue.approved', subjectType: 'venue', subjectId: id, fromState: 'proposed', toState: 'approved' })
  }
}
