import { inTransaction } from '#drizzle/transaction.ts'
import { type HoldDeps, type Holder, holdSeats, releaseDue, tellStore } from '#server/domain/inventory/index.ts'
import type { CreateHoldInput, HoldReply } from '#shared/api/holds.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { recently } from '#shared/memo/recently.ts'
import { expireBlocking } from './expire-orders.ts'

/** However many find an area full, Postgres is asked for overdue orders once a second. */
const FRESH_MS = 1_000
const remember = recently<number>(FRESH_MS)

/** `holdSeats`; places that overdue orders take or allotments kept too long are given back before an area is called full, with nobody sweeping. */
export async function holdMakingRoom(deps: HoldDeps, holder: Holder, sessionId: string, input: CreateHoldInput): Promise<HoldReply> {
  try {
    return await holdSeats(deps, holder, sessionId, input)
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'area-full')) throw error
    const areaKey = error.data.areaKey as string
    if (await remember(deps.holds, `${sessionId}:${areaKey}`, () => giveBackOverdue(deps, sessionId, areaKey)) === 0) throw error
    return await holdSeats(deps, holder, sessionId, input)
  }
}

async function giveBackOverdue(deps: HoldDeps, sessionId: string, areaKey: string): Promise<number> {
  const freed = await releaseDue(deps, sessionId) + await inTransaction(deps.db, tx => expireBlocking(tx, sessionId, [], [areaKey]))
  // The seats of these orders are told by the outbox.
  if (freed > 0) await tellStore(deps, sessionId, [])
  return freed
}
