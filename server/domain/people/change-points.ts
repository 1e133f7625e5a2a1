import { recordAudit } from '#server/domain/accounts/index.ts'
import { giveNotice } from '#server/domain/notify/index.ts'
import { givePoints } from '#server/domain/payments/index.ts'
import { newId } from '#shared/ids/id.ts'
import { type PeopleDeps, actOn } from './admin-act.ts'

/**
 * Gives somebody points or takes some away, for a reason that the person reads. @returns the balance
 * @throws `not-yourself`, `not-found`, `points-below-zero`
 */
export async function changePoints(deps: PeopleDeps, adminId: string, userId: string, { points, reason }: { points: number, reason: string }): Promise<number> {
  return await actOn(deps, adminId, userId, async (tx) => {
    const balance = await givePoints(tx, userId, points, reason)
    await recordAudit(tx, { actor: adminId, action: 'account.points-changed', subjectType: 'user', subjectId: userId, details: { points, reason } })
    await giveNotice(tx, { to: { userId }, kind: 'points-changed', key: `points-changed:${newId()}`, path: '/account/wallet', params: { points, why: 'given', reason } })
    return balance
  })
}
