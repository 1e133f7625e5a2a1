import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { auditLog, events, loginSessions, orders, publisherApplications, publishers, users } from '#drizzle/schema/index.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import { walletBalance } from '#server/domain/payments/index.ts'
import type { PersonReply } from '#shared/api/people.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { BESIDE, PERSON_COLUMNS, personRow } from './person-views.ts'

const SHOWN = 20
const SHOWN_OF_LOG = 50

/**
 * Everything that an admin needs to help or to stop somebody. That it was looked at is written down, once in ten minutes.
 * Nine queries, however much there is. @throws `not-found`
 */
export async function readPerson({ db }: { db: Database }, adminId: string, userId: string): Promise<PersonReply> {
  const [[found], sessions, applications, ownEvents, ownOrders, log, points] = await Promise.all([
    db.select({
      ...PERSON_COLUMNS, ...BESIDE, locale: users.locale, emailVerifiedAt: users.emailVerifiedAt, phoneVerifiedAt: users.phoneVerifiedAt,
      slug: publishers.slug, nameEn: publishers.nameEn, nameZh: publishers.nameZh,
      eventCount: sql<number>`(select count(*)::int from events e where e.created_by = users.id)`,
      orderCount: sql<number>`(select count(*)::int from orders o where o.user_id = users.id)`
    }).from(users).leftJoin(publishers, eq(publishers.userId, users.id)).where(eq(users.id, userId)),
    db.select().from(loginSessions)
      .where(and(eq(loginSessions.userId, userId), isNull(loginSessions.revokedAt), sql`${loginSessions.expiresAt} > now() and ${loginSessions.lastSeenAt} > now() - interval '30 minutes'`))
      .orderBy(desc(loginSessions.lastSeenAt)).limit(SHOWN),
    db.select().from(publisherApplications).where(eq(publisherApplications.userId, userId)).orderBy(desc(publisherApplications.createdAt)).limit(SHOWN),
    db.select({ id: events.id, slug: events.slug, nameEn: events.nameEn, nameZh: events.nameZh, status: events.status, updatedAt: events.updatedAt })
      .from(events).where(eq(events.createdBy, userId)).orderBy(desc(events.updatedAt)).limit(SHOWN),
    db.select({ reference: orders.reference, state: orders.state, createdAt: orders.createdAt })
      .from(orders).where(eq(orders.userId, userId)).orderBy(desc(orders.createdAt)).limit(SHOWN),
    db.select({ entry: auditLog, actorName: sql<string | null>`(select u.display_name from users u where u.id::text = audit_log.actor)` })
      .from(auditLog).where(and(eq(auditLog.subjectType, 'user'), eq(auditLog.subjectId, userId))).orderBy(desc(auditLog.id)).limit(SHOWN_OF_LOG),
    walletBalance(db, userId)
  ])
  if (!found) throw new DomainError('not-found')
  await noteInspection(db, adminId, userId)
  return {
    ...personRow(found),
    locale: found.locale, isEmailVerified: found.emailVerifiedAt !== null, isPhoneVerified: found.phoneVerifiedAt !== null,
    disabledAt: found.disabledAt?.toISOString() ?? null, isYourself: userId === adminId, points,
    publisher: found.slug === null ? null : { slug: found.slug, name: { en: found.nameEn!, zh: found.nameZh! } },
    loginSessions: sessions.map(s => ({
      id: s.id, method: s.method, userAgent: s.userAgent, openedAt: s.createdAt.toISOString(), lastSeenAt: s.lastSeenAt.toISOString(), hasSecondFactor: s.secondFactorAt !== null
    })),
    applications: applications.map(a => ({
      id: a.id, state: a.state, name: { en: a.nameEn, zh: a.nameZh }, createdAt: a.createdAt.toISOString(), decidedAt: a.decidedAt?.toISOString() ?? null, reason: a.reason
    })),
    events: ownEvents.map(e => ({ id: e.id, slug: e.slug, name: { en: e.nameEn, zh: e.nameZh }, status: e.status, updatedAt: e.updatedAt.toISOString() })),
    eventCount: found.eventCount,
    orders: ownOrders.map(o => ({ ...o, createdAt: o.createdAt.toISOString() })),
    orderCount: found.orderCount,
    audit: log.map(({ entry, actorName }) => ({
      at: entry.at.toISOString(), actor: entry.actor, actorName, action: entry.action, fromState: entry.fromState, toState: entry.toState, reason: reasonIn(entry.details)
    }))
  }
}

/** The number, for an admin who has to call: asked for with a reason, which is kept. @throws `not-found` */
export async function revealPhone({ db }: { db: Database }, adminId: string, userId: string, reason: string): Promise<string | null> {
  return await db.transaction(async (tx) => {
    const [person] = await tx.select({ phone: users.phone }).from(users).where(eq(users.id, userId))
    if (!person) throw new DomainError('not-found')
    await recordAudit(tx, { actor: adminId, action: 'account.phone-revealed', subjectType: 'user', subjectId: userId, details: { reason } })
    return person.phone
  })
}

async function noteInspection(db: Database, adminId: string, userId: string): Promise<void> {
  if (adminId === userId) return
  await db.execute(sql`
    insert into audit_log (actor, action, subject_type, subject_id)
    select ${adminId}::text, 'account.inspected', 'user', ${userId}::text
    where not exists (
      select 1 from audit_log a
      where a.subject_type = 'user' and a.subject_id = ${userId}::text and a.actor = ${adminId}::text and a.action = 'account.inspected' and a.created_at > now() - interval '10 minutes')`)
}

function reasonIn(details: unknown): string | null {
  const reason = (details as { reason?: unknown } | null)?.reason
  return typeof reason === 'string' ? reason : null
}
