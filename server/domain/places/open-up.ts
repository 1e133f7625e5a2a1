import { and, eq } from 'drizzle-orm'
import { waitingEntries } from '#drizzle/schema/index.ts'
import { type Released, tellReleased } from '#server/domain/inventory/index.ts'
import { distribute } from '#server/domain/waiting-list/index.ts'
import type { PlacesDeps } from './places-deps.ts'

/**
 * Places of which some are kept no more. Seats go to who waits for them before any map shows them; standing places are counted
 * anew first, because the list asks the same counter as everybody. `alsoTell`: what else the hold store must learn.
 * Safe to repeat and to be late: what is kept after all is offered to nobody.
 */
export async function openUp(deps: PlacesDeps, sessionId: string, { seats, standing }: Released, alsoTell?: () => Promise<void>): Promise<void> {
  if (!await isAwaited(deps, sessionId)) {
    await tellReleased(deps, sessionId, { seats, standing })
    return await alsoTell?.()
  }
  await tellReleased(deps, sessionId, { seats: [], standing })
  // A list that cannot be walked now must not keep the maps from the news: it is walked again soon.
  await distribute(deps, sessionId, seats).catch(() => {})
  await tellReleased(deps, sessionId, { seats, standing: [] })
  if (!alsoTell) return
  await alsoTell()
  await distribute(deps, sessionId)
}

async function isAwaited({ db }: PlacesDeps, sessionId: string): Promise<boolean> {
  return (await db.select({ id: waitingEntries.id }).from(waitingEntries).where(and(eq(waitingEntries.sessionId, sessionId), eq(waitingEntries.state, 'waiting'))).limit(1)).length > 0
}
