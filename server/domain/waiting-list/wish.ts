import { type SaleSession, firstOnSale } from '#server/domain/inventory/index.ts'
import { ticketTypeFor } from '#server/domain/pricing/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { SeatingPlan } from '#shared/seating/plan.ts'

/** What somebody waits for: `places`, or fewer down to `atLeast`, side by side where `together`, in some zones or any, at most so dear each. */
export interface Wish { places: number, atLeast: number, together: boolean, categoryKeys: string[], maxPriceMinor: number | null }

/** A hall with today's price of each of its categories, by their index in the plan, in minor units; null: nothing sells it now, or there is no place of it. */
export interface PricedHall {
  plan: SeatingPlan
  prices: (number | null)[]
  /** Where quotas limit what is sold: the price at which so many are to be had together; null: no quota has room for them. */
  priceFor?: (category: number, count: number) => number | null
}

export function pricedHall(sale: SaleSession): PricedHall {
  const { plan } = sale
  const used = usedCategories(plan)
  const hall = { plan, prices: plan.categories.map((category, index) => used.has(index) ? priceOf(sale, category.key) : null) }
  return sale.quotas.length === 0 ? hall : { ...hall, priceFor: (category, count) => firstOnSale(sale, plan.categories[category]!.key, count)?.priceMinor ?? null }
}

/** Plans are immutable, so each is looked through once. */
const known = new WeakMap<SeatingPlan, Set<number>>()

function usedCategories(plan: SeatingPlan): Set<number> {
  const used = known.get(plan) ?? new Set([...plan.seats.category, ...plan.areas.map(area => area.category)])
  known.set(plan, used)
  return used
}

function priceOf(sale: SaleSession, categoryKey: string): number | null {
  try {
    return ticketTypeFor(sale.ticketTypes, categoryKey, undefined, sale.now()).priceMinor
  } catch (error) {
    if (error instanceof DomainError) return null
    throw error
  }
}

/** Whether places of a category, by its index, are what somebody wants; `count`: so many that could be sold together now. */
export function suits(hall: PricedHall, wish: Wish, category: number, count?: number): boolean {
  const usual = hall.prices[category] ?? null
  const price = usual !== null && count !== undefined && hall.priceFor ? hall.priceFor(category, count) : usual
  if (price === null || (wish.maxPriceMinor !== null && price > wish.maxPriceMinor)) return false
  return wish.categoryKeys.length === 0 || wish.categoryKeys.includes(hall.plan.categories[category]!.key)
}

/** Whether there are places that both would take. */
export function overlap(hall: PricedHall, one: Wish, other: Wish): boolean {
  return hall.prices.some((_, category) => suits(hall, one, category) && suits(hall, other, category))
}
