import { eq } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { publishers, venues } from '#drizzle/schema/index.ts'
import { eventCards } from '#server/domain/catalogue/index.ts'
import type { SearchEventsQuery, SearchEventsReply } from '#shared/api/catalogue.ts'
import type { LocalText } from '#shared/text/local-text.ts'
import { countTotal, nearestDays } from './count-events.ts'
import { type SearchOrder, decodePosition, encodePosition } from './cursor.ts'
import { addDays } from './days.ts'
import { searchFacets } from './facets.ts'
import { findEvents } from './find-events.ts'
import { fold } from './fold.ts'
import type { SessionFilter } from './session-filter.ts'
import { type Surroundings, subtreeOf, surroundings } from './surroundings.ts'
import { type TextAsked, understand } from './understand.ts'

const DEFAULT_LIMIT = 24

/**
 * Approved events as cards, a page at a time. Without `q` only what is still to come; with it also what is over, behind it.
 * Filters that name nothing known find nothing. The number of queries does not depend on what is found (D-02).
 * Throws `invalid-input` for a cursor that is broken or of another order.
 */
export async function searchEvents({ db }: { db: Queryable }, query: SearchEventsQuery): Promise<SearchEventsReply> {
  const [text, around, venue, publisher] = await Promise.all([understand(db, query.q), surroundings(db), venueAsked(db, query.venue), publisherAsked(db, query.publisher)])
  const asked = { ...(venue && { venue: venue.name }), ...(publisher && { publisher: publisher.name }) }
  const order: SearchOrder = query.sort === undefined || query.sort === 'relevance' ? (text ? 'relevance' : 'featured') : query.sort
  const after = query.cursor ? decodePosition(query.cursor, order) : null
  if (text === 'nothing') return { events: [], total: 0, nextCursor: null, cities: around.cities, asked }
  const currency = query.currency ?? around.currency
  const filter = filterOf(query, text, around, currency, { venue, publisher })
  const limit = query.limit ?? DEFAULT_LIMIT
  const asOf = after ? new Date(after.asOfMs) : new Date()
  const [found, counted] = await Promise.all([
    findEvents(db, filter, text, around.zones, { order, asOf, after, limit: limit + 1 }),
    query.facets ? searchFacets(db, filter, { ...around, currency }) : countTotal(db, filter, around.zones).then(total => ({ total, facets: undefined, without: {} }))
  ])
  const page = found.slice(0, limit)
  const last = page.at(-1)
  const isEmpty = page.length === 0 && !after
  return {
    events: await eventCards(db, page),
    // Counts of a large catalogue may be seconds old, what was found is not.
    total: Math.max(counted.total, page.length),
    nextCursor: last && found.length > limit ? encodePosition({ order, asOfMs: asOf.getTime(), ...last.position }) : null,
    cities: around.cities,
    ...(text?.corrected && { corrected: text.corrected }),
    ...(counted.facets && { facets: counted.facets }),
    ...(isEmpty && query.facets && { instead: { without: counted.without, days: await daysInstead(db, filter, around) } }),
    asked
  }
}

function filterOf(
  query: SearchEventsQuery, text: TextAsked | null, { categories, cityNames }: Surroundings, currency: string,
  ids: { venue: { ids: string[] } | null, publisher: { ids: string[] } | null }
): SessionFilter {
  const hasPrice = query.min !== undefined || query.max !== undefined
  const isPeriod = query.from !== undefined || query.to !== undefined
  return {
    match: text?.match,
    within: text?.within,
    category: query.category ? subtreeOf(categories, query.category) : undefined,
    city: query.city ? cityKeys(cityNames, query.city) : undefined,
    venue: ids.venue?.ids,
    publisher: ids.publisher?.ids,
    when: isPeriod ? { from: query.from ?? '1900-01-01', to: query.to ?? '9999-12-31' } : query.when && query.when !== 'any' ? query.when : undefined,
    price: hasPrice ? { currency, min: query.min, max: query.max } : undefined,
    available: query.available ? true : undefined
  }
}

function cityKeys(names: Surroundings['cityNames'], city: string): string[] {
  const wanted = fold(city).trim()
  return [...new Set(names.filter(({ name }) => fold(name.en).trim() === wanted || fold(name.zh).trim() === wanted).map(({ key }) => key))]
}

interface Asked { ids: string[], name?: LocalText }

async function venueAsked(db: Queryable, slug: string | undefined): Promise<Asked | null> {
  if (!slug) return null
  const [row] = await db.select({ id: venues.id, en: venues.nameEn, zh: venues.nameZh }).from(venues).where(eq(venues.slug, printable(slug)))
  return row ? { ids: [row.id], name: { en: row.en, zh: row.zh } } : { ids: [] }
}

async function publisherAsked(db: Queryable, slug: string | undefined): Promise<Asked | null> {
  if (!slug) return null
  const [row] = await db.select({ id: publishers.userId, en: publishers.nameEn, zh: publishers.nameZh }).from(publishers).where(eq(publishers.slug, printable(slug)))
  return row ? { ids: [row.id], name: { en: row.en, zh: row.zh } } : { ids: [] }
}

/** Where days were asked for and nothing is on: the nearest days that have something. */
async function daysInstead(db: Queryable, filter: SessionFilter, { zones }: Surroundings): Promise<string[]> {
  if (!filter.when) return []
  const today = zones[0]?.today ?? new Date().toISOString().slice(0, 10)
  const day = typeof filter.when === 'object' ? (filter.when.from < today ? today : filter.when.from) : addDays(today, filter.when === 'today' ? 0 : 5)
  return await nearestDays(db, { ...filter, when: undefined }, zones, day)
}

/** Postgres takes no NUL in a text, and no address holds a control character. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}]/gu, '')
}
