import { asc, eq } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { apiTokens, dataExports, loginSessions, oauthIdentities, publisherApplications, publishers, pushSubscriptions, reportReceivers, tableExports, totpSecrets, users, webhooks } from '#drizzle/schema/index.ts'

/** Who somebody is here, how he logs in, and what he asked to become. */
export async function copyOfAccount(db: Queryable, userId: string) {
  const [[profile], identities, [secondFactor], sessions, applications, [publisher], browsers, copies, tables, tokens, receivers, reports] = await Promise.all([
    db.select({
      id: users.id, role: users.role, displayName: users.displayName, email: users.email, emailVerifiedAt: users.emailVerifiedAt, phone: users.phone,
      phoneVerifiedAt: users.phoneVerifiedAt, language: users.locale, timeZone: users.timeZone, picture: users.avatarUrl, disabledAt: users.disabledAt, createdAt: users.createdAt
    }).from(users).where(eq(users.id, userId)),
    db.select({ issuer: oauthIdentities.issuer, subject: oauthIdentities.subject, label: oauthIdentities.label, linkedAt: oauthIdentities.createdAt })
      .from(oauthIdentities).where(eq(oauthIdentities.userId, userId)).orderBy(asc(oauthIdentities.createdAt)),
    db.select({ since: totpSecrets.confirmedAt }).from(totpSecrets).where(eq(totpSecrets.userId, userId)),
    db.select({
      id: loginSessions.id, method: loginSessions.method, browser: loginSessions.userAgent, ip: loginSessions.ip, openedAt: loginSessions.createdAt,
      lastSeenAt: loginSessions.lastSeenAt, endsAt: loginSessions.expiresAt, endedAt: loginSessions.revokedAt, endedBecause: loginSessions.revokedReason
    }).from(loginSessions).where(eq(loginSessions.userId, userId)).orderBy(asc(loginSessions.createdAt)),
    db.select({
      id: publisherApplications.id, state: publisherApplications.state, nameEn: publisherApplications.nameEn, nameZh: publisherApplications.nameZh, about: publisherApplications.about,
      website: publisherApplications.website, createdAt: publisherApplications.createdAt, decidedAt: publisherApplications.decidedAt, reason: publisherApplications.reason
    }).from(publisherApplications).where(eq(publisherApplications.userId, userId)).orderBy(asc(publisherApplications.createdAt)),
    db.select().from(publishers).where(eq(publishers.userId, userId)),
    db.select({ endpoint: pushSubscriptions.endpoint, browser: pushSubscriptions.userAgent, since: pushSubscriptions.createdAt })
      .from(pushSubscriptions).where(eq(pushSubscriptions.userId, userId)).orderBy(asc(pushSubscriptions.createdAt)),
    db.select({ id: dataExports.id, state: dataExports.state, askedAt: dataExports.createdAt, fetchedAt: dataExports.fetchedAt })
      .from(dataExports).where(eq(dataExports.userId, userId)).orderBy(asc(dataExports.createdAt)),
    db.select({ kind: tableExports.kind, format: tableExports.format, askedAt: tableExports.createdAt }).from(tableExports).where(eq(tableExports.userId, userId)).orderBy(asc(tableExports.createdAt)),
    db.select({ name: apiTokens.name, ending: apiTokens.ending, scopes: apiTokens.scopes, since: apiTokens.createdAt, lastUsedAt: apiTokens.lastUsedAt, endsAt: apiTokens.expiresAt, endedAt: apiTokens.revokedAt })
      .from(apiTokens).where(eq(apiTokens.userId, userId)).orderBy(asc(apiTokens.createdAt)),
    db.select({ name: webhooks.name, address: webhooks.url, topics: webhooks.topics, state: webhooks.state, since: webhooks.createdAt }).from(webhooks).where(eq(webhooks.ownerId, userId)).orderBy(asc(webhooks.createdAt)),
    // Others may have named his address; under which name is theirs.
    db.select({ format: reportReceivers.format, isMonthly: reportReceivers.isMonthly, isWeekly: reportReceivers.isWeekly, state: reportReceivers.state, since: reportReceivers.createdAt })
      .from(reportReceivers).innerJoin(users, eq(users.email, reportReceivers.email)).where(eq(users.id, userId)).orderBy(asc(reportReceivers.createdAt))
  ])
  return {
    profile, identities, secondFactor: secondFactor?.since ? { kind: 'authenticator app', since: secondFactor.since } : null, loginSessions: sessions,
    publisherApplications: applications, publisherPage: publisher ?? null, browsersForPush: browsers, copiesOfData: copies, tablesExported: tables, apiTokens: tokens, webhooks: receivers, reportsSentToMe: reports
  }
}
