import { eq, sql } from 'drizzle-orm'
import { totpSecrets, users } from '#drizzle/schema/index.ts'
import { endLoginSessionsOf, recordAudit } from '#server/domain/accounts/index.ts'
import { giveNotice } from '#server/domain/notify/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { newId } from '#shared/ids/id.ts'
import { type PeopleDeps, actOn } from './admin-act.ts'

/**
 * Lets somebody in no more: every login session ends at once, tickets stay valid.
 * Doing so again changes nothing. @throws `not-yourself`, `not-found`, `last-admin`
 */
export async function disablePerson(deps: PeopleDeps, adminId: string, userId: string, reason: string): Promise<void> {
  await actOn(deps, adminId, userId, async (tx, { person, hasOtherAdmin }) => {
    if (person.disabledAt) return
    if (person.role === 'admin' && !hasOtherAdmin) throw new DomainError('last-admin')
    await tx.update(users).set({ disabledAt: sql`now()` }).where(eq(users.id, userId))
    await endLoginSessionsOf(tx, userId, 'disabled', { actor: adminId })
    await recordAudit(tx, { actor: adminId, action: 'account.disabled', subjectType: 'user', subjectId: userId, fromState: 'active', toState: 'disabled', details: { reason } })
  })
}

/** Lets somebody in again. */
export async function enablePerson(deps: PeopleDeps, adminId: string, userId: string, reason: string): Promise<void> {
  await actOn(deps, adminId, userId, async (tx, { person }) => {
    if (!person.disabledAt) return
    await tx.update(users).set({ disabledAt: null }).where(eq(users.id, userId))
    await recordAudit(tx, { actor: adminId, action: 'account.enabled', subjectType: 'user', subjectId: userId, fromState: 'disabled', toState: 'active', details: { reason } })
  })
}

/** Ends all login sessions of somebody, who may sign in again at once. @returns how many */
export async function endSessionsOf(deps: PeopleDeps, adminId: string, userId: string, reason: string): Promise<number> {
  return await actOn(deps, adminId, userId, async (tx) => {
    const ended = await endLoginSessionsOf(tx, userId, 'ended-by-admin', { actor: adminId })
    await recordAudit(tx, { actor: adminId, action: 'account.sessions-ended', subjectType: 'user', subjectId: userId, details: { reason, ended } })
    return ended
  })
}

/**
 * Takes the authenticator off somebody who lost it, after he has shown in another way that he is himself. All his login sessions
 * end, and he is told, in case it was not him who asked.
 */
export async function resetTotp(deps: PeopleDeps, adminId: string, userId: string, reason: string): Promise<void> {
  await actOn(deps, adminId, userId, async (tx) => {
    const removed = await tx.delete(totpSecrets).where(eq(totpSecrets.userId, userId)).returning({ userId: totpSecrets.userId })
    if (removed.length === 0) return
    await endLoginSessionsOf(tx, userId, 'ended-by-admin', { actor: adminId })
    await recordAudit(tx, { actor: adminId, action: 'account.totp-reset', subjectType: 'user', subjectId: userId, fromState: 'on', toState: 'off', details: { reason } })
    await giveNotice(tx, { to: { userId }, kind: 'totp-changed', params: { isOn: false }, path: '/account/security', key: `totp-changed:${newId()}` })
  })
}
