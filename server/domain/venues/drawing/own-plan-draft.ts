import { eq } from 'drizzle-orm'
import type { Queryable, Transaction } from '#drizzle/database.ts'
import { type PlanDraftRow, planDrafts, type VenueRow, venues } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { type Asker, mayEditVenue } from '../access.ts'

/** The drawing and its venue, if the asker may edit that. @throws `not-found` for other people's and for none alike (Z-03) */
export async function ownPlanDraft(db: Queryable, asker: Asker, draftId: string): Promise<{ draft: PlanDraftRow, venue: VenueRow }> {
  const [found] = await db.select({ draft: planDrafts, venue: venues }).from(planDrafts).innerJoin(venues, eq(venues.id, planDrafts.venueId)).where(eq(planDrafts.id, draftId))
  if (!found || !mayEditVenue(found.venue, asker)) throw new DomainError('not-found')
  return found
}

/** The same, and nobody else changes the drawing until this transaction ends. @throws `not-found`, `draft-changed` where it is no longer that version */
export async function lockPlanDraft(tx: Transaction, asker: Asker, draftId: string, version: number): Promise<{ draft: PlanDraftRow, venue: VenueRow }> {
  await tx.select({ id: planDrafts.id }).from(planDrafts).where(eq(planDrafts.id, draftId)).for('update')
  const found = await ownPlanDraft(tx, asker, draftId)
  if (found.draft.version !== version) throw new DomainError('draft-changed', { version: found.draft.version })
  return found
}
