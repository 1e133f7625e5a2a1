import type { GateSearchReply, GateTicket, GateView, ScanInput, ScanReply } from '#shared/api/gate.ts'
import type { ListedOrder } from '#shared/gate/list-rows.ts'
import { lets } from '#shared/gate/verdicts.ts'
import { parseTicketCode } from '#shared/tickets/ticket-code.ts'
import { type BrowserReading, codeReaderHere } from '#shared/tickets/verify-in-browser.ts'
import { GateAway, GateRefused, type GateServer, type PhoneState } from './gate-server.ts'
import type { GateStore, Mark, ShutOut } from './gate-store.ts'
import { type Answer, judgeListed, judgeOffline } from './judge-offline.ts'
import { OfflineList } from './offline-list.ts'
import { ScanQueue } from './scan-queue.ts'

export interface Clock { nowMs(): number, newNonce(): string }

/** An answer on the screen: what was said, by whom, and to what it answers. */
export interface Shown extends ScanReply { kind: 'entry' | 'exit' | 'undo', wasOffline: boolean, atMs: number, code?: string, reference?: string }

/** `outside`: it belongs to no gate. `shut-out`: it did. `over`: it may only hand in. */
export type Phase = 'starting' | 'outside' | 'shut-out' | 'on-duty' | 'over'

/** How old the list may get while there is a network, in ms. */
const LIST_FRESH_MS = 60_000

/**
 * A phone at a gate: asks the server while it can, decides by itself while it cannot, and forgets nothing. Without Vue and without a
 * browser: what it needs of one is handed in.
 */
export class GatePhone {
  phase: Phase = 'starting'
  view: GateView | null = null
  /** What it was before it was shut out, until it joins again: also after it was closed, and without a network. */
  shutOut: ShutOut | null = null
  /** The server has answered last, and knows everything that this phone has done. */
  isOnline = false
  pending = 0
  readonly list: OfflineList
  readonly #store: GateStore
  readonly #server: GateServer
  readonly #clock: Clock
  readonly #queue: ScanQueue
  readonly #tell: () => void
  #marks = new Map<string, Mark>()
  #aheadMs = 0
  #read: ((text: string) => Promise<BrowserReading>) | null = null

  constructor(store: GateStore, server: GateServer, clock: Clock, tell: () => void = () => {}) {
    this.#store = store
    this.#server = server
    this.#clock = clock
    this.#tell = tell
    this.list = new OfflineList(store)
    this.#queue = new ScanQueue(store)
  }

  /** Brings back what this phone knew, then asks the server. */
  async start(): Promise<void> {
    const [kept, shutOut, marks] = await Promise.all([this.#store.readGate(), this.#store.readShutOut(), this.#store.readMarks(), this.list.load()])
    this.#marks = marks
    this.shutOut = shutOut
    if (kept) await this.#take(kept.view, kept.aheadMs)
    else if (shutOut) this.#become('shut-out')
    await this.#count()
    await this.beat()
    if (this.phase === 'starting') this.#become(this.view ? 'on-duty' : 'outside')
  }

  /** Throws `GateAway` or `GateRefused`. */
  async join(secret: string): Promise<void> {
    // What it did as another device is that one's: afterwards it could not be handed in.
    if (this.pending > 0) await this.beat()
    await this.#server.join(secret)
    // Another gate's list is nobody's business here.
    await this.#forget()
    this.phase = 'starting'
    await this.beat()
    if (!this.view) throw new GateAway()
  }

  async leave(): Promise<void> {
    await this.#server.leave()
    await this.#forget()
    this.#become('outside')
  }

  /** Asks how things are, hands in what there is, and brings the list up to date. To be called every few seconds; fails never. */
  async beat(): Promise<void> {
    try {
      const askedAt = this.#clock.nowMs()
      const view = await this.#server.device(await this.#state())
      const aheadMs = Date.parse(view.now) - (askedAt + this.#clock.nowMs()) / 2
      await this.#store.writeGate({ view, aheadMs })
      await this.#take(view, aheadMs)
      this.isOnline = await this.#queue.handIn(view.device.id, async scans => await this.#server.sync(await this.#state(scans.length), scans))
      await this.#count()
      if (!view.device.isOver && this.#clock.nowMs() - (this.list.atMs ?? -Infinity) > LIST_FRESH_MS) await this.list.refresh(this.#server, this.#clock.nowMs)
    } catch (error) {
      await this.#wentWrong(error)
    }
    this.#tell()
  }

  /** What a code, read or typed, means at this gate. Durable before it returns. Null: this phone was shut out. */
  async scan(code: string, kind: 'entry' | 'exit' = 'entry'): Promise<Shown | null> {
    return await this.#decide({ kind, code: code.trim().slice(0, 1_000) }, () => this.#judge(code, kind))
  }

  /** Somebody of the party that `of` has shown, or found by hand: `of` is null then. */
  async admit(ticketId: string, of: Pick<Shown, 'code' | 'reference'> | null, kind: 'entry' | 'exit' = 'entry'): Promise<Shown | null> {
    return await this.#decide({ kind, ticketId, ...(of?.code ? { code: of.code } : {}) }, async () => {
      const order = await this.#orderOf(of)
      const ticket = order?.tickets.find(one => one.ticketId === ticketId)
      return order && ticket ? judgeListed(this.#knowledge(), order, ticket, kind, this.#serverMs()) : UNKNOWN
    }, of)
  }

  async undo(done: Shown): Promise<Shown | null> {
    return await this.#decide({ kind: 'undo', undoes: done.nonce }, async () => ({ ...UNKNOWN, verdict: 'undone', ticket: done.ticket && { ...done.ticket, state: done.kind === 'exit' ? 'inside' : 'valid' } }))
  }

  /** Throws `GateAway` and `GateRefused`; without a network, an order is found by its whole reference only. */
  async search(words: string): Promise<GateSearchReply['orders']> {
    if (this.isOnline) {
      try {
        return (await this.#server.search(words)).orders
      } catch (error) {
        await this.#wentWrong(error)
        if (!(error instanceof GateAway)) throw error
      }
    }
    const order = this.view?.gate.allowsByHand ? await this.list.byReference(words) : null
    if (!order) throw new GateAway()
    const { party } = judgeListed(this.#knowledge(), order, order.tickets[0]!, 'entry', this.#serverMs())
    return [{ reference: words.toUpperCase(), name: '', tickets: party }]
  }

  async #decide(what: Pick<ScanInput, 'kind' | 'code' | 'ticketId' | 'undoes'>, judge: () => Promise<Answer>, of: Pick<Shown, 'code' | 'reference'> | null = null): Promise<Shown | null> {
    const atMs = this.#clock.nowMs()
    const scan: ScanInput = { ...what, nonce: this.#clock.newNonce(), sequence: await this.#store.takeSequence((this.view?.device.lastSequence ?? 0) + 1), shown: null, deviceAt: new Date(atMs).toISOString() }
    const about = { kind: what.kind, atMs, code: what.code, reference: of?.reference }
    if (this.isOnline) {
      try {
        const answer = await this.#server.scan(await this.#state(), scan)
        await this.#mark(answer, what.kind, atMs)
        this.#tell()
        return { ...answer, ...about, wasOffline: false }
      } catch (error) {
        await this.#wentWrong(error)
        if (error instanceof GateRefused) return null
      }
    }
    if (this.phase !== 'on-duty') return null
    const answer = await judge()
    const mark = markOf(answer, what.kind, atMs)
    await this.#queue.add(this.view!.device.id, { ...scan, shown: answer.verdict }, mark)
    if (mark) this.#marks.set(mark.ticketId, mark.mark)
    await this.#count()
    this.#tell()
    return { ...afterwards(answer, mark), nonce: scan.nonce, ...about, wasOffline: true }
  }

  async #judge(code: string, kind: 'entry' | 'exit'): Promise<Answer> {
    return await judgeOffline(this.#knowledge(), code.trim(), kind, this.#serverMs())
  }

  async #orderOf(of: Pick<Shown, 'code' | 'reference'> | null): Promise<ListedOrder | null> {
    const parsed = of?.code ? parseTicketCode(of.code) : null
    if (parsed) return (await this.list.byProof(parsed.proof))?.order ?? null
    return of?.reference ? await this.list.byReference(of.reference) : null
  }

  #knowledge() {
    return { view: this.view!, list: this.list, marks: this.#marks, read: this.#read! }
  }

  async #mark(answer: ScanReply, kind: Shown['kind'], atMs: number): Promise<void> {
    const mark = markOf(answer, kind, atMs)
    if (!mark) return
    this.#marks.set(mark.ticketId, mark.mark)
    await this.#store.writeMark(mark.ticketId, mark.mark)
  }

  async #take(view: GateView, aheadMs: number): Promise<void> {
    if (JSON.stringify(this.view?.keys) !== JSON.stringify(view.keys)) this.#read = await codeReaderHere(view.keys)
    this.view = view
    this.#aheadMs = aheadMs
    this.#become(view.device.isOver ? 'over' : 'on-duty')
  }

  async #wentWrong(error: unknown): Promise<void> {
    this.isOnline = false
    if (error instanceof GateRefused && error.code === 'gate-device-refused') {
      // Those who ask again and again as nobody's have nothing left to forget.
      if (this.view) await this.#forget({ device: this.view.device.name, gate: this.view.gate.name })
      this.#become(this.shutOut ? 'shut-out' : 'outside')
    } else if (error instanceof GateRefused && error.code === 'gate-device-over') {
      this.#become('over')
    } else if (!(error instanceof GateAway) && !(error instanceof GateRefused)) {
      throw error
    }
  }

  /** The list and all that tells of the gate; what was scanned waits for the next time that this phone joins. */
  async #forget(shutOut: ShutOut | null = null): Promise<void> {
    this.shutOut = shutOut
    this.list.clear()
    this.#marks.clear()
    this.view = null
    this.isOnline = false
    await this.#store.forgetList(shutOut)
    await this.#count()
  }

  /** Of this device; of a phone that is none any more, all that waits on it. */
  async #count(): Promise<void> {
    this.pending = await this.#queue.length(this.view?.device.id ?? null)
  }

  #become(phase: Phase): void {
    this.phase = phase
    this.#tell()
  }

  /** `handed`: so many of the queue come with the request itself. */
  async #state(handed = 0): Promise<PhoneState> {
    return { sentAt: new Date(this.#clock.nowMs()).toISOString(), pending: Math.max(0, this.pending - handed), listAt: this.list.atMs === null ? null : new Date(this.list.atMs + this.#aheadMs).toISOString() }
  }

  #serverMs(): number {
    return this.#clock.nowMs() + this.#aheadMs
  }
}

/** As the server answers: with what has become of the ticket by it. */
function afterwards(answer: Answer, mark: { ticketId: string, mark: Mark } | null): Answer {
  if (!mark) return answer
  const changed = (ticket: GateTicket): GateTicket => ticket.ticketId === mark.ticketId ? { ...ticket, state: mark.mark.state } : ticket
  return { ...answer, ticket: answer.ticket && changed(answer.ticket), party: answer.party.map(changed) }
}

const UNKNOWN: Answer = { verdict: 'unknown', ticket: null, party: [], before: null, instead: null, opensAt: null, closesAt: null }

function markOf(answer: Answer, kind: Shown['kind'], atMs: number): { ticketId: string, mark: Mark } | null {
  if (!answer.ticket || !(lets(answer.verdict) || answer.verdict === 'undone')) return null
  const { state } = answer.ticket
  const now = kind === 'entry' ? 'inside' : kind === 'exit' ? 'outside' : state
  return now === 'inside' || now === 'outside' || now === 'valid' ? { ticketId: answer.ticket.ticketId, mark: { state: now, atMs } } : null
}
