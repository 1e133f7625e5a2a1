import type { Queryable } from '#drizzle/database.ts'
import { csvOfDocument } from '#shared/seating/export-csv.ts'
import { pretixOfDocument } from '#shared/seating/export-pretix.ts'
import { decodePlan } from '#shared/seating/plan-codec.ts'
import { type PlanDifference, planDifference } from '#shared/seating/plan-difference.ts'
import { documentOfPlan } from '#shared/seating/plan-document.ts'
import type { SeatingPlan } from '#shared/seating/plan.ts'
import type { PlanFormat } from './read-plans.ts'
import { loadEncodedPlan, readEncodedPlan } from './store.ts'

/** A stored plan as a file that somebody else, or we, can read. @throws `not-found` */
export async function planAsFile({ db }: { db: Queryable }, contentHash: string, format: PlanFormat): Promise<string> {
  const document = documentOfPlan(await planByHash(db, contentHash))
  if (format === 'csv') return csvOfDocument(document)
  return JSON.stringify(format === 'pretix' ? pretixOfDocument(document) : document)
}

/** What is different in the second plan. @throws `not-found` */
export async function comparePlans({ db }: { db: Queryable }, before: string, after: string): Promise<PlanDifference> {
  const [old, now] = await Promise.all([planByHash(db, before), planByHash(db, after)])
  return planDifference(old, now)
}

async function planByHash(db: Queryable, contentHash: string): Promise<SeatingPlan> {
  return decodePlan(JSON.parse(await readEncodedPlan(await loadEncodedPlan(db, contentHash))))
}
