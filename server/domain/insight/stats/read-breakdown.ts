import { type SQL, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import type { BreakdownQuery, BreakdownReply, SaleFigures } from '#shared/api/stats.ts'
import { FIGURE_SUMS, type FigureSums, figureRows, figuresOf, moneyBy, sumOf } from './figures.ts'
import { namesOf, wordOf } from './names.ts'
import type { Range } from './range.ts'
import { rolledUntil } from './roll-up.ts'
import { SALES } from './sale-facts.ts'
import { type Asker, ofPart, requirePart } from './scope.ts'
import { rowsOf } from './source.ts'
import { spanOf } from './span.ts'

/** What was sold, by what it is of: the most first. Throws `not-found` for what is not the asker's. Four queries. */
export async function readBreakdown({ db }: { db: Database }, asker: Asker, query: BreakdownQuery): Promise<BreakdownReply> {
  const span = spanOf(query)
  await requirePart(db, asker, query)
  const rolled = await rolledUntil(db)
  const rows = await db.execute<FigureSums & { key: string | null, currency: string }>(rowsBy(query.by, span, rolled, ofPart(sql`session_id`, asker, query)))
  const found = rows.flatMap(row => row.key === null ? [] : [{ key: row.key, currency: row.currency, figures: asKnown(query.by, figuresOf(row)) }])
    .sort((a, b) => b.figures.soldMinor - a.figures.soldMinor || b.figures.orders - a.figures.orders || a.key.localeCompare(b.key, 'en'))
  const [shown, rest] = [found.slice(0, query.limit), found.slice(query.limit)]
  const names = query.by === 'method' ? null : await namesOf(db, query.by, [...new Set(shown.map(row => row.key))])
  const byCurrency = (list: typeof found) => [...Map.groupBy(list, row => row.currency)].map(([currency, of]) => ({ currency, rows: of.length, figures: sumOf(of.map(row => row.figures)) }))
  return {
    from: span.from.toISOString(), to: span.until.toISOString(), zone: span.zone, by: query.by, asOf: new Date().toISOString(),
    rows: shown.map(({ key, currency, figures }) => ({ ...names?.get(key) ?? wordOf(key), currency, figures })),
    others: byCurrency(rest),
    totals: byCurrency(found).map(({ currency, figures }) => ({ currency, figures }))
  }
}

/** Things that sessions belong to. */
const KEYS: Partial<Record<BreakdownQuery['by'], SQL>> = { event: sql`e.id`, session: sql`s.id`, category: sql`e.category_id`, venue: sql`s.venue_id`, publisher: sql`e.created_by` }

/** First by session, of which there are few, and only then by what those belong to. */
function rowsBy(by: BreakdownQuery['by'], span: Range, rolled: Date | null, where: SQL): SQL {
  if (by === 'method') return sql`select of_what as key, m.* from (${moneyBy(sql`method`, span, rolled, where)}) m`
  if (by === 'ticketType') return typesBy(span, rolled, where)
  return sql`
    select ${KEYS[by]!} as key, f.currency, ${FIGURE_SUMS} from ${figureRows(sql`session_id`, span, rolled, where)} f
    join sessions s on s.id = f.of_what join events e on e.id = s.event_id group by 1, 2`
}

/** Ticket types know what was sold of them, and not by which money. */
function typesBy(span: Range, rolled: Date | null, where: SQL): SQL {
  return sql`
    select ticket_type_id as key, currency, sum(orders) as orders, sum(tickets) as tickets, sum(sold_minor) as sold, sum(discount_minor) as discount, 0 as credit, sum(sold_minor) as taken, 0 as points,
      sum(ended_minor) as back, 0 as refunds, sum(refunded_tickets + changed_tickets + resold_tickets) as ended
    from ${rowsOf(SALES, span, rolled)} sales where ${where} group by 1, 2`
}

/** A method knows the money that came by it, and not for what. */
function asKnown(by: BreakdownQuery['by'], figures: SaleFigures): SaleFigures {
  return by === 'method' ? { ...figures, soldMinor: figures.takenMinor + figures.creditMinor } : figures
}
