import { sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import type { TestSession } from './fixtures.ts'

/**
 * So many orders of one seat each, from the first seat on: paid at the sandbox, each tenth of them free. Written by a few statements as
 * purchases would have left them, with claims, tickets, payments, ledger and audit log: an hour of selling in a second.
 */
export async function givenManyOrders(db: Database, session: TestSession, count: number, priceMinor = 38_000): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`
      create temporary table many on commit drop as
      select n, gen_random_uuid() as order_id, gen_random_uuid() as line_id, gen_random_uuid() as payment_id, gen_random_uuid() as operation_id,
        case when n % 10 = 0 then 0 else ${priceMinor}::bigint end as price, case when n % 10 = 0 then 'free' else 'sandbox' end as method
      from generate_series(1, ${count}::int) n`)
    await tx.execute(sql`
      insert into orders (id, reference, session_id, guest_secret_hash, contact_email, contact_name, locale, person_key, state, total_minor, currency, hold_hash, expires_at, paid_at)
      select order_id, 'FY-' || order_id, ${session.sessionId}, 'x', 'many-' || n || '@example.org', 'Many', 'zh', 'email:many-' || n, 'paid', price, 'CNY', 'many-' || order_id, now(), now() from many`)
    await tx.execute(sql`
      insert into order_lines (id, order_id, ticket_type_id, seat_index, quantity, unit_price_minor, labels)
      select line_id, order_id, ${session.seatTypeId}, n - 1, 1, price, '{"ticketTypeEn":"Adult","ticketTypeZh":"成人票","sectionEn":"Stalls","sectionZh":"池座"}' from many`)
    await tx.execute(sql`insert into claims (session_id, seat_index, order_id, order_line_id, state) select ${session.sessionId}, n - 1, order_id, line_id, 'sold' from many`)
    await tx.execute(sql`insert into tickets (id, order_id, order_line_id, position, session_id, seat_index, secret) select gen_random_uuid(), order_id, line_id, 0, ${session.sessionId}, n - 1, 'many-' || line_id from many`)
    await tx.execute(sql`
      insert into payments (id, order_id, method, state, amount_minor, currency, provider_ref, transaction_id, settled_at)
      select payment_id, order_id, method, 'captured', price, 'CNY', case when price > 0 then 'sbx_pay_' || payment_id end, case when price > 0 then 'sbx_' || payment_id end, now() from many`)
    await tx.execute(sql`
      insert into sandbox_payments (id, state, reference, title, amount_minor, currency, return_url, expires_at, paid_at)
      select payment_id, 'paid', '', '', price, 'CNY', '', now(), now() from many where price > 0`)
    await tx.execute(sql`insert into ledger_accounts (id, name, currency) values (gen_random_uuid(), 'provider:sandbox', 'CNY'), (gen_random_uuid(), 'house:sales', 'CNY') on conflict do nothing`)
    await tx.execute(sql`insert into ledger_operations (id, key, description) select operation_id, 'payment:' || payment_id, 'Payment of an order' from many where price > 0`)
    await tx.execute(sql`
      insert into ledger_entries (operation_id, account_id, amount_minor)
      select operation_id, a.id, case a.name when 'house:sales' then price else -price end from many, ledger_accounts a
      where price > 0 and a.name in ('provider:sandbox', 'house:sales') and a.currency = 'CNY'`)
    await tx.execute(sql`
      insert into audit_log (actor, action, subject_type, subject_id, from_state, to_state)
      select 'guest', 'order.pending', 'order', order_id, null, 'pending' from many union all select 'guest', 'payment.started', 'payment', payment_id, null, 'started' from many`)
    await tx.execute(sql`
      insert into audit_log (actor, action, subject_type, subject_id, from_state, to_state)
      select 'provider', 'order.paid', 'order', order_id, 'pending', 'paid' from many union all select 'provider', 'payment.captured', 'payment', payment_id, 'started', 'captured' from many`)
  })
}
