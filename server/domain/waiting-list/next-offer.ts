import { type SeatingPlan, seatsSoldWith, withTheirTables } from '#shared/seating/plan.ts'
import { type Fit, type KeptLine, type Pool, findFit } from './fit.ts'
import { type PricedHall, type Wish, suits } from './wish.ts'

/** An entry as it stands in the line. */
export interface InLine extends Wish { id: string, passedOver: number, isSaving: boolean }

/** So often places that suit the first in line may go to others, because they are too few for him; then they are saved up for him. */
export const PATIENCE = 5
/** Seats that do not lie together are saved up to so many times a party: one of them may get a neighbour. */
const SAVED_TIMES = 2

export interface Savings { entryId: string, seats: number[], orderLineIds: string[] }
export interface Share {
  /** Who gets what, and the first in line whom these places would have suited and passed over; null: nothing fits anybody. */
  offer: { entryId: string, fit: Fit, passed: string | null } | null
  /** What is to be saved up, once nothing more can be offered. */
  savings: Savings[]
}

/**
 * Who gets the next offer: the first in line whom something fits. Whom the gap is too small for is passed over; but when that has
 * happened to the first in line `PATIENCE` times, what suits him is saved up for him and no longer offered to those behind.
 * docs/waiting-list.md says it in words.
 */
export function nextOffer(hall: PricedHall, pool: Pool, line: readonly InLine[]): Share {
  const savings: Savings[] = []
  const hopeless = new Set<string>()
  let rest = pool
  for (const [place, entry] of line.entries()) {
    // The pool only shrinks while we walk down the line, so what failed for one fails for everybody who wants the same.
    const key = JSON.stringify([entry.places, entry.atLeast, entry.together, entry.categoryKeys, entry.maxPriceMinor])
    const mayFit = entry.isSaving || !hopeless.has(key)
    const fit = mayFit ? findFit(hall, rest, entry) : null
    if (fit) return { offer: { entryId: entry.id, fit, passed: firstPassed(hall, line.slice(0, place), fit) }, savings }
    hopeless.add(key)
    if (!entry.isSaving && entry.passedOver < PATIENCE) continue
    const saved = savingsFor(hall, rest, entry)
    if (saved.seats.length + saved.orderLineIds.length === 0) continue
    savings.push(saved)
    rest = without(rest, saved)
  }
  return { offer: null, savings }
}

function firstPassed(hall: PricedHall, before: readonly InLine[], fit: Fit): string | null {
  const categories = 'seats' in fit
    ? new Set(fit.seats.map(seat => hall.plan.seats.category[seat]!))
    : new Set(hall.plan.areas.filter(area => area.key === fit.areaKey).map(area => area.category))
  return before.find(entry => [...categories].some(category => suits(hall, entry, category)))?.id ?? null
}

/** Of what is kept, what somebody could use: his own savings first. */
function savingsFor(hall: PricedHall, pool: Pool, entry: InLine): Savings {
  const { plan } = hall
  const ownFirst = <T>(items: T[], whose: (item: T) => string | null) => items.toSorted((a, b) => Number(whose(b) === entry.id) - Number(whose(a) === entry.id))
  const isHis = (whose: string | null) => whose === null || whose === entry.id
  const seats = [...pool.kept].filter(([seat, whose]) => isHis(whose) && suits(hall, entry, plan.seats.category[seat]!) && isOfUse(plan, pool, entry, seat))
  const lines = plan.areas.filter(area => suits(hall, entry, area.category)).flatMap(area => pool.areas.get(area.key)?.kept ?? []).filter(line => isHis(line.keptFor))
  return {
    entryId: entry.id,
    seats: withTheirTables(plan, ownFirst(seats, ([, whose]) => whose).slice(0, entry.places * (entry.together ? SAVED_TIMES : 1)).map(([seat]) => seat)),
    orderLineIds: firstPlaces(ownFirst(lines, line => line.keptFor), entry.places)
  }
}

/** A table that is sold whole is saved for nobody but a party of its size, and only while all of it is there. */
function isOfUse(plan: SeatingPlan, pool: Pool, entry: InLine, seat: number): boolean {
  const table = seatsSoldWith(plan, seat)
  return table.length === 1 || (table.length >= entry.atLeast && table.length <= entry.places && table.every(chair => pool.kept.has(chair)))
}

function firstPlaces(lines: KeptLine[], places: number): string[] {
  const taken: string[] = []
  for (let sum = 0, i = 0; sum < places && i < lines.length; i++) {
    taken.push(lines[i]!.orderLineId)
    sum += lines[i]!.quantity
  }
  return taken
}

function without(pool: Pool, saved: Savings): Pool {
  const [seats, lines] = [new Set(saved.seats), new Set(saved.orderLineIds)]
  return {
    free: pool.free,
    kept: new Map([...pool.kept].filter(([seat]) => !seats.has(seat))),
    areas: new Map([...pool.areas].map(([key, area]) => [key, { ...area, kept: area.kept.filter(line => !lines.has(line.orderLineId)) }]))
  }
}
