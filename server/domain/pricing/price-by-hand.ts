import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { movingPrices, ticketTypes } from '#drizzle/schema/index.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { rulesFollowed } from '#shared/pricing/cause-of-move.ts'
import { amountFault } from '#shared/pricing/rule-faults.ts'
import { targetPrice } from '#shared/pricing/target-price.ts'
import { lockTypes } from './lock-types.ts'
import { type MovingType, movingTypes } from './moving-types.ts'
import { writePrices } from './write-prices.ts'

/** A ticket type of a session, and who acts on its price. */
export interface PriceAct { sessionId: string, ticketTypeId: string, actor: string }

/**
 * Sets the price within the bounds of the approved rules; it stays until they ask for another than they do now. Throws
 * `price-refused` outside of floor and cap or off the step, `price-fixed` where there are no rules, `not-found`.
 */
export async function setPrice(db: Database, { actor, ...which }: PriceAct, priceMinor: number): Promise<void> {
  await inTransaction(db, async (tx) => {
    const type = await lockOne(tx, which)
    if (amountFault(type.rules, priceMinor)) throw new DomainError('price-refused', { floorMinor: type.rules.floorMinor, capMinor: type.rules.capMinor, stepMinor: type.rules.stepMinor })
    if (type.inForce.priceMinor === priceMinor) return
    const target = targetPrice(type.rules, type.startingMinor, type.facts)
    await writePrices(tx, [{ type, priceMinor, targetMinor: target.priceMinor, follows: rulesFollowed(type.rules, target), cause: { kind: 'publisher' } }], actor)
  })
}

/** Holds the rules off, or lets them run again; the price in force stays until they do. Throws `price-fixed`, `not-found`. */
export async function pauseRules(db: Database, { actor, ...which }: PriceAct, isPaused: boolean): Promise<void> {
  await inTransaction(db, async (tx) => {
    const type = await lockOne(tx, which)
    if ((type.pausedAt !== null) === isPaused) return
    await tx.update(movingPrices).set({ pausedAt: isPaused ? sql`now()` : null }).where(eq(movingPrices.ticketTypeId, type.ticketTypeId))
    await recordAudit(tx, { actor, action: isPaused ? 'price-rules.paused' : 'price-rules.resumed', subjectType: 'ticket-type', subjectId: type.ticketTypeId })
  })
}

async function lockOne(tx: Transaction, { sessionId, ticketTypeId }: Omit<PriceAct, 'actor'>): Promise<MovingType> {
  const [known] = await tx.select({ id: ticketTypes.id }).from(ticketTypes).where(and(eq(ticketTypes.id, ticketTypeId), eq(ticketTypes.sessionId, sessionId), isNull(ticketTypes.retiredAt)))
  if (!known) throw new DomainError('not-found')
  const [type] = await movingTypes(tx, await lockTypes(tx, [ticketTypeId]))
  if (!type) throw new DomainError('price-fixed')
  return type
}
