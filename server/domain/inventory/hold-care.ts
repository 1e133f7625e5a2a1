import type { HoldReply, ReleaseHoldInput } from '#shared/api/holds.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { withTheirTables } from '#shared/seating/plan.ts'
import { planArea } from './allotments/allotted-area.ts'
import { describeHold } from './hold-lines.ts'
import type { HoldDeps } from './hold-deps.ts'
import type { Hold } from './hold-store.ts'
import { type Holder, personOf } from './hold-seats.ts'
import { witnessed } from './hold-witness.ts'
import { saleSession } from './sale-session.ts'

type Owner = Pick<Holder, 'userId' | 'visitor'>

/** The caller's hold. A token that ran out, or is somebody else's, is hold-expired: its seats are not his. */
export async function readHold(deps: HoldDeps, owner: Owner, sessionId: string, token: string): Promise<HoldReply> {
  const hold = await requireOwn(deps, owner, sessionId, token)
  return describeHold((await saleSession(deps.db, sessionId)).plan, hold)
}

/** Gives back some seats or areas, or the whole hold; with a chair of a table that is sold whole all of it. Null where nothing is left of it. */
export async function releaseHold(deps: HoldDeps, owner: Owner, sessionId: string, token: string, what: ReleaseHoldInput): Promise<HoldReply | null> {
  const hold = await requireOwn(deps, owner, sessionId, token)
  if (!what.seatIds && !what.areaKeys) {
    await deps.holds.release(sessionId, token)
    return null
  }
  const sale = await saleSession(deps.db, sessionId)
  const seats = (what.seatIds ?? []).map((id) => {
    const seat = sale.seatIndexById.get(id)
    if (seat === undefined) throw new DomainError('seat-not-in-session', { seatNames: [id] })
    return seat
  })
  const left = await deps.holds.release(sessionId, token, { seats: withTheirTables(sale.plan, seats), areaKeys: hold.areas.flatMap(area => what.areaKeys?.includes(planArea(area.areaKey)) ? area.areaKey : []) })
  return left && left.seats.length + left.areas.length > 0 ? describeHold(sale.plan, left) : null
}

/** Gives the owner once more the time of a hold (WCAG 2.2, 2.2.1: time limits can be extended). */
export async function extendHold(deps: HoldDeps, owner: Owner, sessionId: string, token: string): Promise<HoldReply> {
  await requireOwn(deps, owner, sessionId, token)
  const sale = await saleSession(deps.db, sessionId)
  const outcome = await deps.holds.extend(sessionId, token, sale.session.holdSeconds * 1000)
  if (outcome.ok) {
    deps.witness?.extended(witnessed(outcome.hold, sale.session))
    return describeHold(sale.plan, outcome.hold)
  }
  throw new DomainError(outcome.reason === 'gone' ? 'hold-expired' : 'hold-not-extendable')
}

async function requireOwn(deps: HoldDeps, owner: Owner, sessionId: string, token: string): Promise<Hold> {
  const hold = await deps.holds.read(sessionId, token)
  if (!hold || !isOwnedBy(hold, owner)) throw new DomainError('hold-expired')
  return hold
}

/** Whether a hold is this person's: made by him signed in, or by his browser before he signed in. */
export function isOwnedBy(hold: Hold, owner: Owner): boolean {
  return hold.personKey === `visitor:${owner.visitor}` || (owner.userId !== null && hold.personKey === personOf(owner))
}
