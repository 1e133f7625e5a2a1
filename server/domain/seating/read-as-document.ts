import { documentOfPlan, type PlanDocument } from '#shared/seating/plan-document.ts'
import { planRefused } from './plan-refused.ts'
import { type PlanFile, readPlans } from './read-plans.ts'
import type { PlanChange } from './repair.ts'

/** A file as something to draw on; what can be mended is, and every change is listed. @throws `plan-refused` with what cannot */
export function readAsDocument(file: Pick<PlanFile, 'format' | 'name' | 'content'>): { document: PlanDocument, changes: PlanChange[] } {
  const reading = readPlans({ ...file, repair: true })
  if (reading.faults.length > 0) throw planRefused(reading.faults)
  return { document: documentOfPlan(reading.plans[0]!.plan), changes: reading.changes }
}
