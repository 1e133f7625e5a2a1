import { DomainError } from '#shared/errors/domain-error.ts'
import type { PlanFault } from '#shared/seating/plan-fault-kinds.ts'

/** Faults that one answer lists: a broken file may have one for every seat, several times over. */
const LISTED_FAULTS = 10_000

/** The refusal of a plan with these faults. `faultCount` is of all, also where not all are listed. */
export function planRefused(faults: readonly PlanFault[]): DomainError {
  return new DomainError('plan-refused', { faultCount: faults.length, faults: faults.slice(0, LISTED_FAULTS) })
}
