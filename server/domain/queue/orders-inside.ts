import type { Queryable } from '#drizzle/database.ts'
import type { Holder } from '#server/domain/inventory/index.ts'
import { admissionIn } from './door.ts'
import { endAdmission } from './enter.ts'
import type { LineStore } from './line-store.ts'
import type { QueueDeps } from './queue-deps.ts'
import { isGuarding, readRoom, roomOf } from './rooms.ts'

/** Somebody inside made an order. Whatever fails here, the order stands: the line only counts. */
export async function noteOrder(deps: QueueDeps, holder: Holder, sessionId: string, orderId: string): Promise<void> {
  if (!holder.admission) return
  try {
    const room = await roomOf(deps.db, sessionId)
    if (isGuarding(room)) await deps.line.noteOrder(room.line, orderId, admissionIn(deps, room, holder).position)
  } catch {
    // An admission that is not his, or a store that is away: nothing to count.
  }
}

/** An order was paid, and its buyer makes room for the next; or it is over unpaid, and he may choose again while his time lasts. */
export async function closeOrder(line: LineStore, db: Queryable, { sessionId, orderId }: { sessionId: string, orderId: string }, isPaid: boolean): Promise<void> {
  const room = await readRoom(db, sessionId)
  if (!isGuarding(room)) return
  // A store that is away has forgotten nobody's money: his time inside ends by itself.
  const position = await line.closeOrder(room.line, orderId, isPaid).catch(() => null)
  if (isPaid && typeof position === 'number') await endAdmission(db, room, position, 'bought')
}
