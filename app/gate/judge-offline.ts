import type { GateTicket, GateView, ScanReply } from '#shared/api/gate.ts'
import { isClosed, isGone } from '#shared/gate/closed-states.ts'
import { ruleOf } from '#shared/gate/gate-rules.ts'
import type { ListedOrder } from '#shared/gate/list-rows.ts'
import type { Verdict } from '#shared/gate/verdicts.ts'
import { acceptsKind } from '#shared/tickets/code-rule.ts'
import { judgeMoment } from '#shared/tickets/moving-code.ts'
import type { TicketCode } from '#shared/tickets/ticket-code.ts'
import type { BrowserReading } from '#shared/tickets/verify-in-browser.ts'
import type { Mark } from './gate-store.ts'
import type { OfflineList } from './offline-list.ts'

export interface OfflineKnowledge {
  view: GateView
  list: OfflineList
  marks: ReadonlyMap<string, Mark>
  /** Tells our codes from others by the public keys. */
  read(text: string): Promise<BrowserReading>
}

export type Answer = Omit<ScanReply, 'nonce'>
type ListedTicket = ListedOrder['tickets'][number]

/** What a phone can say of a code by itself: the signature by the public keys, the rest by its list and its own doings. `atMs` is the server's time. */
export async function judgeOffline(knows: OfflineKnowledge, code: string, kind: 'entry' | 'exit', atMs: number): Promise<Answer> {
  const reading = await knows.read(code)
  if (!('code' in reading)) return nothing(reading.verdict)
  const { sessionId } = reading.code
  if (sessionId !== knows.view.session.id) return { ...nothing('wrong-session'), instead: otherEvening(knows.view, sessionId) }
  const listed = await knows.list.byProof(reading.code.proof)
  // Without Ed25519 in this browser the list alone tells genuine codes: nobody guesses 160 bits.
  if (!listed) return nothing('unknown')
  const fault = await proofFault(knows.view, reading.code, listed.seed, atMs)
  const ticket = listed.order.tickets.find(one => one.ticketId === listed.ticketId)
  if (!ticket) return nothing('unknown')
  return judgeListed(knows, listed.order, ticket, kind, atMs, fault)
}

/** The same for somebody of the order, or picked by hand. */
export function judgeListed(knows: OfflineKnowledge, order: ListedOrder, ticket: ListedTicket, kind: 'entry' | 'exit', atMs: number, fault: Verdict | null = null): Answer {
  const present = order.tickets.map(one => marked(knows, one))
  const now = present.find(one => one.ticketId === ticket.ticketId)!
  const ruling = ruleOf(knows.view.gate.rules, now.ticketTypeId, atMs)
  const mark = knows.marks.get(now.ticketId)
  const verdict = fault ?? verdictOn(now.state, kind, ruling)
  return {
    verdict, ticket: plain(now), party: present.filter(one => !isGone(one.state)).map(plain),
    before: verdict === 'already-used' && mark?.state === 'inside' ? { at: new Date(mark.atMs).toISOString(), gate: knows.view.gate.name, device: knows.view.device.name } : null,
    instead: null, opensAt: ruling.rule?.opensAt ?? null, closesAt: ruling.rule?.closesAt ?? null
  }
}

function verdictOn(state: GateTicket['state'], kind: 'entry' | 'exit', ruling: ReturnType<typeof ruleOf>): Verdict {
  if (kind === 'exit') return state === 'inside' ? 'left' : 'not-inside'
  if (isClosed(state)) return state
  if (state === 'inside' || (state === 'outside' && !ruling.rule?.allowsReentry)) return 'already-used'
  return ruling.says === 'may-pass' ? 'admitted' : ruling.says
}

async function proofFault(view: GateView, code: TicketCode, seed: string | null, atMs: number): Promise<Verdict | null> {
  if (!acceptsKind(view.codeRule, code.kind)) return 'kind-not-accepted'
  if (code.kind !== 'moving') return null
  return seed && await judgeMoment(code.moment!, bytesOf(seed), atMs) === 'ok' ? null : 'stale-code'
}

/** A list may be so much older than it says, in ms: the server makes its digests for all phones together. */
const LIST_LAG_MS = 10_000

/** What this phone has seen since its list was made counts for more than the list. */
function marked(knows: OfflineKnowledge, ticket: ListedTicket): ListedTicket {
  const mark = knows.marks.get(ticket.ticketId)
  const isDead = isClosed(ticket.state)
  return mark && !isDead && mark.atMs >= (knows.list.atMs ?? 0) - LIST_LAG_MS ? { ...ticket, state: mark.state } : ticket
}

function plain({ ticketTypeId: _, ...ticket }: ListedTicket): GateTicket {
  return ticket
}

function otherEvening(view: GateView, sessionId: string): Answer['instead'] {
  const other = view.otherSessions.find(one => one.id === sessionId)
  return other ? { event: view.session.event, startsAt: other.startsAt } : null
}

const nothing = (verdict: Verdict): Answer => ({ verdict, ticket: null, party: [], before: null, instead: null, opensAt: null, closesAt: null })
const bytesOf = (text: string) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), character => character.charCodeAt(0))
