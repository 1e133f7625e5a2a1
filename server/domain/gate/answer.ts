import type { Queryable } from '#drizzle/database.ts'
import type { ScanReply } from '#shared/api/gate.ts'
import { ruleOf } from '#shared/gate/gate-rules.ts'
import { historyOf } from '#shared/gate/passages.ts'
import type { Verdict } from '#shared/gate/verdicts.ts'
import type { DeviceAtGate } from './device-access.ts'
import { gateTicket, knownTicket, partyOf } from './known-tickets.ts'
import { passagesOf } from './passages-of.ts'

/** What a phone is told of a scan: the verdict, whose seat it is, who else belongs to it, and why not. */
export async function answerTo(db: Queryable, at: DeviceAtGate, nonce: string, verdict: Verdict, ticketId: string | null, instead: ScanReply['instead'] = null): Promise<ScanReply> {
  const ticket = ticketId ? await knownTicket(db, ticketId) : null
  if (!ticket) return { nonce, verdict, ticket: null, party: [], before: null, instead, opensAt: null, closesAt: null }
  const [party, entries] = await Promise.all([partyOf(db, ticket), verdict === 'already-used' ? passagesOf(db, [ticket.id]).then(all => historyOf(all).entries) : []])
  const first = entries.find(entry => entry.nonce !== nonce)
  const rule = verdict === 'too-early' || verdict === 'too-late' ? ruleOf(at.gate.rules, ticket.ticketTypeId, 0).rule : null
  return {
    nonce, verdict, ticket: gateTicket(ticket), party: party.map(gateTicket),
    before: first ? { at: new Date(first.atMs).toISOString(), gate: first.gate, device: first.device } : null,
    instead, opensAt: rule?.opensAt ?? null, closesAt: rule?.closesAt ?? null
  }
}
