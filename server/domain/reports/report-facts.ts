import type { BreakdownReply, OccupancyReply, RefundsReply, SaleFigures, SalesReply, UsersReply } from '#shared/api/stats.ts'
import type { LocalText } from '#shared/text/local-text.ts'
import type { ReportPeriod } from '#shared/time/report-period.ts'

/** What a month or a week was like: what the dashboards say of it, and of the one before. */
export interface ReportFacts {
  period: ReportPeriod
  zone: string
  /** Whose: a publisher; null for the whole house. */
  publisher: LocalText | null
  sales: SalesReply
  before: SalesReply
  shows: BreakdownReply
  ticketTypes: BreakdownReply
  methods: BreakdownReply
  refunds: RefundsReply
  occupancy: OccupancyReply
  /** Of the whole house only. */
  users: UsersReply | null
}

export const NOTHING_SOLD: SaleFigures = { orders: 0, tickets: 0, soldMinor: 0, discountMinor: 0, creditMinor: 0, takenMinor: 0, pointsMinor: 0, backMinor: 0, netMinor: 0, refunds: 0, endedTickets: 0 }

/** What was sold in a currency, which may be nothing. */
export function totalsIn(sales: SalesReply, currency: string): SaleFigures {
  return sales.currencies.find(one => one.currency === currency)?.totals ?? NOTHING_SOLD
}

/** Tickets of all currencies: those may be added up. */
export function ticketsOf(sales: SalesReply): number {
  return sales.currencies.reduce((sum, { totals }) => sum + totals.tickets, 0)
}
