import { and, lt, or, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { attemptCounters, challenges, loginSessions, totpSecrets } from '#drizzle/schema/index.ts'

/**
 * Throws away what nobody can use any more: old questions, login sessions that ended long ago, authenticators never confirmed,
 * tries that were counted while Redis was away.
 */
export async function tidyAccounts(db: Database): Promise<void> {
  await db.delete(challenges).where(and(lt(challenges.createdAt, sql`now() - interval '2 hours'`), lt(challenges.expiresAt, sql`now()`)))
  await db.delete(loginSessions).where(or(lt(loginSessions.expiresAt, sql`now() - interval '30 days'`), lt(loginSessions.revokedAt, sql`now() - interval '30 days'`)))
  await db.delete(totpSecrets).where(sql`${totpSecrets.confirmedAt} is null and ${totpSecrets.createdAt} < now() - interval '1 day'`)
  await db.delete(attemptCounters).where(lt(attemptCounters.windowEndsAt, sql`now() - interval '1 day'`))
}
