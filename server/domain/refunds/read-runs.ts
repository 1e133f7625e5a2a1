import { type SQL, sql } from 'drizzle-orm'
import type { Database, Queryable } from '#drizzle/database.ts'
import type { RefundRunReply } from '#shared/api/refunds.ts'
import { IS_AT_BANK, IS_CALLED_OFF } from './called-off-orders.ts'

/** Shown at most. */
const PAGE = 20

interface Row extends Record<string, unknown> {
  id: string, event_id: string, slug: string, name_en: string, name_zh: string, session_ids: string[], reason: string | null, started_at: string, finished_at: string | null
  ended_orders: number, unpaid_orders: number, left_now: number, at_bank: number, stuck: number
}
interface MoneyRow extends Record<string, unknown> { run_id: string, currency: string, state: 'requested' | 'done' | 'failed', refunds: number, amount: string }

/** How far the money of an event's sessions that were called off has come, newest first. */
export async function runsOfEvent(db: Queryable, eventId: string): Promise<RefundRunReply[]> {
  return await read(db, sql`run.event_id = ${eventId}`)
}

/** The same of all events, for admins: what is under way, and what was done in the last 30 days. */
export async function recentRuns({ db }: { db: Database }): Promise<RefundRunReply[]> {
  return await read(db, sql`(run.finished_at is null or run.started_at > now() - interval '30 days')`)
}

async function read(db: Queryable, which: SQL): Promise<RefundRunReply[]> {
  const rows = await db.execute<Row>(sql`
    select run.id, run.event_id, e.slug, e.name_en, e.name_zh, run.session_ids, run.reason, run.started_at, run.finished_at, run.ended_orders, run.unpaid_orders,
      coalesce(n.left_now, 0)::int as left_now, coalesce(n.at_bank, 0)::int as at_bank, coalesce(n.stuck, 0)::int as stuck
    from refund_runs run join events e on e.id = run.event_id
    left join lateral (
      select count(*) filter (where not at_bank) as left_now, count(*) filter (where at_bank) as at_bank, count(*) filter (where is_stuck) as stuck
      from (
        select ${IS_AT_BANK} as at_bank, exists (select 1 from refund_run_troubles t where t.order_id = o.id) as is_stuck
        from orders o where o.session_id = any(run.session_ids) and o.state in ('paid', 'partially_refunded') and ${IS_CALLED_OFF}
      ) open
    ) n on true
    where ${which} order by run.finished_at is not null, run.id desc limit ${PAGE}`)
  if (rows.length === 0) return []
  const money = await db.execute<MoneyRow>(sql`
    select run.id as run_id, r.currency, r.state, count(*)::int as refunds, sum(r.amount_minor + r.points_minor)::text as amount
    from refund_runs run join orders o on o.session_id = any(run.session_ids) join refunds r on r.order_id = o.id and r.reason = 'session-cancelled'
    where run.id in (${sql.join(rows.map(row => sql`${row.id}::uuid`), sql`, `)}) group by run.id, r.currency, r.state order by r.currency`)
  return rows.map(row => ({
    id: row.id, event: { id: row.event_id, slug: row.slug, name: { en: row.name_en, zh: row.name_zh } }, sessionIds: row.session_ids, reason: row.reason,
    startedAt: new Date(row.started_at).toISOString(), finishedAt: row.finished_at && new Date(row.finished_at).toISOString(),
    orders: { ended: row.ended_orders, left: row.left_now, atBank: row.at_bank, stuck: row.stuck, unpaid: row.unpaid_orders },
    money: moneyOf(money.filter(one => one.run_id === row.id))
  }))
}

function moneyOf(rows: readonly MoneyRow[]): RefundRunReply['money'] {
  return [...Map.groupBy(rows, row => row.currency)].map(([currency, ofCurrency]) => {
    const of = (state: MoneyRow['state']) => {
      const row = ofCurrency.find(one => one.state === state)
      return { refunds: row?.refunds ?? 0, amount: { amountMinor: Number(row?.amount ?? 0), currency } }
    }
    return { done: of('done'), waiting: of('requested'), failed: of('failed') }
  })
}
