import type { BreakdownReply, HoldsReply, OccupancyReply, RefundsReply, SaleFigures, SalesReply, UsersReply } from '#shared/api/stats.ts'
import { decimalAmount } from '#shared/money/money.ts'
import { offsetDateTime } from '#shared/time/zoned.ts'
import { FIGURES } from './figures.ts'
import type { About } from './names.ts'

/** Rows of cells, the first of them names. Amounts are decimal numbers of their currency. */
export type Table = (string | number)[][]

const FIGURE_NAMES: Record<keyof SaleFigures, string> = {
  orders: 'orders', tickets: 'tickets', soldMinor: 'sold', discountMinor: 'discount', creditMinor: 'credit', takenMinor: 'taken', pointsMinor: 'points', backMinor: 'back', netMinor: 'net',
  refunds: 'refunds', endedTickets: 'ended_tickets'
}
const FIGURE_HEADS = FIGURES.map(name => FIGURE_NAMES[name])
const cell = (name: keyof SaleFigures, value: number, currency: string) => name.endsWith('Minor') ? decimalAmount({ amountMinor: value, currency }) : value
const cells = (figures: SaleFigures, currency: string) => FIGURES.map(name => cell(name, figures[name], currency))

const ABOUT_HEADS = ['key', 'name_en', 'name_zh', 'event_en', 'event_zh', 'starts_at']
const aboutCells = ({ key, name, event, startsAt, timeZone }: About) => [key, name?.en ?? '', name?.zh ?? '', event?.name.en ?? '', event?.name.zh ?? '', startsAt ? offsetDateTime(startsAt, timeZone ?? 'UTC') : '']

export function salesTable({ buckets, currencies, zone }: SalesReply): Table {
  return [['starts_at', 'currency', ...FIGURE_HEADS], ...currencies.flatMap(({ currency, series }) => buckets.map(({ startsAt }, at) => [offsetDateTime(startsAt, zone), currency, ...FIGURES.map(name => cell(name, series[name][at]!, currency))]))]
}

export function breakdownTable({ rows }: BreakdownReply): Table {
  return [[...ABOUT_HEADS, 'currency', ...FIGURE_HEADS], ...rows.map(row => [...aboutCells(row), row.currency, ...cells(row.figures, row.currency)])]
}

export function refundsTable({ rows }: RefundsReply): Table {
  return [[...ABOUT_HEADS, 'currency', 'refunds', 'back', 'points'], ...rows.map(({ currency, figures, ...about }) => [
    ...aboutCells(about), currency, figures.refunds, cell('backMinor', figures.backMinor, currency), cell('pointsMinor', figures.pointsMinor, currency)
  ])]
}

export function occupancyTable({ sessions }: OccupancyReply): Table {
  return [['session', 'starts_at', 'status', 'event_en', 'event_zh', 'venue_en', 'venue_zh', 'capacity', 'sold', 'used'], ...sessions.map(one => [
    one.id, offsetDateTime(one.startsAt, one.timeZone), one.status, one.event.name.en, one.event.name.zh, one.venue.en, one.venue.zh, one.capacity, one.sold, one.used
  ])]
}

export function usersTable({ buckets, series, zone }: UsersReply): Table {
  return [['starts_at', 'joined', 'active', 'buyers'], ...buckets.map(({ startsAt }, at) => [offsetDateTime(startsAt, zone), series.joined[at]!, series.active[at]!, series.buyers[at]!])]
}

export function holdsTable({ buckets, series, zone }: HoldsReply): Table {
  return [['starts_at', 'begun', 'places', 'abandoned'], ...buckets.map(({ startsAt }, at) => [offsetDateTime(startsAt, zone), series.begun[at]!, series.places[at]!, series.abandoned[at]!])]
}
