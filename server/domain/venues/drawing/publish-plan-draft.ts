import { and, eq, inArray } from 'drizzle-orm'
import type { Database, Queryable } from '#drizzle/database.ts'
import { images, planDrafts } from '#drizzle/schema/index.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import { packPlan, planRefused, type StoredPlan, storePackedPlan } from '#server/domain/seating/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { draftOfDocument, type PlanDocument, withoutEmptyParts } from '#shared/seating/plan-document.ts'
import { fault } from '#shared/seating/plan-fault-kinds.ts'
import { findFaults } from '#shared/seating/plan-faults.ts'
import { planFromDraft } from '#shared/seating/plan-from-draft.ts'
import type { Asker } from '../access.ts'
import { lockPlanDraft, ownPlanDraft } from './own-plan-draft.ts'

/**
 * Makes the drawing the next version of its hall, for sessions to come; those that are there keep the plan that they were sold from.
 * The drawing goes on from it. The same drawing again is the version that is there.
 * @throws `not-found`, `draft-changed`, `plan-refused` with every fault and its place in the document
 */
export async function publishPlanDraft({ db }: { db: Database }, asker: Asker, draftId: string, version: number): Promise<StoredPlan> {
  const { draft } = await ownPlanDraft(db, asker, draftId)
  if (draft.version !== version) throw new DomainError('draft-changed', { version: draft.version })
  await requireSound(db, draft.document)
  // Compressing a stadium takes a second, so before anything is locked.
  const packed = await packPlan(planFromDraft(withoutEmptyParts(draftOfDocument(draft.document)), { drawnToScale: true }))
  return await inTransaction(db, async (tx) => {
    const { draft: locked } = await lockPlanDraft(tx, asker, draftId, version)
    const stored = await storePackedPlan(tx, { venueId: locked.venueId, hall: locked.hall }, packed)
    await tx.update(planDrafts).set({ basedOn: stored.planId }).where(eq(planDrafts.id, draftId))
    if (stored.isNew) {
      await recordAudit(tx, { actor: asker.userId, action: 'plan.drawn', subjectType: 'plan', subjectId: stored.planId, details: { venueId: locked.venueId, hall: locked.hall, version: stored.version } })
    }
    return stored
  })
}

async function requireSound(db: Queryable, document: PlanDocument): Promise<void> {
  const draft = draftOfDocument(document)
  const faults = [...findFaults(draft).filter(found => found.code !== 'empty-row'), ...await faultsOfViews(db, document)]
  if (faults.length > 0) throw planRefused(faults)
}

/** Pictures have to be in our own store. */
async function faultsOfViews(db: Queryable, document: PlanDocument) {
  const named = [...document.sections.map((part, i) => ({ view: part.view, place: `/sections/${i}` })), ...document.areas.map((part, i) => ({ view: part.view, place: `/areas/${i}` }))]
  const ids = [...new Set(named.flatMap(part => part.view ?? []))]
  if (ids.length === 0) return []
  const found = new Set((await db.select({ id: images.id }).from(images).where(and(inArray(images.id, ids), eq(images.purpose, 'view')))).map(image => image.id))
  return named.filter(part => part.view && !found.has(part.view)).map(part => fault('unknown-view', part.place))
}
