import { type SQL, sql } from 'drizzle-orm'
import type { Person } from './person.ts'

/**
 * The locks of one person for one session, by his account and by his address, in one order for all: two orders of his wait for each
 * other, so that both cannot pass the limit.
 */
export function limitLocks(sessionId: string, person: Person): SQL {
  const names = [person.personKey, person.personEmailHash ?? person.personKey].map(name => `limit:${sessionId}:${name}`).sort()
  return sql`pg_advisory_xact_lock(hashtextextended(${names[0]}, 0)), pg_advisory_xact_lock(hashtextextended(${names[1]}, 0))`
}
