import { type SQL, sql } from 'drizzle-orm'
import type { Database, Queryable, Transaction } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { causeOfMove, rulesFollowed } from '#shared/pricing/cause-of-move.ts'
import { priceMove } from '#shared/pricing/price-move.ts'
import { recently } from '#shared/memo/recently.ts'
import { lockTypes } from './lock-types.ts'
import { MAY_MOVE, type MovingType, movingTypes } from './moving-types.ts'
import { type NextPrice, writePrices } from './write-prices.ts'

/** Who moves prices, in the audit log. */
const ACTOR = 'price-rules'
/** How often the prices of one session are looked at, however many read them, in ms. */
const LOOK_MS = 1_000

const looked = recently<number>(LOOK_MS)

/**
 * Moves the prices of these sessions that their rules ask for now: called before prices are read, so that nobody sees or pays what
 * is out of force, whether or not the round runs. `key` names the sessions: those of an event, or one.
 */
export async function lookAtPrices(db: Queryable, key: string, sessionIds: readonly string[]): Promise<void> {
  if (sessionIds.length > 0) await looked(db, key, () => movePrices(db, sql`s.id = any(${`{${sessionIds.join(',')}}`}::text::uuid[])`))
}

/** Moves every price that is due, wherever nobody looked. @returns how many changed */
export function sweepPrices(db: Database): Promise<number> {
  return movePrices(db, sql`true`)
}

async function movePrices(db: Queryable, which: SQL): Promise<number> {
  const due = (await movingTypes(db, sql`${MAY_MOVE} and ${which}`)).filter(type => nextPrice(type) !== null)
  let moved = 0
  // The types of one event in one transaction, so that its pages change once.
  for (const ofEvent of Map.groupBy(due, type => type.eventId).values()) {
    moved += await inTransaction(db as Database, tx => moveThese(tx, ofEvent.map(type => type.ticketTypeId)))
  }
  return moved
}

/** Looked at once more under a lock: of two processes that found the same price due, the second finds it moved. */
async function moveThese(tx: Transaction, ticketTypeIds: string[]): Promise<number> {
  const types = await movingTypes(tx, sql`${await lockTypes(tx, ticketTypeIds)} and ${MAY_MOVE}`)
  return (await writePrices(tx, types.flatMap(type => nextPrice(type) ?? []), ACTOR)).length
}

/** What the rules make of a type's price now; null where it stays. */
function nextPrice(type: MovingType): NextPrice | null {
  const move = priceMove(type.rules, type.startingMinor, type.inForce, type.facts)
  if (!move) return null
  const follows = rulesFollowed(type.rules, move)
  return { type, priceMinor: move.priceMinor, targetMinor: move.priceMinor, follows, cause: causeOfMove(type.follows, follows, type.facts) }
}
