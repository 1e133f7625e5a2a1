import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { pushSubscriptions } from '#drizzle/schema/index.ts'
import type { PushTarget } from './post.ts'

/** Browsers of one person; the oldest makes room for one more. */
const MOST_BROWSERS = 10

/** This browser takes push messages for this person from now on; a browser serves one person at a time. */
export async function rememberPush(db: Database, userId: string, target: PushTarget, userAgent: string | null): Promise<void> {
  await inTransaction(db, async (tx) => {
    const row = { userId, p256dh: target.p256dh, auth: target.auth, userAgent: userAgent?.slice(0, 300) ?? null }
    await tx.insert(pushSubscriptions).values({ endpoint: target.endpoint, ...row })
      .onConflictDoUpdate({ target: pushSubscriptions.endpoint, set: { ...row, createdAt: sql`now()` } })
    const own = await tx.select({ id: pushSubscriptions.id }).from(pushSubscriptions)
      .where(eq(pushSubscriptions.userId, userId)).orderBy(asc(pushSubscriptions.createdAt), asc(pushSubscriptions.id))
    const tooMany = own.slice(0, Math.max(0, own.length - MOST_BROWSERS)).map(s => s.id)
    if (tooMany.length > 0) await tx.delete(pushSubscriptions).where(inArray(pushSubscriptions.id, tooMany))
  })
}

/** No more push messages to this browser. */
export async function forgetPush(db: Database, userId: string, endpoint: string): Promise<void> {
  await db.delete(pushSubscriptions).where(and(eq(pushSubscriptions.userId, userId), eq(pushSubscriptions.endpoint, endpoint)))
}
