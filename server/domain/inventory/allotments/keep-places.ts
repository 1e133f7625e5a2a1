import { and, eq, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { standingAllotments, standingStock } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/**
 * Keeps `quantity` standing places of an area for an allotment, in place of those it kept. Take the lock of the session's places
 * first. Throws `not-found` for an area that the session has not, `area-full` where too few are left, `places-used` below what was
 * sold out of the allotment.
 */
export async function keepPlaces(tx: Transaction, sessionId: string, allotmentId: string, areaKey: string, quantity: number): Promise<void> {
  const ofAllotment = and(eq(standingAllotments.allotmentId, allotmentId), eq(standingAllotments.areaKey, areaKey))
  const ofArea = and(eq(standingStock.sessionId, sessionId), eq(standingStock.areaKey, areaKey))
  const [area] = await tx.select({ areaKey: standingStock.areaKey }).from(standingStock).where(ofArea)
  if (!area) throw new DomainError('not-found')
  await tx.insert(standingAllotments).values({ allotmentId, sessionId, areaKey, quantity: 0 }).onConflictDoNothing()
  const [before] = await tx.select().from(standingAllotments).where(ofAllotment).for('update')
  if (quantity < before!.used) throw new DomainError('places-used', { areaKey, used: before!.used, asked: quantity })
  await tx.update(standingAllotments).set({ quantity }).where(ofAllotment)
  const more = quantity - before!.quantity
  const moved = await tx.update(standingStock).set({ kept: sql`${standingStock.kept} + ${more}` })
    .where(and(ofArea, sql`${standingStock.taken} + ${standingStock.kept} + ${more} <= ${standingStock.capacity}`)).returning({ areaKey: standingStock.areaKey })
  if (moved.length === 1) return
  const [stock] = await tx.select({ left: sql<number>`${standingStock.capacity} - ${standingStock.taken} - ${standingStock.kept}` }).from(standingStock).where(ofArea)
  throw new DomainError('area-full', { areaKey, left: stock!.left, asked: more })
}
