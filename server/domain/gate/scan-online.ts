import { and, eq, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { gateScans, tickets } from '#drizzle/schema/index.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { moveTickets } from '#server/domain/tickets/index.ts'
import type { ScanInput, ScanReply } from '#shared/api/gate.ts'
import { UNDO_MS, type Verdict, lets } from '#shared/gate/verdicts.ts'
import { answerTo } from './answer.ts'
import type { DeviceAtGate } from './device-access.ts'
import type { GateDeps } from './gate-deps.ts'
import { judgeTicket } from './judge.ts'
import { type KnownTicket, knownTicket } from './known-tickets.ts'
import { deviceActor, isTwin, knownScan, recordScan } from './record-scan.ts'
import { settlePresence, writePresence } from './settle-presence.ts'
import { offSale } from './off-sale.ts'
import { type Shown, readShown } from './shown-at-gate.ts'

/**
 * Decides what a phone with a network shows, and writes it down. Whatever scans the same ticket in the same millisecond, one is
 * admitted: the one whose update finds the ticket unused (C-02). The same nonce gets the same answer and is one record (C-04).
 * @param clockErrorMs how far the phone's clock is ahead
 */
export async function scanOnline(deps: GateDeps, at: DeviceAtGate, scan: ScanInput, clockErrorMs: number): Promise<ScanReply> {
  const before = await knownScan(deps.db, at, scan.nonce)
  if (before) return await answerTo(deps.db, at, before.nonce, before.verdict as Verdict, before.ticketId)
  const nowMs = Date.now()
  const shown = scan.kind === 'undo' ? null : await readShown(deps, deps.db, at, scan, nowMs)
  try {
    const { verdict, ticketId } = await inTransaction(deps.db, async (tx) => {
      const decided = shown ? await pass(tx, at, shown, scan.kind as 'entry' | 'exit', nowMs) : await takeBack(tx, at, scan.undoes!)
      await recordScan(tx, at, scan, { ...decided, passed: lets(decided.verdict) || decided.verdict === 'undone', byHand: shown?.byHand ?? false, happenedAtMs: nowMs, clockErrorMs })
      if (decided.verdict === 'undone' || decided.verdict === 'left') await settlePresence(tx, decided.ticketId!, deviceActor(at))
      return decided
    })
    return await answerTo(deps.db, at, scan.nonce, verdict, ticketId, shown?.instead)
  } catch (error) {
    const twin = isTwin(error) ? await knownScan(deps.db, at, scan.nonce) : null
    if (!twin) throw error
    return await answerTo(deps.db, at, twin.nonce, twin.verdict as Verdict, twin.ticketId)
  }
}

interface Decided { verdict: Verdict, ticketId: string | null }

async function pass(tx: Transaction, at: DeviceAtGate, shown: Shown, kind: 'entry' | 'exit', nowMs: number): Promise<Decided> {
  if (!shown.ticket || shown.fault) return { verdict: shown.fault!, ticketId: shown.ticket?.id ?? null }
  let ticket = shown.ticket
  // Whoever was here before needs the last word on where he is; for a first entry the update itself is the last word.
  if (kind === 'exit' || ticket.state === 'used') ticket = await lockedTicket(tx, ticket.id)
  const { verdict } = judgeTicket(at, ticket, kind, nowMs)
  if (verdict !== 'admitted') return { verdict, ticketId: ticket.id }
  if (ticket.state === 'used' || await takeTicket(tx, at, ticket)) {
    await writePresence(tx, ticket, true)
    return { verdict, ticketId: ticket.id }
  }
  // Somebody was faster, or it was refunded or blocked meanwhile: say what it is now.
  return { verdict: judgeTicket(at, await lockedTicket(tx, ticket.id), kind, nowMs).verdict, ticketId: ticket.id }
}

/** The one update that lets somebody in. */
async function takeTicket(tx: Transaction, at: DeviceAtGate, ticket: KnownTicket): Promise<boolean> {
  const moved = await moveTickets(tx, [ticket.id], 'valid', 'used', deviceActor(at), { gate: at.gate.name })
  if (moved.length !== 1) return false
  await offSale(tx, ticket.id)
  return true
}

async function lockedTicket(tx: Transaction, ticketId: string): Promise<KnownTicket> {
  await tx.select({ id: tickets.id }).from(tickets).where(eq(tickets.id, ticketId)).for('no key update')
  return (await knownTicket(tx, ticketId))!
}

/** Only the phone that did it takes it back, and not after five minutes: by then whoever it was is in his seat. */
async function takeBack(tx: Transaction, at: DeviceAtGate, nonce: string): Promise<Decided> {
  const [done] = await tx.select({ ticketId: gateScans.ticketId }).from(gateScans)
    .where(and(eq(gateScans.deviceId, at.device.id), eq(gateScans.nonce, nonce), eq(gateScans.passed, true), sql`${gateScans.kind} <> 'undo' and ${gateScans.happenedAt} > now() - make_interval(secs => ${UNDO_MS / 1000})`))
  return { verdict: done ? 'undone' : 'not-undone', ticketId: done?.ticketId ?? null }
}
