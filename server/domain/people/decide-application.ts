import { and, eq, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { publisherApplications, users } from '#drizzle/schema/index.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import { giveNotice } from '#server/domain/notify/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { PeopleDeps } from './admin-act.ts'
import { openPublisherPage } from './publisher-profile.ts'

export interface Decision { decision: 'approve' | 'reject', reason?: string }

/**
 * Decides an application, once: of two admins the slower one hears who was faster. An approved customer becomes a publisher with
 * a page of his own and stays logged in; as publisher he needs his second factor anyway.
 * @throws `not-found`, `already-decided`, `not-yourself`
 */
export async function decideApplication(deps: PeopleDeps, adminId: string, applicationId: string, { decision, reason }: Decision): Promise<void> {
  const state = decision === 'approve' ? 'approved' : 'rejected'
  const userId = await inTransaction(deps.db, async (tx) => {
    const [application] = await tx.update(publisherApplications)
      .set({ state, decidedBy: adminId, decidedAt: sql`now()`, reason: reason || null })
      .where(and(eq(publisherApplications.id, applicationId), eq(publisherApplications.state, 'pending'))).returning()
    if (!application) throw await whyNot(tx, applicationId)
    if (application.userId === adminId) throw new DomainError('not-yourself')
    if (decision === 'approve') await makePublisher(tx, adminId, application)
    await recordAudit(tx, { actor: adminId, action: `application.${state}`, subjectType: 'application', subjectId: applicationId, fromState: 'pending', toState: state, details: { reason: reason || null } })
    await giveNotice(tx, {
      to: { userId: application.userId }, kind: `application-${state}`, params: { nameEn: application.nameEn, nameZh: application.nameZh, reason: reason || null },
      path: decision === 'approve' ? '/publish' : '/account/publish', key: `application-${state}:${applicationId}`
    })
    return application.userId
  })
  deps.logins.forgetUser(userId)
}

async function makePublisher(tx: Transaction, adminId: string, application: typeof publisherApplications.$inferSelect): Promise<void> {
  const { userId, nameEn, nameZh, website } = application
  // Who became an admin meanwhile stays one.
  const [changed] = await tx.update(users).set({ role: 'publisher' }).where(and(eq(users.id, userId), eq(users.role, 'customer'))).returning({ id: users.id })
  await openPublisherPage(tx, userId, { name: { en: nameEn, zh: nameZh }, website })
  if (changed) await recordAudit(tx, { actor: adminId, action: 'account.role-changed', subjectType: 'user', subjectId: userId, fromState: 'customer', toState: 'publisher' })
}

async function whyNot(tx: Transaction, applicationId: string): Promise<DomainError> {
  const [row] = await tx.select({ state: publisherApplications.state, decidedBy: users.displayName })
    .from(publisherApplications).leftJoin(users, eq(users.id, publisherApplications.decidedBy)).where(eq(publisherApplications.id, applicationId))
  return row ? new DomainError('already-decided', { state: row.state, decidedBy: row.decidedBy ?? '' }) : new DomainError('not-found')
}
