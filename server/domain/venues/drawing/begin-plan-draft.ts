import { and, desc, eq } from 'drizzle-orm'
import type { Database, Queryable } from '#drizzle/database.ts'
import { planDrafts, seatingPlans } from '#drizzle/schema/index.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import { categoryColor, loadPlan } from '#server/domain/seating/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { documentOfPlan, emptyDocument, type PlanDocument } from '#shared/seating/plan-document.ts'
import { keyFor } from '#shared/seating/plan-draft.ts'
import type { LocalText } from '#shared/text/local-text.ts'
import { type Asker, venueToEdit } from '../access.ts'

/** Either the next version of a hall that is there, or a hall that nobody has drawn yet. */
export type PlanDraftWish = { hall: string } | { name: LocalText }

/**
 * Opens the drawing of a hall: the one that is begun already, else one that starts from the hall's newest plan, else an empty one.
 * @throws `not-found`
 */
export async function beginPlanDraft({ db }: { db: Database }, asker: Asker, venueId: string, wish: PlanDraftWish): Promise<{ id: string, hall: string, isNew: boolean }> {
  return await inTransaction(db, async (tx) => {
    // Locks the venue: two who begin the same hall at once get the same drawing.
    await venueToEdit(tx, venueId, asker)
    const hall = 'hall' in wish ? wish.hall : await newHallKey(tx, venueId, wish.name)
    const [begun] = await tx.select({ id: planDrafts.id }).from(planDrafts).where(and(eq(planDrafts.venueId, venueId), eq(planDrafts.hall, hall)))
    if (begun) return { id: begun.id, hall, isNew: false }
    const start = 'name' in wish ? { basedOn: null, document: firstDocument(wish.name) } : await newestPlan(tx, venueId, hall)
    const [draft] = await tx.insert(planDrafts).values({ venueId, hall, ...start, updatedBy: asker.userId }).returning({ id: planDrafts.id })
    await recordAudit(tx, { actor: asker.userId, action: 'plan-draft.begun', subjectType: 'plan-draft', subjectId: draft!.id, details: { venueId, hall } })
    return { id: draft!.id, hall, isNew: true }
  })
}

async function newHallKey(tx: Queryable, venueId: string, name: LocalText): Promise<string> {
  const [plans, drafts] = await Promise.all([
    tx.selectDistinct({ hall: seatingPlans.hall }).from(seatingPlans).where(eq(seatingPlans.venueId, venueId)),
    tx.select({ hall: planDrafts.hall }).from(planDrafts).where(eq(planDrafts.venueId, venueId))
  ])
  return keyFor(name.en, 'hall', new Set([...plans, ...drafts].map(one => one.hall)))
}

async function newestPlan(tx: Queryable, venueId: string, hall: string): Promise<{ basedOn: string, document: PlanDocument }> {
  const [newest] = await tx.select({ id: seatingPlans.id }).from(seatingPlans)
    .where(and(eq(seatingPlans.venueId, venueId), eq(seatingPlans.hall, hall))).orderBy(desc(seatingPlans.version)).limit(1)
  if (!newest) throw new DomainError('not-found')
  return { basedOn: newest.id, document: documentOfPlan(await loadPlan(tx, newest.id)) }
}

/** Two zones, as most houses begin. */
function firstDocument(name: LocalText): PlanDocument {
  return emptyDocument(name, [
    { key: 'best', name: { en: 'Best', zh: '甲票' }, color: categoryColor(0) },
    { key: 'standard', name: { en: 'Standard', zh: '乙票' }, color: categoryColor(1) }
  ])
}
