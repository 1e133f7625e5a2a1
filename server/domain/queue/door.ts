import type { HoldDoor, Holder } from '#server/domain/inventory/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { askLine } from './fill-line.ts'
import { openBySystem } from './open-by-system.ts'
import type { QueueDeps } from './queue-deps.ts'
import { type Room, isGuarding, roomOf } from './rooms.ts'
import { type Carried, readCarried } from './signed-place.ts'

/**
 * What stands before every hold of a session whose waiting room is open: no admission, no seat, whichever way one asks.
 * Throws `queue-first` (no admission is shown), `admission-refused` (forged, of another session, of another person) and
 * `admission-over` (its time ran out, it was used up, or it is of an earlier opening).
 */
export function holdDoor(deps: QueueDeps): HoldDoor {
  return {
    async pass(holder, sessionId) {
      const room = await roomOf(deps.db, sessionId)
      if (!room) return
      const guarding = isGuarding(room) ? room : await openBySystem(deps, room)
      if (guarding) await requireAdmission(deps, guarding, holder)
    }
  }
}

async function requireAdmission(deps: QueueDeps, room: Room, holder: Holder): Promise<void> {
  const admission = admissionIn(deps, room, holder)
  const isInside = admission.round === room.line.round && await askLine(deps, room, at => deps.line.isInside(at.line, admission.position))
  if (!isInside) throw new DomainError('admission-over', { sessionId: room.line.sessionId })
}

/** The admission that somebody shows, if it is his and for this session. */
export function admissionIn(deps: Pick<QueueDeps, 'queueKey'>, { line }: Room, holder: Holder): Carried {
  if (!holder.admission) throw new DomainError('queue-first', { sessionId: line.sessionId })
  const read = readCarried(deps.queueKey, holder.admission, 'admission', line.sessionId, holder)
  if (!read.ok) throw new DomainError('admission-refused', { sessionId: line.sessionId, why: read.why })
  return read.carried
}
