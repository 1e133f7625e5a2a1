import { eq } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { planDrafts } from '#drizzle/schema/index.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import type { PlanDocument } from '#shared/seating/plan-document.ts'
import type { Asker } from '../access.ts'
import { lockPlanDraft, ownPlanDraft } from './own-plan-draft.ts'

/** Autosave: keeps the drawing if it is still the version that the editor saw. Plans on sale stay as they are. @throws `not-found`, `draft-changed` */
export async function savePlanDraft({ db }: { db: Database }, asker: Asker, draftId: string, input: { version: number, document: PlanDocument }): Promise<{ version: number, savedAt: string }> {
  return await inTransaction(db, async (tx) => {
    const { draft } = await lockPlanDraft(tx, asker, draftId, input.version)
    const savedAt = new Date()
    await tx.update(planDrafts).set({ document: input.document, version: draft.version + 1, updatedAt: savedAt, updatedBy: asker.userId }).where(eq(planDrafts.id, draftId))
    return { version: draft.version + 1, savedAt: savedAt.toISOString() }
  })
}

/** Throws the drawing away; published versions stay. @throws `not-found` */
export async function discardPlanDraft({ db }: { db: Database }, asker: Asker, draftId: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    const { draft } = await ownPlanDraft(tx, asker, draftId)
    await tx.delete(planDrafts).where(eq(planDrafts.id, draftId))
    await recordAudit(tx, { actor: asker.userId, action: 'plan-draft.discarded', subjectType: 'plan-draft', subjectId: draftId, details: { venueId: draft.venueId, hall: draft.hall } })
  })
}
