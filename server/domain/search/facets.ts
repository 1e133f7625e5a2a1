import type { Queryable } from '#drizzle/database.ts'
import type { SearchFacets } from '#shared/api/catalogue.ts'
import { type EventCounts, countEvents } from './count-events.ts'
import { priceBands } from './price-bands.ts'
import type { FilterName, SessionFilter } from './session-filter.ts'
import { type Surroundings, subtreeOf } from './surroundings.ts'

/** The facet that each filter chooses from. */
const FACET_OF: Partial<Record<FilterName, keyof EventCounts>> = { category: 'categories', city: 'cities', when: 'when', price: 'prices', available: 'available' }

/**
 * The counts beside the filters: each facet as if its own filter were not set, so that it says what another choice would give. One pass over
 * the sessions for the search itself and one for each filter in use; the widest of them are the same for many searches, and are shared.
 */
export async function searchFacets(db: Queryable, filter: SessionFilter, around: Surroundings): Promise<{ total: number, facets: SearchFacets, without: Record<string, number> }> {
  const own = await countEvents(db, filter, around)
  const counts = { ...own }
  const without: Record<string, number> = {}
  for (const name of filtersIn(filter)) {
    const wider = await countEvents(db, { ...filter, [name]: undefined }, around)
    without[name] = wider.total
    const facet = FACET_OF[name]
    if (facet) Object.assign(counts, { [facet]: wider[facet] })
  }
  return { total: own.total, facets: asFacets(counts, around), without }
}

export function filtersIn(filter: SessionFilter): FilterName[] {
  return (['category', 'city', 'venue', 'publisher', 'when', 'price', 'available'] as const).filter(name => filter[name] !== undefined)
}

function asFacets({ categories, cities, when, prices, available }: EventCounts, around: Surroundings): SearchFacets {
  const slugs = new Map(around.categories.map(category => [category.id, category.slug]))
  const names = new Map(around.cityNames.map(city => [city.key, city.name]))
  return {
    categories: around.categories.map(category => ({
      slug: category.slug, name: category.name, parentSlug: slugs.get(category.parentId ?? '') ?? null,
      count: subtreeOf(around.categories, category.slug).reduce((sum, id) => sum + (categories.get(id) ?? 0), 0)
    })),
    cities: [...cities].flatMap(([key, count]) => names.has(key) ? [{ city: names.get(key)!, count }] : [])
      .sort((a, b) => b.count - a.count || (a.city.en < b.city.en ? -1 : 1)).slice(0, 50),
    when,
    prices: priceBands(around.currency, prices),
    available
  }
}
