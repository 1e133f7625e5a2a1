import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { movingPrices, sessions, ticketTypes } from '#drizzle/schema/index.ts'
import { rulesFollowed } from '#shared/pricing/cause-of-move.ts'
import type { PriceRules } from '#shared/pricing/price-rules.ts'
import { targetPrice } from '#shared/pricing/target-price.ts'
import { sameValue } from '#shared/publishing/same-value.ts'
import { type MovingType, movingTypes } from './moving-types.ts'
import { type NextPrice, writePrices } from './write-prices.ts'

/** A price of the document: where its rules reckon from, and the rules. */
export interface ApprovedPrice { key: string, priceMinor: number, priceRules?: PriceRules }

/**
 * Puts the approved price rules in force, after the rows of the ticket types were written with the prices of the document. Where
 * neither starting price nor rules changed, the price that the sale had reached stays; where they did, it becomes what they ask
 * for now, cool-down or not, for an approval is a new offer.
 */
export async function applyPriceRules(tx: Transaction, eventId: string, approved: readonly ApprovedPrice[], actor: string): Promise<void> {
  const byKey = new Map(approved.map(price => [price.key, price]))
  const rows = await tx.select({ id: ticketTypes.id, key: ticketTypes.documentKey, moving: movingPrices }).from(ticketTypes)
    .innerJoin(sessions, eq(sessions.id, ticketTypes.sessionId)).leftJoin(movingPrices, eq(movingPrices.ticketTypeId, ticketTypes.id))
    .where(and(eq(sessions.eventId, eventId), isNull(ticketTypes.retiredAt)))
  const wanted = rows.map(row => ({ ...row, price: byKey.get(row.key ?? '') }))
  const [fixed, moving] = [wanted.filter(row => row.moving && !row.price?.priceRules), wanted.filter(row => row.price?.priceRules)]
  if (fixed.length + moving.length === 0) return

  const isSame = (row: typeof wanted[number]) => row.moving !== null && row.moving.startingMinor === row.price!.priceMinor && sameValue(row.moving.rules, row.price!.priceRules)
  const changed = new Set(moving.filter(row => !isSame(row)).map(row => row.id))
  if (changed.size > 0) {
    await tx.insert(movingPrices).values(moving.filter(row => changed.has(row.id)).map(row => ({ ticketTypeId: row.id, startingMinor: row.price!.priceMinor, rules: row.price!.priceRules! })))
      .onConflictDoUpdate({ target: movingPrices.ticketTypeId, set: { startingMinor: sql`excluded.starting_minor`, rules: sql`excluded.rules` } })
  }
  const now = await movingTypes(tx, sql`s.event_id = ${eventId}`)
  const isKept = new Set(moving.filter(row => !changed.has(row.id)).map(row => row.id))
  await restorePrices(tx, now.filter(type => isKept.has(type.ticketTypeId)))
  await writePrices(tx, [
    ...now.filter(type => changed.has(type.ticketTypeId)).map(firstPrice),
    ...fixed.flatMap(row => now.filter(type => type.ticketTypeId === row.id).map(type => fixedPrice(type, row.price!.priceMinor)))
  ], actor)
  if (fixed.length > 0) await tx.delete(movingPrices).where(inArray(movingPrices.ticketTypeId, fixed.map(row => row.id)))
}

/** The price that new rules begin with. Of a type that never moved it is the starting price, and the first look moves it on. */
function firstPrice(type: MovingType): NextPrice {
  if (type.number === 0) return { type, priceMinor: type.startingMinor, targetMinor: type.startingMinor, follows: type.follows, cause: { kind: 'start' } }
  const target = targetPrice(type.rules, type.startingMinor, type.facts)
  return { type, priceMinor: target.priceMinor, targetMinor: target.priceMinor, follows: rulesFollowed(type.rules, target), cause: { kind: 'approval' } }
}

function fixedPrice(type: MovingType, priceMinor: number): NextPrice {
  return { type, priceMinor, targetMinor: priceMinor, follows: { time: null, soldPercent: null }, cause: { kind: 'approval' } }
}

async function restorePrices(tx: Transaction, types: readonly MovingType[]): Promise<void> {
  const inForce = JSON.stringify(types.map(type => ({ id: type.ticketTypeId, price_minor: type.inForce.priceMinor })))
  await tx.execute(sql`
    update ticket_types t set price_minor = w.price_minor from jsonb_to_recordset(${inForce}::text::jsonb) as w(id uuid, price_minor bigint) where t.id = w.id`)
}
