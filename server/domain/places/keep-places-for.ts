import { recordAudit } from '#server/domain/accounts/index.ts'
import { keepPlaces } from '#server/domain/inventory/index.ts'
import { expireBlocking } from '#server/domain/orders/index.ts'
import type { Author } from '#server/domain/publishing/index.ts'
import { changePlaces } from './change-places.ts'
import type { PlacesDeps } from './places-deps.ts'
import { requireAllotment } from './require-allotment.ts'

/** Keeps so many standing places of an area for an allotment. Throws `area-full`, `places-used`, `illegal-transition`, `not-found`. */
export async function keepPlacesFor(deps: PlacesDeps, author: Author, sessionId: string, allotmentId: string, areaKey: string, quantity: number): Promise<void> {
  await changePlaces(deps, author, sessionId, async (tx) => {
    await requireAllotment(tx, sessionId, allotmentId)
    await expireBlocking(tx, sessionId, [], [areaKey])
    await keepPlaces(tx, sessionId, allotmentId, areaKey, quantity)
    await recordAudit(tx, { actor: author.userId, action: 'allotment.places-kept', subjectType: 'allotment', subjectId: allotmentId, details: { sessionId, areaKey, quantity } })
    return {}
  })
}
