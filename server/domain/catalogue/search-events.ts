import type { Queryable } from '#drizzle/database.ts'
import type { SearchEventsQuery, SearchEventsReply } from '#shared/api/catalogue.ts'
import { type SearchOrder, decodeCursor, encodeCursor } from './cursor.ts'
import { eventCards } from './event-cards.ts'
import { citiesWithEvents, findEvents } from './find-events.ts'
import { parseTextSearch } from './text-search.ts'

const DEFAULT_LIMIT = 24

/**
 * Approved events as cards, a page at a time. Without `q` only what is still to come; with it also what is over, behind it.
 * Filters that name nothing known find nothing. A constant number of queries, whatever is found (D-02).
 * Throws `invalid-input` for a cursor that is broken or of another order.
 */
export async function searchEvents({ db }: { db: Queryable }, query: SearchEventsQuery): Promise<SearchEventsReply> {
  const text = parseTextSearch(query.q)
  const order: SearchOrder = query.sort ?? (text ? 'relevance' : 'featured')
  const limit = query.limit ?? DEFAULT_LIMIT
  const after = query.cursor ? decodeCursor(query.cursor, order) : null
  const [found, cities] = await Promise.all([
    findEvents(db, { text, category: query.category, city: query.city, when: query.when ?? 'any', order, after, limit: limit + 1 }),
    citiesWithEvents(db)
  ])
  const page = found.matches.slice(0, limit)
  const last = page.at(-1)
  return {
    events: await eventCards(db, page),
    total: found.total,
    nextCursor: last && found.matches.length > limit ? encodeCursor({ order, ...last.position }) : null,
    cities
  }
}
