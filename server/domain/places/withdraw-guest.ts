import { recordAudit } from '#server/domain/accounts/index.ts'
import { takeBackGift } from '#server/domain/orders/index.ts'
import { type Author, ownSession } from '#server/domain/publishing/index.ts'
import type { PlacesDeps } from './places-deps.ts'

/** Takes a guest off the list: his tickets are worth nothing any more, and he is told by mail. Throws `not-found`, `not-refundable`, `illegal-transition`. */
export async function withdrawGuest(deps: PlacesDeps, author: Author, sessionId: string, allotmentId: string, orderId: string): Promise<void> {
  await ownSession(deps.db, author, sessionId)
  await takeBackGift(deps, { sessionId, allotmentId, orderId }, author.userId, tx => recordAudit(tx, {
    actor: author.userId, action: 'allotment.guest-withdrawn', subjectType: 'allotment', subjectId: allotmentId, details: { sessionId, orderId }
  }))
}
