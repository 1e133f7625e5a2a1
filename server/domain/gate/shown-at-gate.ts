import { eq } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { events, sessions } from '#drizzle/schema/index.ts'
import { knownProofOf, readTicketCode } from '#server/domain/tickets/index.ts'
import type { ScanInput, ScanReply } from '#shared/api/gate.ts'
import type { Verdict } from '#shared/gate/verdicts.ts'
import { judgeProof } from '#shared/tickets/judge-proof.ts'
import type { DeviceAtGate } from './device-access.ts'
import type { GateDeps } from './gate-deps.ts'
import { type KnownTicket, knownTicket, partyIdOf } from './known-tickets.ts'

/** What was shown: a ticket of this session, or why it is none that opens this door. */
export interface Shown {
  ticket: KnownTicket | null
  fault: Verdict | null
  byHand: boolean
  /** What it is for, where it is for something else. */
  instead: ScanReply['instead']
}

/** Reads what a phone scanned or picked. `atMs` is when it did, by our clock. */
export async function readShown(deps: GateDeps, db: Queryable, at: DeviceAtGate, scan: ScanInput, atMs: number): Promise<Shown> {
  if (scan.code === undefined) return await pickedByHand(db, at, scan.ticketId!)
  const reading = readTicketCode(deps.keys.tickets, scan.code)
  if (reading.verdict !== 'genuine') return none(reading.verdict)
  const { code } = reading
  if (code.sessionId !== at.session.id) return { ...none('wrong-session'), instead: await occasionOf(db, code.sessionId) }
  const ticket = await knownTicket(db, code.ticketId)
  if (!ticket || ticket.sessionId !== at.session.id) return none('unknown')
  const proof = await judgeProof(code, await knownProofOf(deps.keys.tickets, ticket.secret), at.event.codeRule, atMs)
  if (proof !== 'ok') return { ticket, fault: proof, byHand: false, instead: null }
  if (scan.ticketId === undefined || scan.ticketId === ticket.id) return { ticket, fault: null, byHand: false, instead: null }
  // Somebody else of the order, whose own code nobody looked at: the one code speaks for the group.
  const other = await knownTicket(db, scan.ticketId)
  return other && partyIdOf(other) === partyIdOf(ticket) ? { ticket: other, fault: null, byHand: false, instead: null } : none('unknown')
}

async function pickedByHand(db: Queryable, at: DeviceAtGate, ticketId: string): Promise<Shown> {
  const ticket = at.gate.allowsByHand ? await knownTicket(db, ticketId) : null
  return ticket?.sessionId === at.session.id ? { ticket, fault: null, byHand: true, instead: null } : none('unknown')
}

const none = (fault: Verdict): Shown => ({ ticket: null, fault, byHand: false, instead: null })

async function occasionOf(db: Queryable, sessionId: string): Promise<ScanReply['instead']> {
  const [found] = await db.select({ en: events.nameEn, zh: events.nameZh, startsAt: sessions.startsAt }).from(sessions).innerJoin(events, eq(events.id, sessions.eventId)).where(eq(sessions.id, sessionId))
  return found ? { event: { en: found.en, zh: found.zh }, startsAt: found.startsAt.toISOString() } : null
}
