import { bestSeats } from '#server/domain/seating/index.ts'
import type { BestAvailableWish, HoldReply } from '#shared/api/holds.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { seatId, type SeatingPlan } from '#shared/seating/plan.ts'
import { rankedPlaces } from '#shared/seating/ranked-places.ts'
import { seatBlocks } from '#shared/seating/seat-blocks.ts'
import { SeatStatus } from '#shared/seating/seat-status.ts'
import type { AccessGrant } from './access/open-access.ts'
import type { HoldDeps } from './hold-deps.ts'
import { categoryLines, firstOnSale, letIn, linesFor, typeOnSale } from './hold-lines.ts'
import type { HoldOutcome, HoldRequest } from './hold-store.ts'
import type { SaleSession } from './sale-session.ts'
import { holdWarm } from './hold-warm.ts'

/** How often a split party is placed anew when somebody takes one of its seats between looking and taking. */
const SPLIT_TRIES = 12

/**
 * Holds the best seats for a party. Side by side they are chosen by the store itself, in the step that takes them, so that in a
 * rush nobody is refused while seats fit. Where no row has room the party is split over seats that were free a moment ago; should
 * somebody take one of them meanwhile, it is placed anew. What a code opens is chosen from like what is free. Throws no-block-left where
 * there are not that many seats, quota-full where there are but not so many tickets.
 */
export async function holdBest(deps: HoldDeps, sale: SaleSession, request: HoldRequest, wish: BestAvailableWish, grant: AccessGrant | null): Promise<HoldOutcome> {
  const filter = filterOf(sale, wish)
  if (!filter) throw nothingLeft(sale, wish)
  const ranked = rankedPlaces(sale.plan, { ...filter, includesReserved: wish.accessible === true })
  const code = grant && placesOfCode(grant) >= wish.count ? grant : null
  const lines = categoryLines(sale, wish.count)
  const openedLines = code ? lines.map(line => line && letIn(line, code)) : undefined
  const best = { count: wish.count, places: { plan: sale.session.planId, ranked }, needsAccessible: wish.accessible === true, lines, openedLines }
  const together = await holdWarm(deps, sale, { ...request, best })
  if (together.ok || together.reason !== 'no-place') return together
  return await holdSplit(deps, sale, request, wish, filter.categories, code)
}

/** How many places one order can have by a code. A party that is larger is seated among what is everybody's: its order would be refused. */
const placesOfCode = ({ left, perPerson }: AccessGrant) => Math.min(left, perPerson ?? left)

/** The categories that are on sale at a price that suits, and the section; null where there is nothing like it. */
function filterOf(sale: SaleSession, { categoryKey, sectionKey, price, count }: BestAvailableWish): { categories: number[], section?: number } | null {
  const { plan } = sale
  const suits = ({ key }: { key: string }) => {
    const type = firstOnSale(sale, key, count)
    return type !== null && (categoryKey ?? key) === key && type.priceMinor >= (price?.minMinor ?? 0) && type.priceMinor <= (price?.maxMinor ?? Infinity)
  }
  const categories = plan.categories.flatMap((category, index) => suits(category) ? index : [])
  const section = sectionKey === undefined ? undefined : plan.sections.findIndex(s => s.key === sectionKey)
  return categories.length === 0 || section === -1 ? null : { categories, section }
}

/** Why there is nothing like it: a quota that has too little left for the party, or too few such seats at that price. */
function nothingLeft(sale: SaleSession, { categoryKey, count }: BestAvailableWish): DomainError {
  const keys = categoryKey ? [categoryKey] : sale.plan.categories.map(({ key }) => key)
  const refusals = keys.flatMap((key) => {
    try {
      typeOnSale(sale, key, undefined, count)
      return []
    } catch (error) {
      return error instanceof DomainError && error.code === 'quota-full' ? error : []
    }
  })
  return refusals[0] ?? new DomainError('no-block-left', { asked: count })
}

async function holdSplit(deps: HoldDeps, sale: SaleSession, request: HoldRequest, wish: BestAvailableWish, categories: number[], code: AccessGrant | null): Promise<HoldOutcome> {
  const opened = new Set(code?.seats)
  let outcome: HoldOutcome = { ok: false, reason: 'cold' }
  for (let tries = 0; tries < SPLIT_TRIES; tries++) {
    const snapshot = await deps.holds.snapshot(request.sessionId)
    if (!snapshot) return outcome
    const taken = new Set([...snapshot.seats.flatMap(([seat, status]) => status === SeatStatus.offSale && opened.has(seat) ? [] : seat), ...request.seats.map(({ seatIndex }) => seatIndex)])
    const party = bestSeats(sale.plan, seat => !taken.has(seat) && !sale.offSale.has(seat), wish.count, { categories, sectionKey: wish.sectionKey, accessible: wish.accessible })
    if (!party) {
      // A repetition whose first try took the last ones finds its own hold.
      const own = request.requestHash.startsWith('+') ? null : await deps.holds.read(request.sessionId, request.token)
      if (own) return { ok: true, hold: own, picked: own.seats.map(seat => seat.seatIndex) }
      throw nothingLeft(sale, wish)
    }
    const lines = linesFor(sale, new Map(party.map(seat => [seat, undefined]))).seats.map(({ seatIndex, line }) => ({ seatIndex, line: letIn(line, opened.has(seatIndex) ? code : null) }))
    outcome = await deps.holds.hold({ ...request, seats: [...request.seats, ...lines] })
    if (outcome.ok) return { ...outcome, picked: party }
    if (outcome.reason !== 'seat-taken') return outcome
  }
  return outcome
}

/** How the chosen seats lie: those side by side are a group. */
export function describeBest(plan: SeatingPlan, seats: readonly number[]): NonNullable<HoldReply['best']> {
  const { blockOf, positionOf } = seatBlocks(plan)
  const inOrder = seats.toSorted((a, b) => blockOf[a]! - blockOf[b]! || positionOf[a]! - positionOf[b]!)
  const groups: number[][] = []
  for (const seat of inOrder) {
    const before = groups.at(-1)?.at(-1)
    if (before !== undefined && blockOf[before] === blockOf[seat] && positionOf[seat]! - positionOf[before]! === 1) groups.at(-1)!.push(seat)
    else groups.push([seat])
  }
  return { split: groups.length > 1, groups: groups.map(group => group.map(seat => seatId(plan, seat))) }
}
