import { type SQL, sql } from 'drizzle-orm'
import type { SaleFigures } from '#shared/api/stats.ts'
import { MONEY } from './money-facts.ts'
import type { Range } from './range.ts'
import { SALES } from './sale-facts.ts'
import { rowsOf } from './source.ts'

/**
 * Sums of what was sold and of the money that moved, side by side, by `group` (of quarter and session_id) and currency: each roll-up is summed
 * by itself, since a sum costs as much over zeros. The sums over both are the figures.
 */
export function figureRows(group: SQL, range: Range, rolled: Date | null, where: SQL): SQL {
  return sql`(${soldBy(group, range, rolled, where)} union all ${moneyBy(group, range, rolled, where)})`
}

function soldBy(group: SQL, range: Range, rolled: Date | null, where: SQL): SQL {
  return sql`
    select ${group} as of_what, currency, 0 as orders, sum(tickets) as tickets, sum(sold_minor) as sold, sum(discount_minor) as discount, 0 as credit, 0 as taken, 0 as points, 0 as back, 0 as refunds,
      sum(refunded_tickets + changed_tickets + resold_tickets) as ended
    from ${rowsOf(SALES, range, rolled)} sales where ${where} group by 1, 2`
}

/** The same of money alone, which knows its method. */
export function moneyBy(group: SQL, range: Range, rolled: Date | null, where: SQL): SQL {
  return sql`
    select ${group} as of_what, currency, sum(orders) as orders, 0 as tickets, 0 as sold, 0 as discount, sum(credit_minor) as credit, sum(taken_minor) as taken,
      coalesce(sum(taken_minor) filter (where method = 'points'), 0) as points, sum(back_minor) as back, sum(refunds) as refunds, 0 as ended
    from ${rowsOf(MONEY, range, rolled)} money where ${where} group by 1, 2`
}

/** The sums of such rows, as columns that `figuresOf` reads. */
export const FIGURE_SUMS = sql`
  sum(orders) as orders, sum(tickets) as tickets, sum(sold) as sold, sum(discount) as discount, sum(credit) as credit, sum(taken) as taken, sum(points) as points, sum(back) as back,
  sum(refunds) as refunds, sum(ended) as ended`

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
