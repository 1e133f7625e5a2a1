import { eq } from 'drizzle-orm'
import type { Database, Queryable } from '#drizzle/database.ts'
import { auditLog, recommendRefusals, userEmbeddings } from '#drizzle/schema/index.ts'

/** Whether somebody has switched off recommendations from what he does. */
export async function hasRefused(db: Queryable, userId: string): Promise<boolean> {
  const [row] = await db.select({ at: recommendRefusals.createdAt }).from(recommendRefusals).where(eq(recommendRefusals.userId, userId))
  return Boolean(row)
}

/**
 * Switches recommendations from one's own behaviour off or on again. Off, what was computed is deleted at once, nothing is computed any
 * more, and others learn nothing from it either from the next learning on. Choosing again what is chosen changes nothing.
 */
export async function choosePersonal(db: Database, userId: string, isPersonal: boolean): Promise<void> {
  await db.transaction(async (tx) => {
    const changed = isPersonal
      ? await tx.delete(recommendRefusals).where(eq(recommendRefusals.userId, userId)).returning()
      : await tx.insert(recommendRefusals).values({ userId }).onConflictDoNothing().returning()
    await tx.delete(userEmbeddings).where(eq(userEmbeddings.userId, userId))
    if (changed.length > 0) await tx.insert(auditLog).values({ actor: userId, action: isPersonal ? 'recommendations.on' : 'recommendations.off', subjectType: 'user', subjectId: userId })
  })
}
