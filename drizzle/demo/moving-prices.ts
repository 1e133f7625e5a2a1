import { sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { movingPrices, prices } from '#drizzle/schema/index.ts'
import { forSaleByCategory } from '#server/domain/seating/index.ts'
import { causeOfMove, rulesFollowed } from '#shared/pricing/cause-of-move.ts'
import type { RulesFollowed } from '#shared/pricing/price-cause.ts'
import type { PriceRules } from '#shared/pricing/price-rules.ts'
import { replaySale } from '#shared/pricing/replay-sale.ts'
import type { SessionToSell } from './sales.ts'

/** So often a sale is looked at. */
const MOMENTS = 50

/** Half again as dear at most, in tens: a tenth more from half sold, a fifth from 80 %, and a little more in the last days. */
export function demoRules(priceMinor: number): PriceRules {
  return {
    byTime: [{ at: null, daysBefore: 2, priceMinor: null, percent: 5 }], bySales: [{ soldPercent: 50, percent: 10 }, { soldPercent: 80, percent: 20 }],
    floorMinor: priceMinor, capMinor: Math.floor(priceMinor * 1.5 / 1000) * 1000, stepMinor: 1000, coolDownHours: 24
  }
}

/** Gives the prices of these sessions rules, and the history that they would have had in a sale as even as the demo's. */
export async function movePrices(tx: Transaction, sessions: readonly SessionToSell[]): Promise<void> {
  const moving = sessions.filter(session => session.moving)
  for (const session of moving) {
    const capacities = forSaleByCategory(session.plan, { offSaleSeats: [] })
    for (const type of session.ticketTypes) await moveOne(tx, session, type, capacities.get(type.categoryKey) ?? 0)
  }
}

async function moveOne(tx: Transaction, session: SessionToSell, type: SessionToSell['ticketTypes'][number], capacity: number): Promise<void> {
  const rules = demoRules(type.priceMinor)
  const { soldFrom, soldUntil, share } = session
  const [fromMs, untilMs] = [soldFrom.getTime(), soldUntil.getTime()]
  const soldAt = (moment: number) => Math.floor(capacity * share * moment / MOMENTS)
  const moments = Array.from({ length: MOMENTS }, (_, index) => ({ atMs: fromMs + (untilMs - fromMs) * (index + 1) / (MOMENTS + 1), sold: soldAt(index + 1) }))
  const steps = replaySale(rules, type.priceMinor, { ...session.moving!, capacity, fromMs, untilMs, moments })
  let before: RulesFollowed = { time: null, soldPercent: null }
  await tx.insert(movingPrices).values({ ticketTypeId: type.id, startingMinor: type.priceMinor, rules })
  await tx.insert(prices).values(steps.map(({ atMs, priceMinor, because }, index) => {
    const follows = because ? rulesFollowed(rules, because) : before
    const sold = moments.findLast(moment => moment.atMs <= atMs)?.sold ?? 0
    const cause = because ? causeOfMove(before, follows, { sold, capacity }) : { kind: 'start' as const }
    before = follows
    return { ticketTypeId: type.id, number: index + 1, priceMinor, targetMinor: priceMinor, follows, cause, fromAt: new Date(atMs) }
  }))
  await tx.execute(sql`update ticket_types set price_minor = ${steps.at(-1)!.priceMinor} where id = ${type.id}`)
}
