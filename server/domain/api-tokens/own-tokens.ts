import { and, count, desc, eq, gt, isNull, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { apiTokens, users } from '#drizzle/schema/index.ts'
import { type Principal, recordAudit } from '#server/domain/accounts/index.ts'
import type { ApiTokenView, MadeApiTokenReply, MakeApiTokenInput } from '#shared/api/api-tokens.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { hashApiToken, newApiToken } from './token.ts'

/** Live tokens of one person. */
const MOST = 50
const ENDING_LETTERS = 4

/** Makes a token for a program. It is in the reply and nowhere else. @throws `too-many-api-tokens` */
export async function makeApiToken(db: Database, principal: Principal, { name, scopes, days }: MakeApiTokenInput): Promise<MadeApiTokenReply> {
  const token = newApiToken()
  return await db.transaction(async (tx) => {
    // Locked, so that two at once count each other.
    await tx.select({ id: users.id }).from(users).where(eq(users.id, principal.userId)).for('update')
    const [{ live } = { live: 0 }] = await tx.select({ live: count() }).from(apiTokens)
      .where(and(eq(apiTokens.userId, principal.userId), isNull(apiTokens.revokedAt), gt(apiTokens.expiresAt, sql`now()`)))
    if (live >= MOST) throw new DomainError('too-many-api-tokens', { limit: MOST })
    const [row] = await tx.insert(apiTokens).values({
      userId: principal.userId, name, scopes: [...new Set(scopes)], tokenHash: hashApiToken(token), ending: token.slice(-ENDING_LETTERS),
      secondFactorAt: principal.hasSecondFactor ? sql`now()` : null, expiresAt: sql`now() + make_interval(days => ${days})`
    }).returning()
    await recordAudit(tx, { actor: principal.userId, action: 'api-token.made', subjectType: 'api-token', subjectId: row!.id, toState: 'live', details: { name, scopes: row!.scopes, days } })
    return { token, made: viewOf(row!, false) }
  })
}

/** One's tokens that were not taken back, the newest first; such as have run out too, so that one learns why a program stopped. */
export async function listApiTokens(db: Database, userId: string): Promise<ApiTokenView[]> {
  const rows = await db.select({ row: apiTokens, isExpired: sql<boolean>`${apiTokens.expiresAt} <= now()` }).from(apiTokens)
    .where(and(eq(apiTokens.userId, userId), isNull(apiTokens.revokedAt))).orderBy(desc(apiTokens.id)).limit(200)
  return rows.map(({ row, isExpired }) => viewOf(row, isExpired))
}

/** Takes one of the caller's tokens back, at once. @throws `not-found` where it is not his, or is no more */
export async function revokeApiToken(db: Database, userId: string, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    const [revoked] = await tx.update(apiTokens).set({ revokedAt: sql`now()` })
      .where(and(eq(apiTokens.id, id), eq(apiTokens.userId, userId), isNull(apiTokens.revokedAt))).returning({ id: apiTokens.id })
    if (!revoked) throw new DomainError('not-found')
    await recordAudit(tx, { actor: userId, action: 'api-token.revoked', subjectType: 'api-token', subjectId: id, fromState: 'live', toState: 'revoked' })
  })
}

function viewOf({ id, name, ending, scopes, createdAt, expiresAt, lastUsedAt }: typeof apiTokens.$inferSelect, isExpired: boolean): ApiTokenView {
  return { id, name, ending, scopes, madeAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null, isExpired }
}
