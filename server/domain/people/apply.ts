import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { Database, Queryable } from '#drizzle/database.ts'
import { inTransaction, violatedConstraint } from '#drizzle/transaction.ts'
import { publisherApplications, users } from '#drizzle/schema/index.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import { giveNotice } from '#server/domain/notify/index.ts'
import type { ApplyInput, OwnApplicationsReply } from '#shared/api/people.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

const ONE_OPEN = 'publisher_applications_one_open'
const SHOWN = 20

/** Every application rings at every admin's: nobody applies and takes it back all day. */
const A_DAY = 5

/**
 * A customer asks to become a publisher; the admins are told.
 * @throws `already-applied`, `rate-limited`, `not-allowed` for who is no customer
 */
export async function applyAsPublisher({ db }: { db: Database }, userId: string, input: ApplyInput): Promise<{ id: string }> {
  try {
    return await inTransaction(db, async (tx) => {
      const [person] = await tx.select({ role: users.role }).from(users).where(and(eq(users.id, userId), isNull(users.erasedAt))).for('no key update')
      if (person?.role !== 'customer') throw new DomainError('not-allowed')
      const [lately] = await tx.select({ count: sql<number>`count(*)::int` }).from(publisherApplications)
        .where(and(eq(publisherApplications.userId, userId), sql`${publisherApplications.createdAt} > now() - interval '1 day'`))
      if (lately!.count >= A_DAY) throw new DomainError('rate-limited', { retryAfterSeconds: 86_400 })
      const [application] = await tx.insert(publisherApplications)
        .values({ userId, nameEn: input.name.en, nameZh: input.name.zh, about: input.about, website: input.website }).returning({ id: publisherApplications.id })
      const { id } = application!
      await recordAudit(tx, { actor: userId, action: 'application.submitted', subjectType: 'application', subjectId: id, toState: 'pending' })
      await recordAudit(tx, { actor: userId, action: 'account.applied', subjectType: 'user', subjectId: userId })
      await giveNotice(tx, { to: { role: 'admin' }, kind: 'application-submitted', params: { name: input.name.en, nameEn: input.name.en, nameZh: input.name.zh, about: input.about.slice(0, 300) }, path: '/admin/applications', key: `application-submitted:${id}` })
      return { id }
    })
  } catch (error) {
    if (violatedConstraint(error) === ONE_OPEN) throw new DomainError('already-applied')
    throw error
  }
}

/** Takes the open application back. @throws `not-found` where there is none */
export async function withdrawApplication({ db }: { db: Database }, userId: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    const [withdrawn] = await tx.update(publisherApplications).set({ state: 'withdrawn', decidedAt: sql`now()` })
      .where(and(eq(publisherApplications.userId, userId), eq(publisherApplications.state, 'pending'))).returning({ id: publisherApplications.id })
    if (!withdrawn) throw new DomainError('not-found')
    await recordAudit(tx, { actor: userId, action: 'application.withdrawn', subjectType: 'application', subjectId: withdrawn.id, fromState: 'pending', toState: 'withdrawn' })
  })
}

/** What became of one's applications. The role is today's: an approval counts before the next page is loaded. */
export async function readOwnApplications({ db }: { db: Queryable }, userId: string): Promise<OwnApplicationsReply> {
  const [[person], rows] = await Promise.all([
    db.select({ role: users.role }).from(users).where(eq(users.id, userId)),
    db.select().from(publisherApplications).where(eq(publisherApplications.userId, userId)).orderBy(desc(publisherApplications.createdAt), desc(publisherApplications.id)).limit(SHOWN)
  ])
  if (!person) throw new DomainError('login-required')
  return { role: person.role, applications: rows.map(applicationView) }
}

export function applicationView(row: typeof publisherApplications.$inferSelect): OwnApplicationsReply['applications'][number] {
  return {
    id: row.id, state: row.state, name: { en: row.nameEn, zh: row.nameZh }, about: row.about, website: row.website,
    createdAt: row.createdAt.toISOString(), decidedAt: row.decidedAt?.toISOString() ?? null, reason: row.reason
  }
}
