import { BEING_BOUGHT } from '#server/domain/inventory/index.ts'
import { isGone } from '#shared/gate/closed-states.ts'
import { type GateRuling, ruleOf } from '#shared/gate/gate-rules.ts'
import type { Verdict } from '#shared/gate/verdicts.ts'
import type { DeviceAtGate } from './device-access.ts'
import type { KnownTicket } from './known-tickets.ts'

export interface Judgement { verdict: Verdict, ruling: GateRuling }

/** What is to be said of a ticket that is shown at a gate, as the ticket is now. `admitted` is only a proposal: somebody else may be faster. */
export function judgeTicket(at: DeviceAtGate, ticket: KnownTicket, kind: 'entry' | 'exit', atMs: number): Judgement {
  const ruling = ruleOf(at.gate.rules, ticket.ticketTypeId, atMs)
  return { ruling, verdict: verdictOn(at, ticket, kind, ruling) }
}

function verdictOn(at: DeviceAtGate, ticket: KnownTicket, kind: 'entry' | 'exit', ruling: GateRuling): Verdict {
  // Whoever is inside may always leave.
  if (kind === 'exit') return ticket.isInside ? 'left' : 'not-inside'
  if (at.session.status === 'cancelled') return 'cancelled'
  if (isGone(ticket.state)) return ticket.state
  if (ticket.blockedReason) return ticket.blockedReason === BEING_BOUGHT ? BEING_BOUGHT : 'blocked'
  if (ticket.state === 'used' && !(ticket.isInside === false && ruling.rule?.allowsReentry)) return 'already-used'
  return ruling.says === 'may-pass' ? 'admitted' : ruling.says
}
