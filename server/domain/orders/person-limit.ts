import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import type { OrderRow } from '#drizzle/schema/index.ts'
import { heldTicketsOf, placesOf } from '#server/domain/inventory/index.ts'
import type { Person } from './person.ts'

/**
 * The locks of one person for one session, by his account and by his address, in one order for all: two orders of his wait for each
 * other, so that both cannot pass the limit.
 */
export function limitLocks(sessionId: string, person: Person): SQL {
  const names = [person.personKey, person.personEmailHash ?? person.personKey].map(name => `limit:${sessionId}:${name}`).sort()
  return sql`pg_advisory_xact_lock(hashtextextended(${names[0]}, 0)), pg_advisory_xact_lock(hashtextextended(${names[1]}, 0))`
}

/** Places that count for the limit besides those of an order: the ticket that it takes the place of is as good as given back. */
export async function placesHadBeside(tx: Transaction, order: Person & Partial<Pick<OrderRow, 'changesTicketId'>> & { sessionId: string }): Promise<number> {
  const had = await placesOf(tx, order.sessionId, order.personKey, order.personEmailHash)
  return order.changesTicketId ? had - await heldTicketsOf(tx, order.sessionId, order.changesTicketId) : had
}
