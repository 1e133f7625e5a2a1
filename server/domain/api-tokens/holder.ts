import { and, eq, gt, isNull, ne, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { apiTokens, users } from '#drizzle/schema/index.ts'
import type { Role } from '#server/domain/accounts/index.ts'
import type { ApiScope } from '#shared/api/api-tokens.ts'
import { hashApiToken } from './token.ts'

/** Whose program asks, and what the token allows it. */
export interface TokenHolder { userId: string, role: Role, hasSecondFactor: boolean, tokenId: string, scopes: readonly ApiScope[] }

/**
 * Whose token it is, with today's role: the database has the last word, at every request. Null for one that is unknown, has run out
 * or was taken back, and where its owner is shut out or no publisher or admin any more.
 */
export async function whoHoldsToken(db: Database, token: string): Promise<TokenHolder | null> {
  const [row] = await db.select({
    userId: users.id, role: users.role, tokenId: apiTokens.id, scopes: apiTokens.scopes, secondFactorAt: apiTokens.secondFactorAt,
    isUsedLately: sql<boolean>`coalesce(${apiTokens.lastUsedAt} > now() - interval '1 minute', false)`
  }).from(apiTokens).innerJoin(users, eq(users.id, apiTokens.userId)).where(and(
    eq(apiTokens.tokenHash, hashApiToken(token)), isNull(apiTokens.revokedAt), gt(apiTokens.expiresAt, sql`now()`),
    isNull(users.disabledAt), isNull(users.erasedAt), ne(users.role, 'customer')
  ))
  if (!row) return null
  if (!row.isUsedLately) await db.update(apiTokens).set({ lastUsedAt: sql`now()` }).where(eq(apiTokens.id, row.tokenId))
  const { secondFactorAt, isUsedLately: _, ...holder } = row
  return { ...holder, hasSecondFactor: secondFactorAt !== null }
}
