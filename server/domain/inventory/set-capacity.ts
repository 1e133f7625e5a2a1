import { and, eq, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { standingStock } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/**
 * Gives a standing area of a session another capacity, while it sells: one conditional update, like the orders that move the same
 * row, so neither can slip past the other. Throws `not-found`, or `capacity-below-sold` with how many are sold, being paid for, and
 * kept (T-12): then nothing changed. @returns the capacity before
 */
export async function setCapacity(tx: Transaction, sessionId: string, areaKey: string, capacity: number): Promise<number> {
  const ofArea = and(eq(standingStock.sessionId, sessionId), eq(standingStock.areaKey, areaKey))
  const [before] = await tx.select({ capacity: standingStock.capacity }).from(standingStock).where(ofArea).for('no key update')
  if (!before) throw new DomainError('not-found')
  const moved = await tx.update(standingStock).set({ capacity })
    .where(and(ofArea, sql`${standingStock.taken} + ${standingStock.kept} <= ${capacity}`)).returning({ areaKey: standingStock.areaKey })
  if (moved.length === 1) return before.capacity
  const [now] = await tx.execute<{ sold: number, pending: number, kept: number }>(sql`
    select coalesce(sum(c.quantity) filter (where c.state = 'sold'), 0)::int as sold, coalesce(sum(c.quantity) filter (where c.state = 'pending'), 0)::int as pending, k.kept
    from standing_stock k left join standing_claims c on c.session_id = k.session_id and c.area_key = k.area_key and c.state <> 'released'
    where k.session_id = ${sessionId} and k.area_key = ${areaKey} group by k.kept`)
  const { sold, pending, kept } = now!
  throw new DomainError('capacity-below-sold', { areaKey, sold, pending, kept, least: sold + pending + kept, asked: capacity })
}
