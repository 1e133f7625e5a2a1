import { and, eq, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { type ResaleRow, claims, resales, standingStock } from '#drizzle/schema/index.ts'
import { givenUp } from '../kept.ts'
import { noteResale } from './move-resale.ts'

/**
 * Offers the place of a ticket to others, while its claim stays its owner's: to the waiting list first, where somebody waits. The caller
 * has locked the ticket and judged that it may.
 */
export async function offerPlace(tx: Transaction, offered: Pick<ResaleRow, 'ticketId' | 'orderId' | 'orderLineId' | 'sessionId' | 'seatIndex' | 'areaKey' | 'paidMinor'>, actor: string): Promise<ResaleRow> {
  const [written] = await tx.insert(resales).values(offered).returning()
  await noteResale(tx, written!, null, 'open', actor)
  return await showOffered(tx, written!)
}

/** Makes the place of an open resale one that can be had: the list's for a while where somebody waits, else anybody's. */
export async function showOffered(tx: Transaction, resale: ResaleRow): Promise<ResaleRow> {
  const [now] = await tx.update(resales).set({ keptUntil: givenUp(resales.sessionId).keptUntil }).where(eq(resales.id, resale.id)).returning()
  if (resale.seatIndex !== null) {
    await tx.update(claims).set({ resaleId: resale.id }).where(and(eq(claims.sessionId, resale.sessionId), eq(claims.seatIndex, resale.seatIndex), eq(claims.orderLineId, resale.orderLineId), eq(claims.state, 'sold')))
  } else if (now!.keptUntil === null) {
    await countOffered(tx, resale, 1)
  }
  return now!
}

/** Counts standing places of an area that anybody may have, though they are taken. */
export async function countOffered(tx: Transaction, { sessionId, areaKey }: Pick<ResaleRow, 'sessionId' | 'areaKey'>, by: number): Promise<void> {
  await tx.update(standingStock).set({ offered: sql`${standingStock.offered} + ${by}` }).where(and(eq(standingStock.sessionId, sessionId), eq(standingStock.areaKey, areaKey!)))
}
