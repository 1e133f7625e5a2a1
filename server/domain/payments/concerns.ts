import { type SQL, sql } from 'drizzle-orm'
import type { ConcernKind } from '#shared/api/money.ts'

/** Money is left alone for so long before anybody is troubled with it. */
const PAYMENT_WAITS = sql`interval '1 hour'`
const REFUND_WAITS = sql`interval '5 minutes'`
const NOTICE_WAITS = sql`interval '1 minute'`
/** An order that was paid longer ago was looked at by then; the page need not read the history of the house. */
const ORDERS_SINCE = sql`interval '90 days'`

const NONE = sql`null`
/** Columns of a payment `p`, with the refund `r` or without. */
const ofPayment = (why: SQL, { id = sql`p.id`, amount = sql`p.amount_minor`, currency = sql`p.currency`, at, askedAt = sql`p.looked_up_at`, words = NONE }: Partial<Record<'id' | 'amount' | 'currency' | 'askedAt' | 'words', SQL>> & { at: SQL }) => sql`
  ${id}::text as id, ${why} as why, p.order_id, p.top_up_user_id as user_id, p.method, ${amount} as amount_minor, ${currency} as currency, ${at} as at,
  ${askedAt} as asked_at, ${words}::text as words, case when p.provider_ref is not null then p.id end as payment_id`
const ofRefund = { id: sql`r.id`, amount: sql`r.amount_minor`, currency: sql`r.currency`, askedAt: sql`r.asked_at`, words: sql`r.last_error` }
/** Two parts, since each has an index of its own. */
const UNDONE = sql`(select * from refunds where state = 'requested' union all select * from refunds where state = 'failed')`

/** What an admin must look at, one query each, all with the same columns. */
export const CONCERNS: Record<ConcernKind, SQL> = {
  // Money without an order: its refund is on its way, or hangs.
  'surplus': sql`select ${ofPayment(sql`coalesce(p.failure_code, 'surplus')`, { ...ofRefund, id: sql`p.id`, at: sql`p.settled_at` })}
    from ${UNDONE} r join payments p on p.id = r.payment_id where p.state = 'surplus'`,
  'unexplained': sql`
    select e.id::text, e.outcome as why, p.order_id, p.top_up_user_id as user_id, e.provider as method, (e.fact #>> '{standing,amountMinor}')::bigint as amount_minor, e.fact #>> '{standing,currency}' as currency,
      e.created_at as at, null::timestamptz as asked_at, concat_ws(' ', nullif(e.type, ''), e.transaction_id, e.provider_event_id) as words, null::uuid as payment_id
    from provider_events e left join payments p on p.id = e.payment_id where e.outcome in ('unmatched', 'mismatch') and e.explained_at is null`,
  // An order without money: never, unless the books were touched by hand.
  'order-without-money': sql`
    select o.id::text, 'no-payment' as why, o.id as order_id, null::uuid as user_id, '' as method, o.total_minor as amount_minor, o.currency, o.paid_at as at, null::timestamptz as asked_at, null as words, null::uuid as payment_id
    from orders o where o.state in ('paid', 'partially_refunded') and o.paid_at > now() - ${ORDERS_SINCE}
      and not exists (select 1 from payments p where p.order_id = o.id and p.state = 'captured')`,
  'refund-failed': sql`select ${ofPayment(sql`'refund-failed'`, { ...ofRefund, at: sql`r.settled_at` })}
    from refunds r join payments p on p.id = r.payment_id where r.state = 'failed'`,
  'refund-waiting': sql`select ${ofPayment(sql`'refund-waiting'`, { ...ofRefund, at: sql`r.created_at` })}
    from refunds r join payments p on p.id = r.payment_id where r.state = 'requested' and r.created_at < now() - ${REFUND_WAITS}`,
  'payment-waiting': sql`select ${ofPayment(sql`case when o.state <> 'pending' then 'order-over' else 'open-long' end`, { at: sql`p.created_at`, words: sql`p.failure_code` })}
    from payments p left join orders o on o.id = p.order_id where p.state = 'started' and (p.created_at < now() - ${PAYMENT_WAITS} or o.state <> 'pending')`,
  'dispute': sql`select ${ofPayment(sql`'dispute'`, { amount: sql`coalesce(p.received_minor, p.amount_minor)`, currency: sql`coalesce(p.received_currency, p.currency)`, at: sql`coalesce(d.at, p.settled_at)` })}
    from payments p left join lateral (
      select created_at as at from audit_log where subject_type = 'payment' and subject_id = p.id::text and action = 'payment.dispute-open' order by id desc limit 1
    ) d on true where p.dispute = 'open'`,
  'notice-waiting': sql`
    select e.id::text, 'notice-waiting' as why, null::uuid as order_id, null::uuid as user_id, e.provider as method, (e.fact ->> 'amountMinor')::bigint as amount_minor, e.fact ->> 'currency' as currency,
      e.created_at as at, null::timestamptz as asked_at, concat_ws(' ', nullif(e.type, ''), e.transaction_id) as words, null::uuid as payment_id
    from provider_events e where e.outcome = 'waiting' and e.created_at < now() - ${NOTICE_WAITS}`
}
