import { createHmac } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { movingSeed } from '#server/domain/tickets/index.ts'
import type { GateListPart, GateListReply } from '#shared/api/gate.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { LIST_PARTS, type ListedOrder, type ListedProof, codeRowOf, orderRowOf, referenceRowOf } from '#shared/gate/list-rows.ts'
import { recently } from '#shared/memo/recently.ts'
import { commitmentTo } from '#shared/tickets/moving-code.ts'
import type { DeviceAtGate } from './device-access.ts'
import type { GateDeps } from './gate-deps.ts'
import { type KnownTicket, gateTicket, knownTickets, partyIdOf } from './known-tickets.ts'

/** How old the digests of a session may be, in ms: twenty phones that ask in the same seconds cost one look. */
const FRESH_MS = 5_000
const digests = recently<Digest[]>(FRESH_MS, { name: 'gate-digests' })
const parts = recently<GateListPart>(600_000, { maxKept: 4 * LIST_PARTS, name: 'gate-parts' })

interface Digest extends Record<string, unknown> { number: number, codes: string, orders: string }

/**
 * What the list for phones without a network says now, in parts by order: the digest of each changes with what is in it. Two queries of
 * a session's tickets, shared by all its phones.
 */
export async function gateList(deps: GateDeps, at: DeviceAtGate): Promise<GateListReply> {
  const now = new Date().toISOString()
  const found = await digestsOf(deps.db, at)
  return { at: now, parts: found.flatMap(({ number, codes, orders }) => [{ kind: 'codes' as const, number, digest: codes }, { kind: 'orders' as const, number, digest: orders }]) }
}

function digestsOf(db: Database, at: DeviceAtGate): Promise<Digest[]> {
  const flavour = `${at.event.codeRule} ${at.gate.allowsByHand}`
  return digests(db, `${at.session.id} ${flavour}`, async () => [...await db.execute<Digest>(sql`
    select ${partOf} as number, md5(${flavour} || string_agg(concat(t.id, t.secret), ',' order by t.id)) as codes,
      md5(${flavour} || string_agg(concat_ws(' ', t.id, t.state, t.blocked_reason, t.holder_name, p.is_inside), ',' order by t.id)) as orders
    from tickets t left join gate_presence p on p.ticket_id = t.id where t.session_id = ${at.session.id} group by 1 order by 1`)])
}

/** The last byte of an order's id: of UUIDv7, where it is random. */
const partOf = sql.raw(`get_byte(uuid_send(t.order_id), 15) % ${LIST_PARTS}`)

/** One part of the list, sealed row by row. Throws `not-found` for a part that is not there. */
export async function gateListPart(deps: GateDeps, at: DeviceAtGate, kind: 'codes' | 'orders', number: number): Promise<GateListPart> {
  const digest = (await digestsOf(deps.db, at)).find(part => part.number === number)?.[kind]
  if (!digest) throw new DomainError('not-found')
  // By the digest: whoever asks for the same gets the same, and nothing is sealed twice.
  return await parts(deps.db, `${at.session.id} ${kind} ${number} ${digest}`, async () => {
    const tickets = await knownTickets(deps.db, sql`t.session_id = ${at.session.id} and ${partOf} = ${number}`)
    return { digest, rows: kind === 'codes' ? await codeRows(deps, at, tickets) : await orderRows(deps, at, tickets) }
  })
}

/** A row for each code that a ticket may show: only who has seen the code finds and opens it. */
async function codeRows(deps: GateDeps, at: DeviceAtGate, tickets: KnownTicket[]): Promise<GateListPart['rows']> {
  const rows: GateListPart['rows'] = []
  for (const ticket of tickets) {
    const seed = at.event.codeRule === 'fixed' ? null : movingSeed(deps.keys.tickets, ticket.secret)
    const opens: ListedProof = { order: partyKey(deps, partyIdOf(ticket)), ticketId: ticket.id, seed: seed ? Buffer.from(seed).toString('base64url') : null }
    rows.push(await codeRowOf(ticket.secret, opens))
    if (seed) rows.push(await codeRowOf(await commitmentTo(seed), opens))
  }
  return rows
}

/** A row for each order, and for each ticket that was handed on; where staff may admit by hand, one more that whoever knows its reference finds. */
async function orderRows(deps: GateDeps, at: DeviceAtGate, tickets: KnownTicket[]): Promise<GateListPart['rows']> {
  const byParty = Map.groupBy(tickets, partyIdOf)
  const references = at.gate.allowsByHand ? await referencesOf(deps.db, [...byParty.keys()]) : new Map<string, string>()
  const rows: GateListPart['rows'] = []
  for (const [partyId, own] of byParty) {
    const key = partyKey(deps, partyId)
    const listed: ListedOrder = { tickets: own.map(ticket => ({ ...gateTicket(ticket), ticketTypeId: ticket.ticketTypeId })) }
    rows.push(await orderRowOf(key, listed))
    const reference = references.get(partyId)
    if (reference) rows.push(await referenceRowOf(reference, key))
  }
  return rows
}

/** What opens a party's row: in the rows of its codes, and nowhere else. */
function partyKey(deps: GateDeps, partyId: string): string {
  return createHmac('sha256', deps.keys.gateLists).update(partyId).digest('base64url')
}

async function referencesOf(db: Database, orderIds: string[]): Promise<Map<string, string>> {
  if (orderIds.length === 0) return new Map()
  const rows = await db.execute<{ id: string, reference: string }>(sql`select id, reference from orders where id in (select unnest(${sql.param(`{${orderIds.join(',')}}`)}::uuid[]))`)
  return new Map(rows.map(row => [row.id, row.reference]))
}
