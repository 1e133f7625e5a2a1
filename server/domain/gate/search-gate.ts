import { sql } from 'drizzle-orm'
import type { GateSearchReply } from '#shared/api/gate.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { plainReference } from '#shared/gate/list-rows.ts'
import { likePattern } from '#shared/text/like-pattern.ts'
import type { DeviceAtGate } from './device-access.ts'
import type { GateDeps } from './gate-deps.ts'
import { gateTicket, knownTickets } from './known-tickets.ts'

/** Enough to find one person; more means that the words were too few. */
const MOST_ORDERS = 12
/** A gate looks up one in ten people, not everybody one after another. */
const SEARCHES_A_MINUTE = 30

/**
 * Orders of the session by the name they were bought in, their reference or a seat ("C 12"). Names come with a hit and nothing else of
 * whoever it is. Throws `not-allowed` where the gate does not admit by hand, `rate-limited`.
 */
export async function searchGate(deps: GateDeps, at: DeviceAtGate, words: string): Promise<GateSearchReply> {
  if (!at.gate.allowsByHand) throw new DomainError('not-allowed')
  const { allowed, retryAfterSeconds } = await deps.limiter.hit(`gate-search:${at.device.id}`, SEARCHES_A_MINUTE, 60)
  if (!allowed) throw new DomainError('rate-limited', { retryAfterSeconds })
  const seat = /^(?<row>[\p{L}\d]{1,4})[\s\-–,排桌]+(?<seat>\d{1,4})\s*[座号號]?$/u.exec(words)?.groups
  const reference = plainReference(words)
  const rows = await deps.db.execute<{ id: string, reference: string, contact_name: string }>(sql`
    select o.id, o.reference, o.contact_name from orders o
    where o.session_id = ${at.session.id} and o.paid_at is not null and exists (select 1 from tickets t where t.order_id = o.id and t.state in ('valid', 'used'))
      and (o.contact_name ilike ${likePattern(words)} or exists (select 1 from tickets t where t.order_id = o.id and t.holder_name ilike ${likePattern(words)})
        or (length(${reference}) = 8 and replace(substring(o.reference from 4), '-', '') = ${reference})
        or (${seat !== undefined} and exists (select 1 from order_lines l where l.order_id = o.id and upper(l.labels ->> 'row') = upper(${seat?.row ?? ''}) and l.labels ->> 'seat' = ${seat?.seat ?? ''})))
    order by o.contact_name, o.id limit ${MOST_ORDERS}`)
  if (rows.length === 0) return { orders: [] }
  const tickets = Map.groupBy(await knownTickets(deps.db, sql`t.order_id in (select unnest(${sql.param(`{${rows.map(r => r.id).join(',')}}`)}::uuid[])) and t.state in ('valid', 'used')`), ticket => ticket.orderId)
  return { orders: rows.map(row => ({ reference: row.reference, name: row.contact_name, tickets: (tickets.get(row.id) ?? []).map(gateTicket) })) }
}
