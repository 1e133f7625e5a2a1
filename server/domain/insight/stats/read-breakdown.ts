import { type SQL, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import type { BreakdownQuery, BreakdownReply, SaleFigures } from '#shared/api/stats.ts'
import { FIGURE_SUMS, type FigureSums, figureRows, figuresOf, sumOf } from './figures.ts'
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
  const rows = await db.execute<FigureSums & { key: string, currency: string }>(sql`
    select ${KEYS[query.by]} as key, f.currency, ${FIGURE_SUMS}
    from ${query.by === 'ticketType' ? typeRows(span, rolled) : figureRows(span, rolled)} f join sessions s on s.id = f.session_id join events e on e.id = s.event_id
    where ${ofPart(sql`f.session_id`, asker, query)} ${query.by === 'method' ? sql`and f.method is not null` : sql``} group by 1, 2`)
  const found = rows.filter(row => row.key !== null).map(row => ({ key: row.key, currency: row.currency, figures: asKnown(query.by, figuresOf(row)) }))
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

const KEYS: Record<BreakdownQuery['by'], SQL> = {
  event: sql`e.id`, session: sql`s.id`, category: sql`e.category_id`, venue: sql`s.venue_id`, ticketType: sql`f.ticket_type_id`, method: sql`f.method`, publisher: sql`e.created_by`
}

/** Ticket types know what was sold of them, and not by which money. */
function typeRows(span: Range, rolled: Date | null): SQL {
  return sql`(
    select session_id, ticket_type_id, null::text as method, currency, orders, tickets, sold_minor, discount_minor, 0 as credit_minor, sold_minor as taken_minor, ended_minor as back_minor, 0 as refunds,
      refunded_tickets + changed_tickets + resold_tickets as ended_tickets
    from ${rowsOf(SALES, span, rolled)} sales)`
}

/** A method knows the money that came by it, and not for what. */
function asKnown(by: BreakdownQuery['by'], figures: SaleFigures): SaleFigures {
  return by === 'method' ? { ...figures, soldMinor: figures.takenMinor + figures.creditMinor } : figures
}
