import { SeatStatus } from '#shared/seating/seat-status.ts'
import type { PlanCategory, SeatingPlan } from '#shared/seating/plan.ts'

/** How soon a place was sold, by the quarter of the sold seats that it belongs to. */
export const SPEEDS = ['first', 'second', 'third', 'last', 'unsold'] as const
export type Speed = (typeof SPEEDS)[number]

/** From warm to cold, then ash. Light and lightness fall together, so that they are told apart without colour too. */
export const SPEED_COLOURS: Record<Speed, string> = { first: '#a3220c', second: '#d9622b', third: '#b98a1e', last: '#4d8296', unsold: '#9a8f84' }

/** By the seat's index: 0 is not sold, else a second more than it took (`secondsToSale` of shared/api/stats.ts). */
export type SaleSeconds = Uint32Array
type Quartiles = readonly [number, number, number]

export function speedOf(seconds: number | null, quartiles: Quartiles | null): Speed {
  if (seconds === null || !quartiles) return 'unsold'
  return SPEEDS[quartiles.filter(quartile => seconds > quartile).length]!
}

export const secondsOf = (sales: SaleSeconds, seat: number): number | null => sales[seat] ? sales[seat] - 1 : null

/** The hall as the seat map can draw it: speeds in place of price zones, and every seat in the full colour of its own, as if it were free. */
export function heatOf(plan: SeatingPlan, sales: SaleSeconds, quartiles: Quartiles | null, areas: readonly { key: string, medianSeconds: number | null }[]): { plan: SeatingPlan, status: Uint8Array } {
  const category = Uint8Array.from(sales, (_, seat) => SPEEDS.indexOf(speedOf(secondsOf(sales, seat), quartiles)))
  const categories: PlanCategory[] = SPEEDS.map(speed => ({ key: speed, name: { en: speed, zh: speed }, color: SPEED_COLOURS[speed] }))
  return {
    plan: {
      ...plan, categories, seats: { ...plan.seats, category },
      areas: plan.areas.map(area => ({ ...area, category: SPEEDS.indexOf(speedOf(areas.find(({ key }) => key === area.key)?.medianSeconds ?? null, quartiles)) }))
    },
    status: new Uint8Array(sales.length).fill(SeatStatus.free)
  }
}

export interface SectionSpeed { section: number, seats: number, sold: number, medianSeconds: number | null }

/** The same by section, for the table. */
export function sectionSpeeds(plan: SeatingPlan, sales: SaleSeconds): SectionSpeed[] {
  const seconds: number[][] = plan.sections.map(() => [])
  const seats = plan.sections.map(() => 0)
  for (const row of plan.rows) {
    seats[row.section]! += row.seatCount
    for (let seat = row.firstSeat; seat < row.firstSeat + row.seatCount; seat++) if (sales[seat]) seconds[row.section]!.push(sales[seat]! - 1)
  }
  return plan.sections.map((_, section) => {
    const sorted = seconds[section]!.toSorted((a, b) => a - b)
    return { section, seats: seats[section]!, sold: sorted.length, medianSeconds: sorted[Math.floor((sorted.length - 1) / 2)] ?? null }
  })
}

/** A time after the start of a sale in the largest unit that says enough. */
export function roughly(seconds: number): { unit: 'days' | 'hours' | 'minutes', n: number } {
  const minutes = Math.max(1, Math.round(seconds / 60))
  if (minutes < 120) return { unit: 'minutes', n: minutes }
  return minutes < 48 * 60 ? { unit: 'hours', n: Math.round(minutes / 60) } : { unit: 'days', n: Math.round(minutes / 1440) }
}
