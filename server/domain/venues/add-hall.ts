import type { Database } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import { drawPlainHall, packPlan, storePackedPlan } from '#server/domain/seating/index.ts'
import type { HallInput } from '#shared/api/publishing.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { keyFor } from '#shared/seating/plan-draft.ts'
import { type Asker, venueToEdit } from './access.ts'

/**
 * Draws a plain hall and adds it to the venue. A hall of the same English name gets a new version, which sessions that are there
 * already do not see; the same hall again is the one that is there. Of a public venue, which others plan with, only an admin
 * draws a hall anew.
 * @throws `not-found`, `not-allowed`
 */
export async function addHall({ db }: { db: Database }, asker: Asker, venueId: string, input: HallInput): Promise<{ planId: string, hall: string, version: number }> {
  const packed = await packPlan(drawPlainHall(input))
  const hall = keyFor(input.name.en, 'hall', new Set())
  return await inTransaction(db, async (tx) => {
    const venue = await venueToEdit(tx, venueId, asker)
    const stored = await storePackedPlan(tx, { venueId, hall }, packed)
    if (stored.isNew && stored.version > 1 && venue.approvedAt && asker.role !== 'admin') throw new DomainError('not-allowed')
    if (stored.isNew) await recordAudit(tx, { actor: asker.userId, action: 'plan.drawn', subjectType: 'plan', subjectId: stored.planId, details: { venueId, hall, version: stored.version } })
    return { planId: stored.planId, hall, version: stored.version }
  })
}
