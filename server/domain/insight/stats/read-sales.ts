import { sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import type { SaleColumns, SaleFigures, SalesQuery, SalesReply } from '#shared/api/stats.ts'
import { FIGURES, FIGURE_SUMS, type FigureSums, NO_FIGURES, figureRows, figuresOf, sumOf } from './figures.ts'
import { inBuckets, withEnds } from './in-buckets.ts'
import { rolledUntil } from './roll-up.ts'
import { type Asker, ofPart, requirePart } from './scope.ts'
import { bucketsOf, spanOf, usualBucket } from './span.ts'

/** Sales over time. Throws `not-found` for what is not the asker's. Three queries. */
export async function readSales({ db }: { db: Database }, asker: Asker, query: SalesQuery): Promise<SalesReply> {
  const span = spanOf(query)
  const bucket = query.bucket ?? usualBucket(span)
  const starts = bucketsOf(span, bucket)
  await requirePart(db, asker, query)
  const rolled = await rolledUntil(db)
  const rows = await db.execute<FigureSums & { bucket: number, currency: string }>(sql`
    select of_what as bucket, currency, ${FIGURE_SUMS} from ${figureRows(inBuckets(sql`quarter`, starts), span, rolled, ofPart(sql`session_id`, asker, query))} facts group by 1, 2`)
  const currencies = [...Map.groupBy(rows, row => row.currency)].map(([currency, of]) => {
    const figures = starts.map(() => NO_FIGURES)
    for (const row of of) figures[row.bucket] = figuresOf(row)
    return { currency, totals: sumOf(figures), series: columnsOf(figures) }
  })
  return {
    from: span.from.toISOString(), to: span.until.toISOString(), zone: span.zone, bucket, asOf: new Date().toISOString(), buckets: withEnds(starts, span.until),
    currencies: currencies.sort((a, b) => b.totals.soldMinor - a.totals.soldMinor || a.currency.localeCompare(b.currency, 'en'))
  }
}

function columnsOf(figures: readonly SaleFigures[]): SaleColumns {
  return Object.fromEntries(FIGURES.map(name => [name, figures.map(one => one[name])])) as unknown as SaleColumns
}
