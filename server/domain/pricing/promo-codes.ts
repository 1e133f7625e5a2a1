import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Queryable, Transaction } from '#drizzle/database.ts'
import { orders, promoCodes } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

export type PromoCode = typeof promoCodes.$inferSelect

/** Valid now, by the clock of the database, and not used up. */
const isUsable = and(
  isNull(promoCodes.retiredAt),
  sql`coalesce(${promoCodes.startsAt} <= now(), true)`,
  sql`coalesce(${promoCodes.endsAt} > now(), true)`,
  sql`coalesce(${promoCodes.uses} < ${promoCodes.maxUses}, true)`
)

/** The code of an event as somebody typed it. @throws `promo-code-refused`, alike for unknown, early, late and used up */
export async function usablePromoCode(db: Queryable, eventId: string, typed: string): Promise<PromoCode> {
  const [code] = await db.select().from(promoCodes).where(and(eq(promoCodes.eventId, eventId), eq(promoCodes.code, typed.trim().toUpperCase()), isUsable))
  if (!code) throw new DomainError('promo-code-refused')
  return code
}

/**
 * What a code takes off each line, in minor units: rounded down per ticket, never below zero, so that the sum is what a buyer
 * would work out on paper.
 */
export function discountsOf(code: Pick<PromoCode, 'percentOff' | 'amountOffMinor'>, lines: readonly { unitPriceMinor: number, quantity: number }[]): number[] {
  return lines.map(({ unitPriceMinor, quantity }) => {
    const off = code.percentOff === null ? Math.min(unitPriceMinor, code.amountOffMinor ?? 0) : Math.floor(unitPriceMinor * code.percentOff / 100)
    return off * quantity
  })
}

/**
 * Uses a code for one order. One conditional update decides: of any number of orders at once, only as many as are left get it
 * (T-10). @throws `promo-code-refused`
 */
export async function redeemPromoCode(tx: Transaction, promoCodeId: string): Promise<void> {
  const used = await tx.update(promoCodes).set({ uses: sql`${promoCodes.uses} + 1` }).where(and(eq(promoCodes.id, promoCodeId), isUsable)).returning({ id: promoCodes.id })
  if (used.length === 0) throw new DomainError('promo-code-refused')
}

/** Gives the codes back that orders had redeemed which come to nothing. Call it once for each, in the transaction that ends them. */
export async function returnPromoCodes(tx: Transaction, orderIds: readonly string[]): Promise<void> {
  if (orderIds.length === 0) return
  await tx.execute(sql`
    update ${promoCodes} set uses = ${promoCodes.uses} - back.times
    from (select ${orders.promoCodeId} as id, count(*)::int as times from ${orders}
      where ${orders.id} in ${orderIds} and ${orders.promoCodeId} is not null group by ${orders.promoCodeId}) back
    where ${promoCodes.id} = back.id`)
}
