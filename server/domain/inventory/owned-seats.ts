import { and, eq, gt, inArray, or, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { claims, orders } from '#drizzle/schema/index.ts'

/** Those of some seats that somebody owns, is paying for, or waits for on the waiting list, by the clock of Postgres. */
export async function ownedSeats(db: Queryable, sessionId: string, seats: number[]): Promise<{ seatIndex: number, state: 'sold' | 'pending' }[]> {
  if (seats.length === 0) return []
  const rows = await db.select({ seatIndex: claims.seatIndex, state: claims.state }).from(claims).innerJoin(orders, eq(orders.id, claims.orderId))
    .where(and(eq(claims.sessionId, sessionId), inArray(claims.seatIndex, seats), or(eq(claims.state, 'sold'), and(eq(claims.state, 'kept'), gt(claims.keptUntil, sql`now()`)), and(eq(claims.state, 'pending'), gt(orders.expiresAt, sql`now()`)))))
  return rows.map(row => ({ seatIndex: row.seatIndex, state: row.state === 'sold' ? 'sold' : 'pending' }))
}
