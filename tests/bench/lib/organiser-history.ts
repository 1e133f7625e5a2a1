import { type SQL, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { categories, users, venues } from '#drizzle/schema/index.ts'
import { storePlan } from '#server/domain/seating/index.ts'
import { newId } from '#shared/ids/id.ts'
import { plainPlan } from '#tests/support/fixtures.ts'

export interface History { orders: number, sessions: number, publishers: string[], busiest: { eventId: string, sessionId: string, publisherId: string }, /** Of an order of the busiest session. */ number: string }

/** Orders of a session on average, and seats of each hall. */
const ORDERS_EACH = 400
const SEATS = { rows: 50, seatsPerRow: 40 }

/**
 * Two years of a house with so many orders: as purchases would have left them, with lines, claims, tickets, payments, ledger, audit log, refunds
 * of one in fifty, orders that nobody paid, and what people looked at in the last year. Written by a few statements of SQL: seasons (before Christmas and in May
 * there is more on), weekends, evenings, a rush when a sale begins and another in the last days, a few shows that everybody wants.
 */
export async function givenHistory(db: Database, orders: number): Promise<History> {
  const sessions = Math.max(20, Math.round(orders / ORDERS_EACH))
  const publishers = Array.from({ length: 20 }, (_, n) => ({ id: newId(), role: 'publisher' as const, email: `history-publisher-${n}@example.org`, displayName: `Publisher ${n}` }))
  await db.insert(users).values(publishers)
  const kinds = Array.from({ length: 12 }, (_, n) => ({ id: newId(), slug: `history-kind-${n}`, nameEn: `Kind ${n}`, nameZh: `类别${n}` }))
  await db.insert(categories).values(kinds)
  const halls = Array.from({ length: 30 }, (_, n) => ({
    id: newId(), slug: `history-venue-${n}`, nameEn: `House ${n}`, nameZh: `剧院${n}`, addressEn: 'Stage Road', addressZh: '舞台路', cityEn: 'Shanghai', cityZh: '上海', country: 'CN', timeZone: 'Asia/Shanghai'
  }))
  await db.insert(venues).values(halls)
  for (const hall of halls) await storePlan(db, { venueId: hall.id, hall: 'main', plan: plainPlan(SEATS.rows, SEATS.seatsPerRow) })
  await db.transaction(async (tx) => {
    // Triggers and foreign keys look at each row: of rows that we made they would say nothing new.
    for (const setting of [sql`set local session_replication_role = replica`, sql`set local statement_timeout = 0`, sql`set local work_mem = '256MB'`, sql`select setseed(0.42)`]) await tx.execute(setting)
    for (const statement of statements(orders, sessions)) await tx.execute(statement)
  })
  await analyse(db)
  const [busiest] = await db.execute<{ event_id: string, session_id: string, publisher_id: string }>(sql`
    select s.event_id, o.session_id, e.created_by as publisher_id from orders o join sessions s on s.id = o.session_id join events e on e.id = s.event_id group by 1, 2, 3 order by count(*) desc limit 1`)
  const [one] = await db.execute<{ reference: string }>(sql`select reference from orders where session_id = ${busiest!.session_id} order by id limit 1`)
  return { number: one!.reference, orders, sessions, publishers: publishers.map(one => one.id), busiest: { eventId: busiest!.event_id, sessionId: busiest!.session_id, publisherId: busiest!.publisher_id } }
}

/** What the planner knows of tables that were filled in one go. */
export async function analyse(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local statement_timeout = 0`)
    await tx.execute(sql`analyze`)
  })
}

/** Numbers as orders have them (server/domain/orders/reference.ts), one after the other. */
const DIGITS = sql`lpad(upper(to_hex(row_number() over ())), 8, '0')`
const REFERENCE = sql`'FY-' || left(${DIGITS}, 4) || '-' || right(${DIGITS}, 4)`

/** Somebody's name, one of some thousands: what people at a desk look for. */
function nameOf(person: SQL): SQL {
  return sql`(array['Wei', 'Ada', 'Min', 'Lena', 'Omar', 'Sofia', 'Kenji', 'Priya', 'Tom', 'Zhen', '小明', '雨桐'])[1 + ${person} % 12] || ' ' || (array['Chen', 'Okafor', 'Lindqvist', 'Tanaka', 'Marsh', 'Rossi', 'Haddad', 'Novak', 'Silva', '王', '李'])[1 + ${person} % 11] || ' ' || ${person} % 997`
}

function statements(orders: number, sessions: number): SQL[] {
  const events = Math.max(10, Math.round(sessions / 4))
  return [
    sql`create temporary table h_publishers on commit drop as select row_number() over (order by email) - 1 as n, id from users where email like 'history-publisher-%'`,
    sql`create temporary table h_kinds on commit drop as select row_number() over (order by slug) - 1 as n, id from categories where slug like 'history-kind-%'`,
    sql`create temporary table h_halls on commit drop as select row_number() over (order by v.slug) - 1 as n, v.id, p.id as plan_id from venues v join seating_plans p on p.venue_id = v.id where v.slug like 'history-venue-%'`,
    sql`create temporary table h_events on commit drop as select n, gen_random_uuid() as id from generate_series(0, ${events}::int - 1) n`,
    sql`
      insert into events (id, slug, status, category_id, name_en, name_zh, summary_en, summary_zh, description_en, description_zh, organiser_en, organiser_zh, poster_seed, created_by)
      select e.id, 'history-event-' || e.n, 'approved', k.id, 'Show ' || e.n, '演出' || e.n, '', '', '', '', '', '', e.n::text, p.id
      from h_events e join h_kinds k on k.n = e.n % 12 join h_publishers p on p.n = e.n % 20`,
    // Two years until sixty days from now; a day of December or May has twice the chance of another.
    sql`
      create temporary table h_sessions on commit drop as
      select n, gen_random_uuid() as id, n % ${events}::int as event, n % 30 as hall, starts_at, starts_at - interval '60 days' as sale_starts_at, exp(random() * 2.2) as wish
      from (
        select row_number() over (order by random()) - 1 as n, day + interval '11 hours 30 minutes' as starts_at
        from generate_series(date_trunc('day', now()) - interval '2 years', date_trunc('day', now()) + interval '60 days', interval '1 day') day
        cross join generate_series(1, ceil(${sessions}::float / 500)::int) again
        where random() < case when extract(month from day) in (5, 12) then 1.0 else 0.6 end * case when extract(isodow from day) >= 5 then 1.0 else 0.6 end
      ) days limit ${sessions}::int`,
    sql`
      insert into sessions (id, event_id, venue_id, plan_id, starts_at, ends_at, sale_starts_at, sale_ends_at)
      select s.id, e.id, h.id, h.plan_id, s.starts_at, s.starts_at + interval '2 hours', s.sale_starts_at, s.starts_at from h_sessions s join h_events e on e.n = s.event join h_halls h on h.n = s.hall`,
    sql`create temporary table h_types on commit drop as select s.id as session_id, t.n, gen_random_uuid() as id, case t.n when 0 then 38000 else 18000 end::bigint as price from h_sessions s cross join generate_series(0, 1) t(n)`,
    sql`insert into ticket_types (id, session_id, name_en, name_zh, category_key, price_minor, currency) select id, session_id, 'Type ' || n, '票种' || n, 'seats', price, 'CNY' from h_types`,
    sql`create temporary table h_people on commit drop as select n, gen_random_uuid() as id from generate_series(0, greatest(100, ${orders}::int / 10) - 1) n`,
    sql`insert into users (id, email, display_name, created_at) select id, 'history-' || n || '@example.org', 'Customer', now() - random() * interval '2 years' from h_people`,
    // Half come in the first two days of a sale, the others more and more towards the day; most in the evening. Nobody has bought tomorrow.
    sql`
      create temporary table h_orders on commit drop as
      select *, sum(party) over (partition by session_id order by at, order_id) - party as first_seat from (
        select gen_random_uuid() as order_id, s.id as session_id, s.event, s.person, 1 + (random() * random() * 4)::int as party, (random() * 1.2)::int as type, gen_random_uuid() as payment_id, gen_random_uuid() as operation_id,
          case when random() < 0.7 then p.id end as user_id, random() as fate, case when random() < 0.6 then 'stripe' when random() < 0.7 then 'alipay' else 'sandbox' end as method, s.starts_at,
          least(greatest(s.sale_starts_at, date_trunc('day', s.sale_starts_at + case when random() < 0.5 then random() * interval '2 days' else (1 - random() * random()) * interval '59 days' end) + (8 + 7 * (random() + random()) / 2) * interval '1 hour'),
            now() - interval '10 minutes' - random() * interval '3 hours') as at
        from (
          select w.*, floor(random() * greatest(100, ${orders}::int / 10))::int as person, generate_series(1, ceil(${orders}::float * w.wish / w.wishes)::int)
          from (select s.*, sum(s.wish) over () as wishes from h_sessions s where s.sale_starts_at < now()) w
        ) s join h_people p on p.n = s.person
      ) drawn`,
    sql`delete from h_orders where first_seat + party > ${SEATS.rows * SEATS.seatsPerRow}::int`,
    sql`alter table h_orders add column total bigint, add column paid_at timestamptz`,
    sql`update h_orders o set total = o.party * t.price, paid_at = case when fate < 0.9 then at + interval '1 minute' + random() * interval '4 minutes' end from h_types t where t.session_id = o.session_id and t.n = least(o.type, 1)`,
    sql`
      insert into orders (id, reference, session_id, user_id, guest_secret_hash, contact_email, contact_name, locale, person_key, state, total_minor, currency, hold_hash, created_at, expires_at, paid_at, closed_at)
      select order_id, ${REFERENCE}, session_id, user_id, case when user_id is null then 'x' end, 'reader-' || person || '@example.org', ${nameOf(sql`person`)}, 'zh', 'email:' || order_id,
        (case when paid_at is null then 'expired' when fate < 0.02 then 'refunded' else 'paid' end)::order_state, total, 'CNY', 'history-' || order_id, at, at + interval '10 minutes', paid_at,
        case when paid_at is null then at + interval '11 minutes' when fate < 0.02 then least(paid_at + interval '3 days', now()) end
      from h_orders`,
    sql`create temporary table h_lines on commit drop as select gen_random_uuid() as line_id, gen_random_uuid() as ticket_id, o.order_id, o.session_id, o.paid_at, o.fate, o.at, o.starts_at, t.id as type_id, t.price, o.first_seat + k as seat from h_orders o join h_types t on t.session_id = o.session_id and t.n = least(o.type, 1) cross join lateral generate_series(0, o.party - 1) k`,
    sql`insert into order_lines (id, order_id, ticket_type_id, seat_index, quantity, unit_price_minor, labels) select line_id, order_id, type_id, seat, 1, price, '{"ticketTypeEn":"Type","ticketTypeZh":"票种","sectionEn":"Stalls","sectionZh":"池座"}' from h_lines`,
    sql`insert into claims (session_id, seat_index, order_id, order_line_id, state, created_at, released_at) select session_id, seat, order_id, line_id, (case when paid_at is null or fate < 0.02 then 'released' else 'sold' end)::claim_state, at, case when paid_at is null or fate < 0.02 then at + interval '11 minutes' end from h_lines`,
    sql`
      insert into tickets (id, order_id, order_line_id, position, session_id, seat_index, state, secret, created_at, used_at)
      select ticket_id, order_id, line_id, 0, session_id, seat, (case when fate < 0.02 then 'refunded' when starts_at < now() and fate < 0.85 then 'used' else 'valid' end)::ticket_state, 'history-' || line_id, paid_at,
        case when fate >= 0.02 and starts_at < now() and fate < 0.85 then starts_at end
      from h_lines where paid_at is not null`,
    sql`insert into payments (id, order_id, method, state, amount_minor, currency, transaction_id, created_at, settled_at) select payment_id, order_id, method, 'captured', total, 'CNY', 'history-' || payment_id, at, paid_at from h_orders where paid_at is not null`,
    sql`insert into ledger_accounts (id, name, currency) select gen_random_uuid(), name, 'CNY' from unnest(array['house:sales', 'provider:stripe', 'provider:alipay', 'provider:sandbox']) name on conflict do nothing`,
    sql`insert into ledger_operations (id, key, description, created_at) select operation_id, 'payment:' || payment_id, 'Payment of an order', paid_at from h_orders where paid_at is not null order by paid_at`,
    sql`
      insert into ledger_entries (operation_id, account_id, amount_minor)
      select o.operation_id, a.id, case a.name when 'house:sales' then o.total else -o.total end from h_orders o join ledger_accounts a on a.name in ('house:sales', 'provider:' || o.method) and a.currency = 'CNY' where o.paid_at is not null`,
    sql`create temporary table h_refunds on commit drop as select gen_random_uuid() as id, gen_random_uuid() as operation_id, order_id, payment_id, method, total, least(paid_at + interval '3 days', now()) as at from h_orders where paid_at is not null and fate < 0.02`,
    sql`insert into refunds (id, order_id, payment_id, state, amount_minor, currency, reason, transaction_id, created_at, settled_at) select id, order_id, payment_id, 'done', total, 'CNY', 'buyer-wish', 'history-' || id, at, at from h_refunds`,
    sql`insert into ledger_operations (id, key, description, created_at) select operation_id, 'refund:' || id, 'Refund', at from h_refunds`,
    sql`insert into ledger_entries (operation_id, account_id, amount_minor) select r.operation_id, a.id, case a.name when 'house:sales' then -r.total else r.total end from h_refunds r join ledger_accounts a on a.name in ('house:sales', 'provider:' || r.method) and a.currency = 'CNY'`,
    sql`
      insert into audit_log (created_at, actor, action, subject_type, subject_id, from_state, to_state)
      select at, actor, action, subject_type, subject_id, from_state, to_state from (
        select at, 'guest' as actor, 'order.pending' as action, 'order' as subject_type, order_id::text as subject_id, null as from_state, 'pending' as to_state from h_orders
        union all select paid_at, 'provider', 'order.paid', 'order', order_id::text, 'pending', 'paid' from h_orders where paid_at is not null
        union all select at + interval '11 minutes', 'sweep', 'order.expired', 'order', order_id::text, 'pending', 'expired' from h_orders where paid_at is null
        union all select paid_at, 'provider', 'payment.captured', 'payment', payment_id::text, null, 'captured' from h_orders where paid_at is not null
        union all select at, 'refunds', 'order.refunded', 'order', order_id::text, 'paid', 'refunded' from h_refunds
        union all select at, 'refunds', 'refund.requested', 'refund', id::text, null, 'requested' from h_refunds
        union all select at, 'refunds', 'refund.done', 'refund', id::text, 'requested', 'done' from h_refunds
        union all select r.at, 'refunds', 'ticket.refunded', 'ticket', l.ticket_id::text, 'valid', 'refunded' from h_refunds r join h_lines l on l.order_id = r.order_id
        union all select starts_at, 'gate', 'ticket.used', 'ticket', ticket_id::text, 'valid', 'used' from h_lines where paid_at is not null and fate >= 0.02 and starts_at < now() and fate < 0.85
      ) acts order by at, subject_id, to_state desc`,
    sql`
      do $$ declare month timestamptz; begin
        for month in select generate_series(date_trunc('month', now() at time zone 'UTC') - interval '13 months', date_trunc('month', now() at time zone 'UTC') - interval '1 month', interval '1 month') at time zone 'UTC' loop
          execute format('create table if not exists %I partition of behaviour for values from (%L) to (%L)', 'behaviour_' || to_char(month at time zone 'UTC', 'YYYY_MM'), month, ((month at time zone 'UTC') + interval '1 month') at time zone 'UTC');
        end loop;
      end $$`,
    // Three looks for each order of the last year, a hold for each, and one in three of them given up.
    sql`
      insert into behaviour (at, kind, event_id, visitor, page)
      select o.at - random() * interval '1 hour', 'view', e.id, substr(o.order_id::text, 1, 22), '/events/history-event-' || e.n from h_orders o join h_events e on e.n = o.event cross join generate_series(1, 3) where o.at > now() - interval '1 year'`,
    sql`
      insert into behaviour (at, kind, session_id, hold_hash, places, until)
      select o.at - interval '2 minutes', 'hold', o.session_id, case again when 0 then '' else 'lost-' end || 'history-' || o.order_id, o.party, o.at + interval '8 minutes'
      from h_orders o cross join generate_series(0, 1) again where o.at > now() - interval '1 year' and (again = 0 or random() < 0.5)`
  ]
}
