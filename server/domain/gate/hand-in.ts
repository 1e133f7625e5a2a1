import { createHash } from 'node:crypto'
import type { Transaction } from '#drizzle/database.ts'
import type { GateScanRow } from '#drizzle/schema/index.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import type { ScanInput, SyncReply } from '#shared/api/gate.ts'
import { type Verdict, lets } from '#shared/gate/verdicts.ts'
import type { DeviceAtGate } from './device-access.ts'
import type { GateDeps } from './gate-deps.ts'
import { judgeTicket } from './judge.ts'
import { deviceActor, isTwin, knownScan, recordScan } from './record-scan.ts'
import { settlePresence } from './settle-presence.ts'
import { readShown } from './shown-at-gate.ts'

/**
 * Takes what a phone has decided by itself while it had no network: each scan once, in whatever order they come, and none is turned
 * away. People who were let in are in, so the server does not judge them: it writes down what it would have said, and whoever should
 * not be inside is shown to the publisher.
 * @param clockErrorMs how far the phone's clock is ahead now; it was the same when it scanned, or nobody can know
 */
export async function handIn(deps: GateDeps, at: DeviceAtGate, scans: readonly ScanInput[], clockErrorMs: number): Promise<SyncReply> {
  const waiting = scans.toSorted((a, b) => a.sequence - b.sequence)
  const taken: SyncReply['scans'] = []
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let scan = waiting.shift(); scan; scan = waiting.shift()) taken.push({ nonce: scan.nonce, verdict: await takeOne(deps, at, scan, clockErrorMs) })
  }))
  const place = new Map(scans.map(scan => [scan.nonce, scan.sequence]))
  return { scans: taken.toSorted((a, b) => place.get(a.nonce)! - place.get(b.nonce)!) }
}

/** What happened is a set: nothing depends on which of them is written first. Few, so that phones with a network find connections. */
const AT_ONCE = 3

async function takeOne(deps: GateDeps, at: DeviceAtGate, scan: ScanInput, clockErrorMs: number): Promise<Verdict> {
  const before = await knownScan(deps.db, at, scan.nonce)
  if (before && scan.kind !== 'undo') return await settleDifference(deps, at, before, scan, clockErrorMs)
  // A time that lies ahead of ours even so is a clock that was set meanwhile.
  const happenedAtMs = Math.min(Date.parse(scan.deviceAt) - clockErrorMs, Date.now())
  try {
    if (scan.kind === 'undo') return await takeUndo(deps, at, scan, happenedAtMs, clockErrorMs, before !== null)
    return await inTransaction(deps.db, tx => takePassage(deps, at, scan, happenedAtMs, clockErrorMs, tx))
  } catch (error) {
    const twin = isTwin(error) ? await knownScan(deps.db, at, scan.nonce) : null
    if (!twin) throw error
    return twin.verdict as Verdict
  }
}

/**
 * The server had decided, its answer was lost on the way, and the phone decided for itself. Where it decided otherwise, what people saw
 * at the door counts, in a row of its own: nobody rewrites a scan.
 */
async function settleDifference(deps: GateDeps, at: DeviceAtGate, before: GateScanRow, scan: ScanInput, clockErrorMs: number): Promise<Verdict> {
  const letIn = scan.shown !== null && lets(scan.shown)
  if (before.shown !== null || scan.shown === null || scan.kind === 'undo' || before.passed === letIn) return before.verdict as Verdict
  const nonce = nonceBeside(scan.nonce)
  await takeOne(deps, at, letIn ? { ...scan, nonce } : { nonce, sequence: scan.sequence, kind: 'undo', undoes: scan.nonce, shown: 'undone', deviceAt: scan.deviceAt }, clockErrorMs)
  return before.verdict as Verdict
}

/** The same each time, so that a difference is written down once. */
function nonceBeside(nonce: string): string {
  const hex = createHash('sha256').update(`beside ${nonce}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

async function takePassage(deps: GateDeps, at: DeviceAtGate, scan: ScanInput, happenedAtMs: number, clockErrorMs: number, tx: Transaction): Promise<Verdict> {
  const shown = await readShown(deps, tx, at, scan, happenedAtMs)
  const { ticket } = shown
  const verdict = shown.fault ?? judgeTicket(at, ticket!, scan.kind as 'entry' | 'exit', happenedAtMs).verdict
  // A phone that let somebody in on what is no ticket has been tampered with: nothing of ours was used by it.
  const passed = ticket !== null && scan.shown !== null && lets(scan.shown)
  await recordScan(tx, at, scan, { verdict, passed, ticketId: ticket?.id ?? null, byHand: shown.byHand, happenedAtMs, clockErrorMs })
  if (passed) await settlePresence(tx, ticket.id, deviceActor(at))
  return verdict
}

/**
 * What it takes back may not have come yet: it then comes taken back. Looked for only once the undo is there to be seen, or two that
 * come at once would miss each other.
 */
async function takeUndo(deps: GateDeps, at: DeviceAtGate, scan: ScanInput, happenedAtMs: number, clockErrorMs: number, isKnown: boolean): Promise<Verdict> {
  if (!isKnown) await inTransaction(deps.db, tx => recordScan(tx, at, scan, { verdict: 'undone', passed: true, ticketId: null, byHand: false, happenedAtMs, clockErrorMs }))
  const done = await knownScan(deps.db, at, scan.undoes!)
  if (done?.ticketId) await inTransaction(deps.db, tx => settlePresence(tx, done.ticketId!, deviceActor(at)))
  return 'undone'
}
