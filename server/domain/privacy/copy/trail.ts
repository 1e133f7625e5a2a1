import { and, asc, eq, inArray, or } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { behaviourOf } from '#server/domain/insight/index.ts'
import { auditLog } from '#drizzle/schema/index.ts'

/** What somebody looked at, where he agreed to that, and what the audit log has of him: what he did, and what was done to his account. Others in it stay nameless. */
export async function copyOfTrail(db: Queryable, userId: string) {
  const own = [userId, `user:${userId}`]
  const rows = await db.select().from(auditLog)
    .where(or(inArray(auditLog.actor, own), and(eq(auditLog.subjectType, 'user'), eq(auditLog.subjectId, userId))))
    .orderBy(asc(auditLog.id))
  return { behaviour: await behaviourOf(db, userId), auditLog: rows.map(({ id: _, actor, ...row }) => ({ ...row, actor: own.includes(actor) ? 'you' : 'the house' })) }
}
