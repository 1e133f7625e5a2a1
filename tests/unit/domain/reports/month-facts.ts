import type { ReportFacts } from '#server/domain/reports/report-facts.ts'
import type { SaleFigures, SalesReply } from '#shared/api/stats.ts'
import { daysOfMonth, type Month } from '#shared/time/month.ts'

const figures = (tickets: number, priceMinor: number): SaleFigures => ({
  orders: Math.ceil(tickets / 2), tickets, soldMinor: tickets * priceMinor, discountMinor: 0, creditMinor: 0, takenMinor: tickets * priceMinor, pointsMinor: 0, backMinor: 0, netMinor: tickets * priceMinor, refunds: 0, endedTickets: 0
})

/** So many tickets each day, in each currency at its price. */
export function sold(month: Month, currencies: { currency: string, priceMinor: number, aDay: (day: number) => number }[]): SalesReply {
  const { count } = daysOfMonth(month)
  const days = Array.from({ length: count }, (_, day) => ({ startsAt: `${month}-${String(day + 1).padStart(2, '0')}T00:00:00.000Z`, endsAt: new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)) - 1, day + 2)).toISOString() }))
  return {
    from: days[0]!.startsAt, to: days.at(-1)!.endsAt, zone: 'UTC', bucket: 'day', asOf: days.at(-1)!.endsAt, buckets: days,
    currencies: currencies.map(({ currency, priceMinor, aDay }) => {
      const each = days.map((_, day) => figures(aDay(day), priceMinor))
      const keys = Object.keys(each[0]!) as (keyof SaleFigures)[]
      const sum = (key: keyof SaleFigures) => each.reduce((all, one) => all + one[key], 0)
      return {
        currency,
        totals: Object.fromEntries(keys.map(key => [key, sum(key)])) as SaleFigures,
        series: Object.fromEntries(keys.map(key => [key, each.map(one => one[key])])) as SalesReply['currencies'][number]['series']
      }
    })
  }
}

/** What a publisher sold in October 2026: two shows, in yuan, and nothing else. */
export function octoberFacts(changes: Partial<ReportFacts> = {}): ReportFacts {
  const sales = sold('2026-10', [{ currency: 'CNY', priceMinor: 10_000, aDay: day => day === 9 ? 12 : 2 }])
  const head = { from: sales.from, to: sales.to, zone: 'UTC', asOf: sales.asOf }
  const about = { slug: null, startsAt: null, timeZone: null, event: null, currency: 'CNY' }
  const { totals } = sales.currencies[0]!
  const broken = { ...head, others: [], totals: [{ currency: 'CNY', figures: totals }] }
  return {
    period: '2026-10', zone: 'UTC', publisher: { en: 'Night Bus <Collective>', zh: '夜班车厂牌' }, sales,
    before: sold('2026-09', [{ currency: 'CNY', priceMinor: 10_000, aDay: () => 1 }]),
    shows: { ...broken, by: 'event', rows: [{ ...about, key: 'a', name: { en: 'Neon Rain', zh: '霓虹雨' }, figures: figures(50, 10_000) }, { ...about, key: 'b', name: { en: 'Aurora', zh: '极光' }, figures: figures(22, 10_000) }] },
    ticketTypes: { ...broken, by: 'ticketType', rows: [] },
    methods: { ...broken, by: 'method', rows: [{ ...about, key: 'alipay', name: null, figures: figures(72, 10_000) }] },
    refunds: { ...head, by: 'reason', rows: [], totals: [], tickets: { refunded: 0, changed: 0, resold: 0 }, waiting: [] },
    occupancy: { ...head, sessions: [], totals: { sessions: 1, capacity: 200, sold: 150, used: 140 } },
    users: null,
    ...changes
  }
}
