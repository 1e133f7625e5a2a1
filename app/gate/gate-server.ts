import type { GateListPart, GateListReply, GateSearchReply, GateView, ScanInput, ScanReply, SyncReply } from '#shared/api/gate.ts'

/** What a phone says of itself with every request. */
export interface PhoneState { sentAt: string, pending: number, listAt: string | null }

/** The server as a phone at a gate knows it. Every call ends in an answer, a `GateAway` or a `GateRefused`. */
export interface GateServer {
  join(secret: string): Promise<void>
  leave(): Promise<void>
  device(state: PhoneState): Promise<GateView>
  list(): Promise<GateListReply>
  part(kind: 'codes' | 'orders', number: number): Promise<GateListPart>
  scan(state: PhoneState, scan: ScanInput): Promise<ScanReply>
  sync(state: PhoneState, scans: ScanInput[]): Promise<SyncReply>
  search(words: string): Promise<GateSearchReply>
}

/** No answer, in time or at all: the phone decides for itself. */
export class GateAway extends Error {}

/** The server has answered, and does not want to. */
export class GateRefused extends Error {
  readonly code: string
  readonly title: string
  readonly detail: string

  constructor({ code, title, detail }: { code: string, title: string, detail: string }) {
    super(code)
    this.code = code
    this.title = title
    this.detail = detail
  }
}

/** A queue does not wait for a network that may be there: after so many ms the phone decides. */
const SCAN_PATIENCE_MS = 1_500
const PATIENCE_MS = 15_000

export function gateServerOverHttp(language: () => string): GateServer {
  async function ask<T>(method: 'GET' | 'POST', path: string, body?: unknown, patienceMs = PATIENCE_MS): Promise<T> {
    const answer = await fetch(`/api/gate/${path}`, {
      method, signal: AbortSignal.timeout(patienceMs), headers: { 'accept-language': language(), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      body: body === undefined ? undefined : JSON.stringify(body)
    }).catch(() => { throw new GateAway() })
    if (answer.status === 204) return undefined as T
    const reply = await answer.json().catch(() => { throw new GateAway() }) as T & { code: string, title: string, detail: string }
    if (answer.ok) return reply
    // A server that is overwhelmed or ill is as good as none.
    if (answer.status >= 500 || (answer.status === 429 && !path.startsWith('search'))) throw new GateAway()
    throw new GateRefused(reply)
  }
  return {
    join: async secret => void await ask('POST', 'join', { secret }),
    leave: () => ask('POST', 'leave', {}),
    device: state => ask('POST', 'device', state),
    list: () => ask('GET', 'list'),
    part: (kind, number) => ask('GET', `list/${kind}/${number}`),
    scan: (state, scan) => ask('POST', 'scans', { ...state, scan }, SCAN_PATIENCE_MS),
    sync: (state, scans) => ask('POST', 'scans/sync', { ...state, scans }),
    search: words => ask('GET', `search?q=${encodeURIComponent(words)}`)
  }
}
