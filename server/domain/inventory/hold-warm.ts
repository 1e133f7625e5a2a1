import type { HoldDeps } from './hold-deps.ts'
import type { HoldOutcome, HoldRequest } from './hold-store.ts'
import type { SaleSession } from './sale-session.ts'
import { warmStore } from './truth.ts'

/** Asks the store for a hold, and fills it first where it knows nothing of the session. */
export async function holdWarm(deps: HoldDeps, sale: SaleSession, request: HoldRequest): Promise<HoldOutcome> {
  const outcome = await deps.holds.hold(request)
  if (outcome.ok || outcome.reason !== 'cold') return outcome
  await warmStore(deps, sale)
  return await deps.holds.hold(request)
}
