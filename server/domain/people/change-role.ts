import { eq } from 'drizzle-orm'
import { users } from '#drizzle/schema/index.ts'
import { type Role, endLoginSessionsOf, recordAudit } from '#server/domain/accounts/index.ts'
import { giveNotice } from '#server/domain/notify/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { newId } from '#shared/ids/id.ts'
import { type PeopleDeps, actOn } from './admin-act.ts'
import { openPublisherPage } from './publisher-profile.ts'

/**
 * Gives somebody another role. All his login sessions end, so that no page goes on under the old one (S-04), and he is told.
 * The same role again changes nothing. @throws `not-yourself`, `not-found`, `last-admin`
 */
export async function changeRole(deps: PeopleDeps, adminId: string, userId: string, wish: { role: Role, reason: string }): Promise<void> {
  await actOn(deps, adminId, userId, async (tx, { person, hasOtherAdmin }) => {
    if (person.role === wish.role) return
    if (person.role === 'admin' && !hasOtherAdmin) throw new DomainError('last-admin')
    await tx.update(users).set({ role: wish.role }).where(eq(users.id, userId))
    if (wish.role === 'publisher') await openPublisherPage(tx, userId, { name: { en: person.displayName, zh: person.displayName }, website: null })
    await endLoginSessionsOf(tx, userId, 'role-changed', { actor: adminId })
    await recordAudit(tx, { actor: adminId, action: 'account.role-changed', subjectType: 'user', subjectId: userId, fromState: person.role, toState: wish.role, details: { reason: wish.reason } })
    await giveNotice(tx, { to: { userId }, kind: 'role-changed', params: { role: wish.role, before: person.role }, key: `role-changed:${newId()}` })
  })
}
