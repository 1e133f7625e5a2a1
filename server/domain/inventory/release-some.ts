import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { standingClaims } from '#drizzle/schema/index.ts'
import { giveBackAccess } from './access/use-access.ts'
import { giveBackToAllotments } from './allotments/out-of-allotments.ts'
import { giveBackQuotas } from './quotas/claim-quotas.ts'
import { releaseClaimsWhere } from './release-claims.ts'
import { giveBackStanding } from './standing-counter.ts'

/** So many places of a line of an order. */
export interface GivenUp { orderLineId: string, quantity: number }

/**
 * Gives up some lines of an order, or some standing places of one. What is all of a line is given up as `releaseClaims` does it. A part
 * of a line's standing places goes straight back to the area or its allotment: whoever waits is offered them from there.
 */
export async function releaseSome(tx: Transaction, orderId: string, lines: GivenUp[]): Promise<void> {
  const standing = await tx.select().from(standingClaims).where(and(eq(standingClaims.orderId, orderId), eq(standingClaims.state, 'sold'), inArray(standingClaims.orderLineId, lines.map(line => line.orderLineId)))).for('update')
  const parts = lines.flatMap((line) => {
    const claim = standing.find(one => one.orderLineId === line.orderLineId)
    return claim && line.quantity < claim.quantity ? [{ ...claim, quantity: line.quantity }] : []
  })
  const isPart = new Set(parts.map(part => part.orderLineId))
  await releaseClaimsWhere(tx, { orderIds: [orderId], orderLineIds: lines.map(line => line.orderLineId).filter(id => !isPart.has(id)) })
  if (parts.length === 0) return
  for (const part of parts) await tx.update(standingClaims).set({ quantity: sql`${standingClaims.quantity} - ${part.quantity}` }).where(eq(standingClaims.orderLineId, part.orderLineId))
  await giveBackAccess(tx, parts)
  await giveBackQuotas(tx, parts)
  await giveBackStanding(tx, parts, await giveBackToAllotments(tx, parts))
}
