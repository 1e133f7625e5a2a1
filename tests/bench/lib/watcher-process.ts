import { unpackStatus } from '#shared/seating/seat-status.ts'
import type { SeatFrame, SessionStatusReply } from '#shared/api/catalogue.ts'
import { Delays } from './delays.ts'
import { type RawWatcher, type Told, type Way, openRawWatcher } from './raw-watcher.ts'

/** What the parent asks of this process (watcher-crowd.ts). */
export type Order =
  | { kind: 'open', port: number, path: string, count: number, atOnce: number }
  | { kind: 'judge', changes: [seat: number, atMs: number][] }
  | { kind: 'state' }

/** How many are open, how many know each number of taken seats, and when the last came back. */
export interface CrowdState { open: number, knowing: Record<number, number>, lastBackMs: number, reconnects: number }
export interface Judgement { count: number, p50: number, p95: number, p99: number, max: number, missing: number }

interface Member { n: number, way: Way, taken: Uint8Array, takenCount: number, version: number, isOpen: boolean, hasNews: boolean, failures: number }

const delays = new Delays()
const members: Member[] = []
let open: Extract<Order, { kind: 'open' }>
let opening = 0
let reconnects = 0
let lastBackMs = 0

function parse(text: string): Told | null {
  const json = text.startsWith('{') ? text : /^event: (\w+)\ndata: (.*)$/m.exec(text)
  if (!json) return null
  const { kind, body } = typeof json === 'string' ? JSON.parse(json) as { kind: string, body: unknown } : { kind: json[1]!, body: JSON.parse(json[2]!) as unknown }
  if (kind === 'seats') return { version: (body as SeatFrame).version, seats: (body as SeatFrame).seats.filter(([, status]) => status !== 0).map(([seat]) => seat), isWhole: false }
  if (kind !== 'snapshot') return { version: 0, seats: [], isWhole: false }
  const { version, packed, seatCount } = body as SessionStatusReply
  return { version, seats: [...unpackStatus(Buffer.from(packed, 'base64'), seatCount)].flatMap((status, seat) => status === 0 ? [] : [seat]), isWhole: true }
}

function openMember(member: Member): RawWatcher {
  opening++
  return openRawWatcher({
    port: open.port, path: open.path, way: member.way, version: member.version, parse,
    from: `10.0.${Math.floor(member.n / 250) % 250}.${member.n % 250}`,
    localAddress: `127.0.0.${2 + member.n % 20}`,
    told: (told, atMs) => take(member, told, atMs),
    closed: () => {
      if (!member.isOpen) opening--
      member.isOpen = false
      // As app/live/keep-line.ts does: soon and spread, then with patience.
      const wait = member.failures++ === 0 ? 300 + Math.random() * 2_700 : Math.min(10_000, 1_500 * 2 ** (member.failures - 2)) * (0.5 + 0.5 * Math.random())
      setTimeout(() => {
        reconnects++
        openMember(member)
      }, wait)
    }
  })
}

function take(member: Member, told: Told, atMs: number): void {
  if (!member.isOpen) {
    // The greeting.
    member.isOpen = true
    member.failures = 0
    opening--
    lastBackMs = performance.timeOrigin + performance.now()
  }
  if (told.version === 0) return
  if (told.isWhole) {
    member.taken.fill(0)
    member.takenCount = 0
  } else delays.add(told, atMs)
  member.version = told.version
  for (const seat of told.seats) {
    if (member.taken[seat]) continue
    member.taken[seat] = 1
    member.takenCount++
  }
}

async function openAll(order: typeof open): Promise<void> {
  open = order
  for (let n = members.length; n < order.count; n++) {
    const member: Member = { n, way: n % 2 ? 'socket' : 'events', taken: new Uint8Array(8_192), takenCount: 0, version: 0, isOpen: false, hasNews: false, failures: 0 }
    members.push(member)
    while (opening >= order.atOnce) await new Promise(resolve => setImmediate(resolve))
    openMember(member)
  }
}

function state(): CrowdState {
  const knowing: Record<number, number> = {}
  for (const { takenCount } of members) knowing[takenCount] = (knowing[takenCount] ?? 0) + 1
  return { open: members.filter(member => member.isOpen).length, knowing, lastBackMs, reconnects }
}

process.on('message', (order: Order) => {
  if (order.kind === 'open') void openAll(order)
  if (order.kind === 'state') process.send!(state())
  if (order.kind === 'judge') process.send!(delays.judge(order.changes, members.length))
})
