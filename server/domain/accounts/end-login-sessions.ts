import { and, eq, isNull, ne, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { auditLog, loginSessions } from '#drizzle/schema/index.ts'
import type { EndReason } from './login-session.ts'

/**
 * Ends the login sessions of an account, all or all but one, and writes each down. When the transaction has ended, call
 * `logins.forgetUser(userId)`: then this process refuses them at once, and every other within 30 seconds (S-04).
 * @returns how many were ended
 */
export async function endLoginSessionsOf(tx: Transaction, userId: string, reason: EndReason, options: { except?: string, actor?: string } = {}): Promise<number> {
  const ended = await tx.update(loginSessions).set({ revokedAt: sql`clock_timestamp()`, revokedReason: reason })
    .where(and(eq(loginSessions.userId, userId), isNull(loginSessions.revokedAt), options.except ? ne(loginSessions.id, options.except) : undefined))
    .returning({ id: loginSessions.id })
  if (ended.length > 0) {
    await tx.insert(auditLog).values(ended.map(({ id }) => ({
      actor: options.actor ?? userId, action: `login-session.${reason}`, subjectType: 'login-session', subjectId: id, fromState: 'open', toState: 'revoked'
    })))
  }
  return ended.length
}
