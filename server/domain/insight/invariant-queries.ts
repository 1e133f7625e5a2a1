import { type SQL, sql } from 'drizzle-orm'
import { RESALE_TRANSITIONS } from '#server/domain/inventory/index.ts'
import { ORDER_TRANSITIONS } from '#server/domain/orders/index.ts'
import { PAYMENT_TRANSITIONS, REFUND_TRANSITIONS } from '#server/domain/payments/index.ts'
import { TICKET_TRANSITIONS } from '#server/domain/tickets/index.ts'
import { statisticsUntrue } from './stats/statistics-true.ts'

export interface Invariant {
  id: string
  promise: string
  /** A query with one text column `what`: a row for each violation. */
  broken: SQL
}

/**
 * What must be true of the database at every moment, whatever happened. The constraints refuse most of it already; these
 * queries do not trust them. Some cannot be seen in the database alone: I4 (missing-orders.ts) and I11 (shown-seats.ts).
 */
export const INVARIANTS: readonly Invariant[] = [
  { id: 'I1', promise: 'A seat of a session has at most one owner', broken: seatsWithTwoOwners() },
  { id: 'I2', promise: 'No more is sold than there is, and the counters are right', broken: oversoldPlaces() },
  { id: 'I2a', promise: 'What is kept goes to nobody whom it was not opened to, and no code opens more than it says', broken: keptPlacesLost() },
  { id: 'I3', promise: 'Money taken is an order paid with all its tickets', broken: lostPurchases() },
  { id: 'I5', promise: 'The ledger balances and no wallet is below zero', broken: unbalancedBooks() },
  { id: 'I6', promise: 'No more is refunded than was paid', broken: excessRefunds() },
  { id: 'I8', promise: 'What is asked twice happens once', broken: doubledEffects() },
  { id: 'I9', promise: 'Every change of state is allowed and in the audit log', broken: unexplainedStates() },
  { id: 'I9a', promise: 'Every ticket is what the audit log says', broken: unexplainedTickets() },
  { id: 'I10', promise: 'Dashboards show what the ledger and the orders say, to the cent', broken: statisticsUntrue() }
]

function seatsWithTwoOwners(): SQL {
  return sql`
    select format('session %s seat %s has %s live tickets', session_id, seat_index, count(*)) as what
    from tickets where seat_index is not null and state in ('valid', 'used') group by session_id, seat_index having count(*) > 1
    union all
    select format('session %s seat %s has %s live claims', session_id, seat_index, count(*))
    from claims where state <> 'released' group by session_id, seat_index having count(*) > 1
    union all
    select format('ticket %s lives without a sold claim on its seat', t.id)
    from tickets t where t.seat_index is not null and t.state in ('valid', 'used') and not exists (
      select 1 from claims c where c.session_id = t.session_id and c.seat_index = t.seat_index and c.order_id = t.order_id and c.state = 'sold') and not exists (
      select 1 from resales r join claims c on c.order_line_id = r.buyer_line_id and c.session_id = t.session_id and c.seat_index = t.seat_index and c.state = 'pending' where r.ticket_id = t.id and r.state = 'locked')
    union all
    select format('session %s seat %s is offered by resale %s, which is %s', c.session_id, c.seat_index, c.resale_id, coalesce(r.state::text, 'nothing'))
    from claims c left join resales r on r.id = c.resale_id and r.session_id = c.session_id and r.seat_index = c.seat_index and r.order_line_id = c.order_line_id
    where c.resale_id is not null and (c.state <> 'sold' or r.state is distinct from 'open')
    union all
    select format('resale %s is %s of a ticket that is %s', r.id, r.state, t.state) from resales r join tickets t on t.id = r.ticket_id
    where (r.state = 'sold' and t.state <> 'resold') or (r.state = 'open' and t.state <> 'valid')
    union all
    select format('ticket %s is resold, and nobody bought it', t.id) from tickets t where t.state = 'resold' and not exists (select 1 from resales r where r.ticket_id = t.id and r.state = 'sold')`
}

function oversoldPlaces(): SQL {
  return sql`
    select format('session %s area %s says %s taken, counted %s', s.session_id, s.area_key, s.taken, coalesce(c.taken, 0)) as what
    from standing_stock s left join (
      select session_id, area_key, sum(quantity) as taken from standing_claims where state <> 'released' group by session_id, area_key
    ) c using (session_id, area_key) where s.taken <> coalesce(c.taken, 0)
    union all
    select format('session %s area %s says %s offered, counted %s', s.session_id, s.area_key, s.offered, coalesce(r.offered, 0))
    from standing_stock s left join (
      select session_id, area_key, count(*) as offered from resales where state = 'open' and kept_until is null and area_key is not null group by session_id, area_key
    ) r using (session_id, area_key) where s.offered <> coalesce(r.offered, 0)
    union all
    select format('session %s area %s has %s of %s places taken and %s kept', session_id, area_key, taken, capacity, kept) from standing_stock where taken + kept > capacity
    union all
    select format('session %s area %s says %s kept, counted %s', s.session_id, s.area_key, s.kept, coalesce(a.kept, 0))
    from standing_stock s left join (
      select session_id, area_key, sum(quantity - used) as kept from standing_allotments group by session_id, area_key
    ) a using (session_id, area_key) where s.kept <> coalesce(a.kept, 0)
    union all
    select format('allotment %s area %s says %s used, counted %s', a.allotment_id, a.area_key, a.used, coalesce(c.used, 0))
    from standing_allotments a left join (
      select allotment_id, area_key, sum(quantity) as used from standing_claims where state <> 'released' group by allotment_id, area_key
    ) c using (allotment_id, area_key) where a.used <> coalesce(c.used, 0)
    union all
    select format('quota %s says %s taken, counted %s', q.id, q.taken, coalesce(c.taken, 0))
    from ticket_quotas q left join (
      select t.quota_id, sum(c.quantity) as taken
      from (select order_line_id, state, 1 as quantity from claims union all select order_line_id, state, quantity from standing_claims) c
      join order_lines l on l.id = c.order_line_id join ticket_quota_types t on t.ticket_type_id = l.ticket_type_id
      where c.state in ('pending', 'sold') group by t.quota_id
    ) c on c.quota_id = q.id where q.taken <> coalesce(c.taken, 0)
    union all
    select format('quota %s has %s of %s tickets taken', id, taken, capacity) from ticket_quotas where taken > capacity
    union all
    select format('session %s area %s has %s live tickets for %s places', s.session_id, s.area_key, count(*), s.capacity)
    from standing_stock s join tickets t on t.session_id = s.session_id and t.area_key = s.area_key and t.state in ('valid', 'used')
    group by s.session_id, s.area_key, s.capacity having count(*) > s.capacity
    union all
    select format('claim %s is on seat %s of a plan with %s seats', c.id, c.seat_index, p.seat_count)
    from claims c join sessions s on s.id = c.session_id join seating_plans p on p.id = s.plan_id
    where c.state <> 'released' and c.seat_index not between 0 and p.seat_count - 1`
}

/** A seat is kept only while nobody owns it, and sold while it is kept only by a code or to a guest of the publisher. */
function keptPlacesLost(): SQL {
  return sql`
    select format('session %s seat %s is kept by allotment %s and claimed by order %s', k.session_id, k.seat_index, k.allotment_id, c.order_id) as what
    from seat_allotments k join allotments a on a.id = k.allotment_id and a.released_at is null and coalesce(a.releases_at > now(), true)
    join claims c on c.session_id = k.session_id and c.seat_index = k.seat_index and c.state <> 'released'
    join orders o on o.id = c.order_id
    where c.access_code_id is null and o.person_key not like 'guest-list:%' and (c.state = 'sold' or (c.state = 'pending' and o.expires_at > now()))
    union all
    select format('access code %s says %s used, counted %s', a.id, a.used, coalesce(c.used, 0))
    from access_codes a left join (
      select access_code_id, sum(places) as used from (
        select access_code_id, state, 1 as places from claims union all select access_code_id, state, quantity from standing_claims
      ) c where state <> 'released' and access_code_id is not null group by access_code_id
    ) c on c.access_code_id = a.id where a.used <> coalesce(c.used, 0)
    union all
    select format('access code %s opened %s of %s places', id, used, places) from access_codes where used > places`
}

function lostPurchases(): SQL {
  return sql`
    select format('payment %s is captured, but order %s is %s', p.id, o.id, o.state) as what
    from payments p join orders o on o.id = p.order_id where p.state = 'captured' and o.state not in ('paid', 'partially_refunded', 'refunded')
    union all
    select format('payment %s took %s %s for order %s of %s %s, of which a changed ticket paid %s', p.id, p.amount_minor, p.currency, o.id, o.total_minor, o.currency, o.credit_minor)
    from payments p join orders o on o.id = p.order_id where p.state = 'captured' and (p.amount_minor + p.points_minor, p.currency) <> (o.total_minor - o.credit_minor, o.currency)
    union all
    select format('order %s is %s without a captured payment', o.id, o.state)
    from orders o where o.state in ('paid', 'partially_refunded', 'refunded') and not exists (select 1 from payments p where p.order_id = o.id and p.state = 'captured')
    union all
    select format('order %s is %s with %s of %s tickets', o.id, o.state, coalesce(t.count, 0), l.count)
    from orders o
    left join (select order_id, sum(quantity) as count from order_lines group by order_id) l on l.order_id = o.id
    left join (select order_id, count(*) as count from tickets where state <> 'transferred' group by order_id) t on t.order_id = o.id
    where coalesce(t.count, 0) <> case when o.state in ('paid', 'partially_refunded', 'refunded') then coalesce(l.count, 0) else 0 end
    union all
    select format('order %s costs %s, its lines %s', o.id, o.total_minor, sum(l.quantity * l.unit_price_minor - l.discount_minor))
    from orders o join order_lines l on l.order_id = o.id group by o.id
    having o.total_minor <> sum(l.quantity * l.unit_price_minor - l.discount_minor) or o.discount_minor <> sum(l.discount_minor)
    union all
    select format('payment %s is surplus, %s of its %s %s are on their way back', p.id, coalesce(r.back, 0), coalesce(p.received_minor, p.amount_minor + p.points_minor), p.currency)
    from payments p
    left join (select payment_id, sum(amount_minor + points_minor) as back from refunds group by payment_id) r on r.payment_id = p.id
    where p.state = 'surplus' and coalesce(p.received_minor, p.amount_minor) <> coalesce(r.back, 0)
    union all
    select format('order %s cost %s and is over: %s went back, %s pay other orders, %s are kept', o.id, o.total_minor, coalesce(r.back, 0), coalesce(c.moved, 0), o.kept_fee_minor)
    from orders o
    left join (select r.order_id, sum(r.amount_minor + r.points_minor) as back from refunds r join payments p on p.id = r.payment_id where p.state = 'captured' group by r.order_id) r on r.order_id = o.id
    left join (select from_order_id, sum(amount_minor) as moved from order_credits group by from_order_id) c on c.from_order_id = o.id
    where o.state = 'refunded' and o.total_minor <> coalesce(r.back, 0) + coalesce(c.moved, 0) + o.kept_fee_minor
    union all
    select format('order %s is %s and says that %s of it are paid by a changed ticket, there are %s', o.id, o.state, o.credit_minor, coalesce(c.brought, 0))
    from orders o left join (select order_id, sum(amount_minor) as brought from order_credits group by order_id) c on c.order_id = o.id
    where coalesce(c.brought, 0) <> case when o.state in ('paid', 'partially_refunded', 'refunded') then o.credit_minor else 0 end
    union all
    select format('ticket %s is %s, %s paid orders took its place', t.id, t.state, count(o.id))
    from tickets t left join orders o on o.changes_ticket_id = t.id and o.state in ('paid', 'partially_refunded', 'refunded')
    where t.state = 'changed' or o.id is not null group by t.id having t.state <> 'changed' or count(o.id) <> 1
    union all
    select format('payment %s set %s points aside and is %s', p.id, p.points_minor, p.state)
    from payments p join ledger_accounts a on a.name = 'set-aside:' || p.id join ledger_entries e on e.account_id = a.id
    where p.state <> 'started' group by p.id having sum(e.amount_minor) <> 0`
}

function unbalancedBooks(): SQL {
  return sql`
    select format('operation %s is off by %s %s', e.operation_id, sum(e.amount_minor), a.currency) as what
    from ledger_entries e join ledger_accounts a on a.id = e.account_id group by e.operation_id, a.currency having sum(e.amount_minor) <> 0
    union all
    select format('wallet %s holds %s', a.name, sum(e.amount_minor))
    from ledger_accounts a join ledger_entries e on e.account_id = a.id where a.user_id is not null group by a.id having sum(e.amount_minor) < 0
    union all
    select format('payment %s took %s, the ledger says %s', p.id, p.amount_minor, coalesce(sum(e.amount_minor), 0))
    from payments p
    left join ledger_operations o on o.key = 'payment:' || p.id
    left join ledger_entries e on e.operation_id = o.id and e.amount_minor > 0
    where p.state in ('captured', 'surplus') group by p.id having coalesce(p.received_minor, p.amount_minor) <> coalesce(sum(e.amount_minor), 0)
    union all
    select format('payment %s took %s points, the ledger says %s', p.id, p.points_minor, coalesce(sum(e.amount_minor), 0))
    from payments p
    left join ledger_operations o on o.key = 'payment-points:' || p.id
    left join ledger_entries e on e.operation_id = o.id and e.amount_minor > 0
    where p.state = 'captured' group by p.id having p.points_minor <> coalesce(sum(e.amount_minor), 0)
    union all
    select format('refund %s is %s and gave %s, the ledger says %s', r.id, r.state, r.amount_minor, coalesce(l.given, 0))
    from refunds r left join (
      select substring(o.key from '[0-9a-f-]{36}') as refund_id, sum(case when o.key like 'refund-undone:%' then -e.amount_minor else e.amount_minor end) as given
      from ledger_operations o join ledger_entries e on e.operation_id = o.id and e.amount_minor > 0
      where o.key like 'refund:%' or o.key like 'refund-undone:%' group by 1
    ) l on l.refund_id = r.id::text
    where coalesce(l.given, 0) <> case when r.state = 'done' then r.amount_minor else 0 end`
}

function excessRefunds(): SQL {
  return sql`
    select format('payment %s took %s and %s points, %s and %s of them are refunded', p.id, coalesce(p.received_minor, p.amount_minor), p.points_minor, sum(r.amount_minor), sum(r.points_minor)) as what
    from payments p join refunds r on r.payment_id = p.id
    group by p.id having p.state not in ('captured', 'surplus') or sum(r.amount_minor) > coalesce(p.received_minor, p.amount_minor) or sum(r.points_minor) > p.points_minor
    union all
    select format('order %s: tickets of %s are refunded or changed, %s was paid', t.order_id, sum(l.unit_price_minor - l.discount_minor / l.quantity), coalesce(max(p.paid), 0) + max(o.credit_minor))
    from tickets t join order_lines l on l.id = t.order_line_id join orders o on o.id = t.order_id
    left join (select order_id, sum(amount_minor + points_minor) as paid from payments where state = 'captured' group by order_id) p on p.order_id = t.order_id
    where t.state in ('refunded', 'changed', 'resold') group by t.order_id having sum(l.unit_price_minor - l.discount_minor / l.quantity) > coalesce(max(p.paid), 0) + max(o.credit_minor)
    union all
    select format('payment %s: order %s has %s of it, and gave %s back or on', f.payment_id, f.order_id, f.mine, coalesce(r.back, 0) + coalesce(c.moved, 0))
    from (
      select id as payment_id, order_id, amount_minor + points_minor as mine from payments where state = 'captured' and order_id is not null
      union all select payment_id, order_id, amount_minor from order_credits
    ) f
    left join (select payment_id, order_id, sum(amount_minor + points_minor) as back from refunds group by 1, 2) r on r.payment_id = f.payment_id and r.order_id = f.order_id
    left join (select payment_id, from_order_id, sum(amount_minor) as moved from order_credits group by 1, 2) c on c.payment_id = f.payment_id and c.from_order_id = f.order_id
    where coalesce(r.back, 0) + coalesce(c.moved, 0) > f.mine
    union all
    select format('order %s is refunded, but ticket %s is %s', o.id, t.id, t.state)
    from orders o join tickets t on t.order_id = o.id where o.state = 'refunded' and t.state not in ('refunded', 'transferred', 'changed', 'resold')`
}

function doubledEffects(): SQL {
  return sql`
    select format('order %s has %s captured payments', order_id, count(*)) as what from payments where state = 'captured' and order_id is not null group by order_id having count(*) > 1
    union all
    select format('%s event %s is kept %s times', provider, provider_event_id, count(*)) from provider_events group by provider, provider_event_id having count(*) > 1
    union all
    select format('transaction %s of %s settles %s payments', transaction_id, method, count(*))
    from payments where transaction_id is not null group by method, transaction_id having count(*) > 1
    union all
    select format('promo code %s counts %s orders, there are %s', c.id, c.uses, count(o.id))
    from promo_codes c left join orders o on o.promo_code_id = c.id and o.state not in ('expired', 'cancelled') group by c.id having c.uses <> count(o.id)
    union all
    select format('ledger operation %s happened %s times', key, count(*)) from ledger_operations group by key having count(*) > 1
    union all
    select format('idempotency key %s of %s is kept %s times', key, scope, count(*)) from idempotency_keys group by scope, key having count(*) > 1
    union all
    select format('one hold became %s orders, among them %s', count(*), min(id::text)) from orders group by hold_hash having count(*) > 1
    union all
    select format('order line %s has %s tickets number %s', order_line_id, count(*), position) from tickets where state <> 'transferred' group by order_line_id, position having count(*) > 1`
}

function unexplainedStates(): SQL {
  const allowed = Object.entries(ORDER_TRANSITIONS).flatMap(([from, targets]) => targets.map(to => sql`(${from}, ${to})`))
  return sql`
    with steps as (
      select subject_id, id, from_state, to_state, lag(to_state) over (partition by subject_id order by id) as before
      from audit_log where subject_type = 'order' and action = 'order.' || to_state
    ), last as (
      select distinct on (subject_id) subject_id, to_state from steps order by subject_id, id desc
    )
    select format('order %s is %s, the audit log says %s', o.id, o.state, coalesce(l.to_state, 'nothing')) as what
    from orders o left join last l on l.subject_id = o.id::text where o.state::text is distinct from l.to_state
    union all
    select format('order %s went from %s to %s', subject_id, coalesce(from_state, 'nothing'), to_state)
    from steps where case when from_state is null then to_state <> 'pending' else (from_state, to_state) not in (${sql.join(allowed, sql`, `)}) end
    union all
    select format('order %s was %s when it went from %s to %s', subject_id, coalesce(before, 'nothing'), coalesce(from_state, 'nothing'), to_state)
    from steps where before is distinct from from_state
    union all
    select format('claim %s is %s in an order that is %s', c.id, c.state, o.state)
    from (select id::text, order_id, order_line_id, state from claims union all select 'of line ' || order_line_id, order_id, order_line_id, state from standing_claims) c
    join orders o on o.id = c.order_id
    where (c.state = 'pending') <> (o.state = 'pending') or (c.state = 'sold' and o.state in ('expired', 'cancelled', 'refunded')) or (c.state = 'released' and o.state = 'paid' and not exists (select 1 from claims again where again.order_line_id = c.order_line_id and again.state = 'sold')
      and not exists (select 1 from resales r where r.order_line_id = c.order_line_id and r.state = 'locked'))
    union all
    ${unexplainedMoves('payment', sql`payments`, PAYMENT_TRANSITIONS, sql`('started', 'captured')`)}
    union all
    ${unexplainedMoves('refund', sql`refunds`, REFUND_TRANSITIONS, sql`('requested')`)}
    union all
    ${unexplainedMoves('resale', sql`resales`, RESALE_TRANSITIONS, sql`('open')`)}`
}

/** States that the audit log does not explain, for what is written there by each of its moves. `first` are those in which it may begin. */
function unexplainedMoves(subject: string, table: SQL, transitions: Record<string, readonly string[]>, first: SQL): SQL {
  const allowed = Object.entries(transitions).flatMap(([from, targets]) => targets.map(to => sql`(${from}, ${to})`))
  const steps = sql`select subject_id, id, from_state, to_state from audit_log where subject_type = ${subject} and action = ${subject} || '.' || to_state`
  return sql`
    select format('%s %s is %s, the audit log says %s', ${subject}::text, t.id, t.state, coalesce(l.to_state, 'nothing'))
    from ${table} t left join (select distinct on (subject_id) subject_id, to_state from (${steps}) s order by subject_id, id desc) l on l.subject_id = t.id::text
    where t.state::text is distinct from l.to_state
    union all
    select format('%s %s went from %s to %s', ${subject}::text, subject_id, coalesce(from_state, 'nothing'), to_state) from (${steps}) s
    where case when from_state is null then to_state not in ${first} else (from_state, to_state) not in (${sql.join(allowed, sql`, `)}) end`
}

function unexplainedTickets(): SQL {
  const allowed = Object.entries(TICKET_TRANSITIONS).flatMap(([from, targets]) => targets.map(to => sql`(${from}, ${to})`))
  return sql`
    with steps as (
      select subject_id, id, from_state, to_state, lag(to_state, 1, 'valid') over (partition by subject_id order by id) as before
      from audit_log where subject_type = 'ticket' and action = 'ticket.' || to_state
    ), last as (
      select distinct on (subject_id) subject_id, to_state from steps order by subject_id, id desc
    )
    select format('ticket %s is %s, the audit log says %s', t.id, t.state, coalesce(l.to_state, 'valid')) as what
    from tickets t left join last l on l.subject_id = t.id::text where t.state::text <> coalesce(l.to_state, 'valid')
    union all
    select format('ticket %s went from %s to %s, and was %s', subject_id, coalesce(from_state, 'nothing'), to_state, before)
    from steps where from_state is distinct from before or (from_state, to_state) not in (${sql.join(allowed, sql`, `)})
    union all
    select format('ticket %s is %s, used at %s', id, state, coalesce(used_at::text, 'no time')) from tickets where (state = 'used') <> (used_at is not null)`
}
