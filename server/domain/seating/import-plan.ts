import { and, eq } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { venues } from '#drizzle/schema/index.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { seatCount, type SeatingPlan } from '#shared/seating/plan.ts'
import { planRefused } from './plan-refused.ts'
import { type PlanFile, readPlans } from './read-plans.ts'
import type { PlanChange } from './repair.ts'
import { type PackedPlan, packPlan, type StoredPlan, storePackedPlan } from './store.ts'

export interface PlanImport extends PlanFile {
  venueSlug: string
  /** Which hall of the venue, `[a-z0-9-]+`; with `splitSections` what the names of the halls begin with, or ''. */
  hall: string
  /** Only look whether it would do. */
  dryRun: boolean
  /** For the audit log: a user id, or the name of a command. */
  actor: string
  /** Set for a publisher: only a venue that he proposed takes his plans; any other is as if it were not there (Z-02). */
  proposedBy?: string
}

export interface ImportedPlan {
  hall: string
  name: SeatingPlan['name']
  seatCount: number
  sectionCount: number
  /** Null after a dry run. */
  stored: StoredPlan | null
}

/**
 * Reads a file and stores the plan, or each of its plans, or nothing at all.
 * Throws `not-found` for an unknown venue and `plan-refused` with every fault and its place.
 */
export async function importPlan(deps: { db: Database }, input: PlanImport): Promise<{ plans: ImportedPlan[], changes: PlanChange[] }> {
  const [venue] = await deps.db.select({ id: venues.id }).from(venues).where(and(eq(venues.slug, input.venueSlug), input.proposedBy === undefined ? undefined : eq(venues.createdBy, input.proposedBy)))
  if (!venue) throw new DomainError('not-found')
  const reading = readPlans(input)
  if (reading.faults.length > 0) throw planRefused(reading.faults)
  const plans = reading.plans.map(({ section, plan }) => ({ plan, hall: section === undefined ? input.hall : [input.hall, section].filter(Boolean).join('-') }))
  const packed = input.dryRun ? [] : await Promise.all(plans.map(({ plan }) => packPlan(plan)))
  const stored = input.dryRun ? [] : await deps.db.transaction(tx => storeAll(tx, venue.id, plans.map((one, i) => ({ hall: one.hall, packed: packed[i]! })), input.actor))
  return {
    plans: plans.map(({ plan, hall }, i) => ({ hall, name: plan.name, seatCount: seatCount(plan), sectionCount: plan.sections.length, stored: stored[i] ?? null })),
    changes: reading.changes
  }
}

async function storeAll(tx: Transaction, venueId: string, halls: readonly { hall: string, packed: PackedPlan }[], actor: string): Promise<StoredPlan[]> {
  const all: StoredPlan[] = []
  for (const { hall, packed } of halls) {
    const stored = await storePackedPlan(tx, { venueId, hall }, packed)
    if (stored.isNew) await recordAudit(tx, { actor, action: 'plan.imported', subjectType: 'plan', subjectId: stored.planId, details: { hall, version: stored.version } })
    all.push(stored)
  }
  return all
}
