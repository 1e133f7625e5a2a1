import { type SQL, sql } from 'drizzle-orm'
import type { SaleFigures } from '#shared/api/stats.ts'
import { MONEY } from './money-facts.ts'
import type { Range } from './range.ts'
import { SALES } from './sale-facts.ts'
import { rowsOf } from './source.ts'

/** Rows of what was sold, and of the money that moved, side by side: the sums over both are the figures. */
export function figureRows(range: Range, rolled: Date | null): SQL {
  return sql`(
    select quarter, session_id, null::text as method, currency, 0 as orders, tickets, sold_minor, discount_minor, 0 as credit_minor, 0 as taken_minor, 0 as back_minor, 0 as refunds,
      refunded_tickets + changed_tickets + resold_tickets as ended_tickets
    from ${rowsOf(SALES, range, rolled)} sales
    union all
    select quarter, session_id, method, currency, orders, 0, 0, 0, credit_minor, taken_minor, back_minor, refunds, 0 from ${rowsOf(MONEY, range, rolled)} money
  )`
}

/** Their sums, as columns that `figuresOf` reads. */
export const FIGURE_SUMS = sql`
  sum(orders) as orders, sum(tickets) as tickets, sum(sold_minor) as sold, sum(discount_minor) as discount, sum(credit_minor) as credit, sum(taken_minor) as taken,
  coalesce(sum(taken_minor) filter (where method = 'points'), 0) as points, sum(back_minor) as back, sum(refunds) as refunds, sum(ended_tickets) as ended`

export interface FigureSums extends Record<string, unknown> {
  orders: string, tickets: string, sold: string, discount: string, credit: string, taken: string, points: string, back: string, refunds: string, ended: string
}

export function figuresOf(row: FigureSums): SaleFigures {
  const [takenMinor, backMinor] = [Number(row.taken), Number(row.back)]
  return {
    orders: Number(row.orders), tickets: Number(row.tickets), soldMinor: Number(row.sold), discountMinor: Number(row.discount), creditMinor: Number(row.credit),
    takenMinor, pointsMinor: Number(row.points), backMinor, netMinor: takenMinor - backMinor, refunds: Number(row.refunds), endedTickets: Number(row.ended)
  }
}

export const NO_FIGURES: SaleFigures = {
  orders: 0, tickets: 0, soldMinor: 0, discountMinor: 0, creditMinor: 0, takenMinor: 0, pointsMinor: 0, backMinor: 0, netMinor: 0, refunds: 0, endedTickets: 0
}

export const FIGURES = Object.keys(NO_FIGURES) as (keyof SaleFigures)[]

export function sumOf(figures: readonly SaleFigures[]): SaleFigures {
  return Object.fromEntries(FIGURES.map(name => [name, figures.reduce((sum, one) => sum + one[name], 0)])) as unknown as SaleFigures
}
