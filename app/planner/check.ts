import { type PlanAdvice, planAdvice } from '#shared/seating/plan-advice.ts'
import { draftOfDocument } from '#shared/seating/plan-document.ts'
import type { PlanFault } from '#shared/seating/plan-fault-kinds.ts'
import { findFaults } from '#shared/seating/plan-faults.ts'
import { type Drawing, documentOf } from './document.ts'

/** What keeps the drawing from being published, and what is probably not meant so. The same rules as the server's. */
export function check(drawing: Drawing): { faults: PlanFault[], advice: PlanAdvice[] } {
  const draft = draftOfDocument(documentOf(drawing))
  // A row without seats is scaffolding, and left out.
  return { faults: findFaults(draft).filter(fault => fault.code !== 'empty-row'), advice: planAdvice(draft) }
}
