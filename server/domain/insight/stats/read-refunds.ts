import { type SQL, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import type { RefundsQuery, RefundsReply } from '#shared/api/stats.ts'
import { MONEY } from './money-facts.ts'
import { namesOf, wordOf } from './names.ts'
import { rolledUntil } from './roll-up.ts'
import { SALES } from './sale-facts.ts'
import { type Asker, ofPart, requirePart } from './scope.ts'
import { rowsOf } from './source.ts'
import { spanOf } from './span.ts'

interface Row extends Record<string, unknown> { key: string, currency: string, refunds: string, back: string, points: string, taken: string }

/** What went back, and why or how. Throws `not-found` for what is not the asker's. Six queries. */
export async function readRefunds({ db }: { db: Database }, asker: Asker, query: RefundsQuery): Promise<RefundsReply> {
  const span = spanOf(query)
  await requirePart(db, asker, query)
  const rolled = await rolledUntil(db)
  const [rows, [ended], waiting] = await Promise.all([
    db.execute<Row>(sql`
      select ${KEYS[query.by]} as key, f.currency, sum(f.refunds) as refunds, sum(f.back_minor) as back, coalesce(sum(f.back_minor) filter (where f.method = 'points'), 0) as points, sum(f.taken_minor) as taken
      from ${rowsOf(MONEY, span, rolled)} f join sessions s on s.id = f.session_id where ${ofPart(sql`f.session_id`, asker, query)} group by 1, 2`),
    db.execute<{ refunded: number, changed: number, resold: number }>(sql`
      select coalesce(sum(refunded_tickets), 0)::int as refunded, coalesce(sum(changed_tickets), 0)::int as changed, coalesce(sum(resold_tickets), 0)::int as resold
      from ${rowsOf(SALES, span, rolled)} f where ${ofPart(sql`f.session_id`, asker, query)}`),
    db.execute<{ currency: string, refunds: number, back: string }>(sql`
      select r.currency, count(*)::int as refunds, sum(r.amount_minor) as back from refunds r join orders o on o.id = r.order_id join payments p on p.id = r.payment_id
      where r.state in ('requested', 'failed') and p.state = 'captured' and ${ofPart(sql`o.session_id`, asker, query)} group by 1 order by 1`)
  ])
  const figures = ({ refunds, back, points }: Row) => ({ refunds: Number(refunds), backMinor: Number(back), pointsMinor: Number(points) })
  const back = rows.filter(row => row.key !== '' && (Number(row.refunds) !== 0 || Number(row.back) !== 0)).sort((a, b) => Number(b.back) - Number(a.back) || a.key.localeCompare(b.key, 'en')).slice(0, query.limit)
  const names = query.by === 'event' || query.by === 'session' ? await namesOf(db, query.by, [...new Set(back.map(row => row.key))]) : null
  return {
    from: span.from.toISOString(), to: span.until.toISOString(), zone: span.zone, by: query.by, asOf: new Date().toISOString(),
    rows: back.map(row => ({ ...names?.get(row.key) ?? wordOf(row.key), currency: row.currency, figures: figures(row) })),
    totals: [...Map.groupBy(rows, row => row.currency)].map(([currency, of]) => {
      const sum = (name: 'refunds' | 'back' | 'points' | 'taken') => of.reduce((total, row) => total + Number(row[name]), 0)
      return { currency, figures: { refunds: sum('refunds'), backMinor: sum('back'), pointsMinor: sum('points') }, takenMinor: sum('taken') }
    }).sort((a, b) => b.takenMinor - a.takenMinor),
    tickets: ended!,
    waiting: waiting.map(row => ({ currency: row.currency, refunds: row.refunds, backMinor: Number(row.back) }))
  }
}

const KEYS: Record<RefundsQuery['by'], SQL> = { reason: sql`f.reason`, method: sql`f.method`, event: sql`s.event_id`, session: sql`f.session_id` }
