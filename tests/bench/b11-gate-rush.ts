import { sql } from 'drizzle-orm'
import { type GateDeps, inviteDevice, openGate } from '#server/domain/gate/index.ts'
import { openKeyRing, signTicket } from '#server/domain/tickets/index.ts'
import { deriveKey } from '#server/http/keys.ts'
import { parseTicketKeys, ticketKeySpecs } from '#server/http/ticket-key-settings.ts'
import { GATE_HEADER, type ScanReply, type SyncReply } from '#shared/api/gate.ts'
import { newId } from '#shared/ids/id.ts'
import { memoryGateStore } from '#tests/support/memory-gate-store.ts'
import { APP_SECRET } from '#tests/support/app.ts'
import { givenSession } from '#tests/support/fixtures.ts'
import { type SoldTicket, soldTickets } from '#tests/support/sold-tickets.ts'
import { GatePhone } from '../../app/gate/gate-phone.ts'
import { GateAway } from '../../app/gate/gate-server.ts'
import { lookAt, openReader } from './lib/camera-look.ts'
import { BenchClient } from './lib/http-client.ts'
import { Steps, openArrivals, round } from './lib/measure.ts'
import type { ScenarioResult } from './lib/report.ts'
import type { Stage } from './lib/stage.ts'

const PHONES = 20
const TICKETS = 20_000
/** Phones that lose their network and hand in what they scanned meanwhile. */
const OFFLINE_PHONES = 6
/** So many scans come at once from each of them, one a second since the last time. */
const BURST = 20
/** Every so many-th ticket is held under two scanners in the same moment. */
const TWICE_EVERY = 5
/** Scans of a phone that has no network at all. */
const ALONE = 1_000
/** Of them with the camera's part: a picture is read, then decided on (C-07). */
const LOOKS = 200

/**
 * B11, the gate rush: twenty phones at a door of 20,000 people, each a scan a second, six of them without a network for twenty seconds
 * at a time. Every fifth ticket comes under two scanners at once.
 */
export async function gateRush(stage: Stage, scale: number): Promise<ScenarioResult> {
  const seconds = Math.max(BURST, Math.round(120 * scale / BURST) * BURST)
  const { db } = stage.database
  const session = await givenSession(db, { rows: 100, seatsPerRow: 200 })
  const tickets = await soldTickets(db, session, TICKETS)
  const [event] = await db.execute<{ created_by: string }>(sql`select created_by from events where id = ${session.eventId}`)
  const author = { userId: event!.created_by, role: 'publisher' as const }
  const client = new BenchClient(stage.app.url, 100)
  const deps = { db, publicUrl: stage.app.url, drawQr: async () => '' } as unknown as GateDeps
  const gateId = await openGate(deps, author, session.sessionId, { name: 'All doors', rules: [{ ticketTypeIds: null, opensAt: null, closesAt: null, allowsReentry: false }], allowsByHand: true })
  const phones = await Promise.all(Array.from({ length: PHONES }, async (_, n) => {
    const { link } = await inviteDevice(deps, author, session.sessionId, gateId, `Phone ${n}`)
    const { body } = await client.send('POST', '/api/gate/join', { secret: link.split('#')[1] })
    return new BenchPhone(client, (body as { token: string }).token)
  }))
  const codes = await codesOf(tickets)

  const scan = new Steps('scan'), burst = new Steps('burst')
  const admitted = new Map<string, number>()
  const online = phones.slice(OFFLINE_PHONES)
  const startedAt = performance.now()
  let next = 0
  let offlineScans = 0
  const lateMs = await openArrivals(seconds * PHONES, seconds * 1_000, async (index, dueAt) => {
    const n = index % PHONES
    if (n < OFFLINE_PHONES) {
      const phone = phones[n]!
      phone.note(codes[next++]!)
      offlineScans++
      // Not all of them find the network in the same second.
      if ((Math.floor(index / PHONES) + n * 3) % BURST !== BURST - 1) return
      const answer = await phone.handIn()
      burst.add(performance.now() - dueAt, answer)
      return
    }
    const ticket = next++
    const scanners = index % TWICE_EVERY === 0 ? [phones[n]!, online[(n + 1) % online.length]!] : [phones[n]!]
    const verdicts = await Promise.all(scanners.map(async (phone) => {
      const verdict = await phone.scan(codes[ticket]!)
      scan.add(performance.now() - dueAt, verdict)
      return verdict
    }))
    admitted.set(codes[ticket]!, verdicts.filter(verdict => verdict === 'admitted').length)
  })
  for (const phone of phones.slice(0, OFFLINE_PHONES)) await phone.handIn()
  const took = (performance.now() - startedAt) / 1_000
  const alone = new Steps('alone'), look = new Steps('look')
  const list = await scanAlone(client, phones[0]!.token, codes.slice(next, next + ALONE), alone, look)
  client.close()
  const [rows] = await db.execute<{ scans: number, used: number, twice: number }>(sql`
    select (select count(*)::int from gate_scans where session_id = ${session.sessionId}) as scans, (select count(*)::int from tickets where session_id = ${session.sessionId} and state = 'used') as used,
      (select count(*)::int from (select ticket_id from gate_scans where session_id = ${session.sessionId} and passed group by ticket_id having count(*) > 1) t) as twice`)
  return {
    name: 'B11 gate rush',
    load: `${PHONES} phones, a scan a second each, ${TICKETS} tickets, ${OFFLINE_PHONES} phones in bursts of ${BURST}, every ${TWICE_EVERY}th ticket at two scanners at once`,
    seconds: round(took),
    rows: [scan, burst, alone, look].map(steps => steps.row(took)),
    facts: {
      'tickets admitted twice with a network': [...admitted.values()].filter(times => times > 1).length,
      'tickets that nobody admitted': [...admitted.values()].filter(times => times === 0).length,
      'tickets used, by the database': rows!.used,
      'of them twice, by the database': rows!.twice,
      'scans recorded, of those made': `${rows!.scans} of ${[...scan.answers.values()].reduce((sum, n) => sum + n, 0) + offlineScans}`,
      'the list, fetched whole': list,
      'generator late at worst': `${lateMs} ms`
    }
  }
}

/** A phone with the list of all tickets and no network: how long it takes to decide, and (`look`) to read a picture and decide. @returns what fetching the list took */
async function scanAlone(client: BenchClient, token: string, codes: string[], steps: Steps, look: Steps): Promise<string> {
  let isUp = true
  let bytes = 0
  const ask = async <T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> => {
    if (!isUp) throw new GateAway()
    const answer = await client.send(method, `/api/gate/${path}`, body, { [GATE_HEADER]: token })
    bytes += JSON.stringify(answer.body).length
    return answer.body as T
  }
  const never = () => Promise.reject(new GateAway())
  const phone = new GatePhone(memoryGateStore(), {
    join: never, leave: never, scan: never, search: never,
    device: state => ask('POST', 'device', state), list: () => ask('GET', 'list'), part: (kind, number) => ask('GET', `list/${kind}/${number}`),
    sync: (state, scans) => ask('POST', 'scans/sync', { ...state, scans })
  }, { nowMs: () => Date.now(), newNonce: newId })
  const startedAt = performance.now()
  await phone.start()
  const tookMs = Math.round(performance.now() - startedAt)
  isUp = false
  const read = await openReader()
  for (const code of codes.slice(0, LOOKS)) {
    const picture = await lookAt(code)
    const from = performance.now()
    const text = await read(picture)
    const shown = text === null ? null : await phone.scan(text)
    look.add(performance.now() - from, text === null ? 'not read' : shown?.verdict ?? 'error')
  }
  for (const code of codes.slice(LOOKS)) {
    const from = performance.now()
    const shown = await phone.scan(code)
    steps.add(performance.now() - from, shown?.verdict ?? 'error')
  }
  return `${tookMs} ms, ${round(bytes / 1e6)} MB`
}

/** A phone of the bench: numbers its scans, remembers those of its burst. */
class BenchPhone {
  readonly token: string
  readonly #client: BenchClient
  readonly #headers: Record<string, string>
  #sequence = 0
  #noted: object[] = []

  constructor(client: BenchClient, token: string) {
    this.token = token
    this.#client = client
    this.#headers = { [GATE_HEADER]: token }
  }

  async scan(code: string): Promise<string> {
    const { status, body } = await this.#client.send('POST', '/api/gate/scans', { sentAt: new Date().toISOString(), scan: this.#made(code) }, this.#headers).catch(() => ({ status: 0, body: null }))
    return status === 200 ? (body as ScanReply).verdict : status === 0 ? 'error' : String(status)
  }

  note(code: string): void {
    this.#noted.push({ ...this.#made(code), shown: 'admitted' })
  }

  async handIn(): Promise<string> {
    const scans = this.#noted.splice(0)
    if (scans.length === 0) return 'nothing'
    const { status, body } = await this.#client.send('POST', '/api/gate/scans/sync', { sentAt: new Date().toISOString(), scans }, this.#headers).catch(() => ({ status: 0, body: null }))
    if (status !== 200) return status === 0 ? 'error' : String(status)
    return (body as SyncReply).scans.length === scans.length ? 'taken' : 'taken in part'
  }

  #made(code: string) {
    return { nonce: newId(), sequence: ++this.#sequence, kind: 'entry', code, deviceAt: new Date().toISOString() }
  }
}

/** Signed as the app does it: it has the same secret. */
async function codesOf(tickets: SoldTicket[]): Promise<string[]> {
  const keys = { ring: openKeyRing(ticketKeySpecs(parseTicketKeys('1'), APP_SECRET)), movingCodes: deriveKey(APP_SECRET, 'moving-ticket-codes') }
  const codes: string[] = []
  for (const ticket of tickets) codes.push(await signTicket(keys, ticket, 'fixed'))
  return codes
}
