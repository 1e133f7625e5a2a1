import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import type { SeatFrame, SessionStatusReply } from '#shared/api/catalogue.ts'
import { unpackStatus } from '#shared/seating/seat-status.ts'

export type Way = 'events' | 'socket'

export interface SeatWatcher {
  way: Way
  /** The status of every seat, as this watcher was told. */
  seats: Uint8Array
  version: number
  /** Kinds of all messages, in order. */
  heard: string[]
  isOpen(): boolean
  isPaused(): boolean
  /** Reads nothing until told to go on; events only. */
  stall(): void
  goOn(): void
  close(): void
}

export interface WatchWishes { from?: number, headers?: Record<string, string> }

/** Watches the seats of a session as a browser does, by either way, and keeps what it was told. */
export function watchSeats(url: string, sessionId: string, way: Way, wishes: WatchWishes = {}): SeatWatcher {
  const watcher: SeatWatcher = {
    way, seats: new Uint8Array(), version: wishes.from ?? 0, heard: [],
    isOpen: () => false, isPaused: () => !['seats', 'snapshot', 'current'].includes(watcher.heard.findLast(kind => kind !== 'alive' && kind !== 'hello') ?? ''),
    stall: () => {}, goOn: () => {}, close: () => {}
  }
  const hear = (kind: string, body: unknown) => {
    watcher.heard.push(kind)
    if (kind === 'snapshot') take(watcher, body as SessionStatusReply)
    if (kind === 'seats') change(watcher, body as SeatFrame)
  }
  const at = `/api/sessions/${sessionId}`
  const query = wishes.from ? `?version=${wishes.from}` : ''
  if (way === 'events') byEvents(watcher, `${url}${at}/feed${query}`, wishes.headers ?? {}, hear)
  else bySocket(watcher, `${url.replace(/^http/, 'ws')}${at}/socket${query}`, wishes.headers ?? {}, hear)
  return watcher
}

function take(watcher: SeatWatcher, status: SessionStatusReply): void {
  watcher.seats = unpackStatus(Buffer.from(status.packed, 'base64'), status.seatCount)
  watcher.version = status.version
}

function change(watcher: SeatWatcher, frame: SeatFrame): void {
  if (frame.version < watcher.version) throw new Error(`went back from ${watcher.version} to ${frame.version}`)
  for (const [seat, status] of frame.seats) watcher.seats[seat] = status
  watcher.version = frame.version
}

function byEvents(watcher: SeatWatcher, url: string, headers: Record<string, string>, hear: (kind: string, body: unknown) => void): void {
  let answer: IncomingMessage | undefined
  let isOver = false
  const asked: ClientRequest = request(url, { headers, agent: false }, (res) => {
    answer = res
    let text = ''
    res.setEncoding('utf8')
    res.on('data', (chunk: string) => {
      const events = (text + chunk).split('\n\n')
      text = events.pop()!
      for (const event of events) {
        const kind = /^event: (.*)$/m.exec(event)?.[1]
        if (kind) hear(kind, JSON.parse(/^data: (.*)$/m.exec(event)![1]!))
      }
    })
    res.once('close', () => { isOver = true })
    res.on('error', () => {})
  })
  asked.on('error', () => { isOver = true })
  asked.end()
  Object.assign(watcher, {
    isOpen: () => !isOver && answer?.statusCode === 200,
    stall: () => void answer?.pause(),
    goOn: () => void answer?.resume(),
    close: () => asked.destroy()
  })
}

function bySocket(watcher: SeatWatcher, url: string, headers: Record<string, string>, hear: (kind: string, body: unknown) => void): void {
  // Node's WebSocket takes headers too, which a browser's does not.
  const socket = new WebSocket(url, { headers } as unknown as string[])
  socket.onmessage = ({ data }) => {
    const { kind, body } = JSON.parse(String(data)) as { kind: string, body: unknown }
    hear(kind, body)
  }
  Object.assign(watcher, { isOpen: () => socket.readyState === WebSocket.OPEN, close: () => socket.close() })
}

/** A watcher that comes back whenever its line breaks, after a moment by chance, from the version that it knows. */
export function keepWatching(urls: () => string[], sessionId: string, way: Way): { now(): SeatWatcher, reconnects(): number, stop(): void } {
  let reconnects = 0
  let isStopped = false
  let current = watchSeats(urls()[0]!, sessionId, way)
  let timer: NodeJS.Timeout
  const look = () => {
    if (isStopped) return
    const hadTime = current.heard.length > 0 || performance.now() - openedAt > 3_000
    if (hadTime && !current.isOpen()) {
      const { seats, version } = current
      current.close()
      const all = urls()
      current = watchSeats(all[reconnects % all.length]!, sessionId, way, { from: version })
      current.seats = seats
      openedAt = performance.now()
      reconnects++
    }
    timer = setTimeout(look, 200 + Math.random() * 800)
  }
  let openedAt = performance.now()
  timer = setTimeout(look, 200)
  return {
    now: () => current,
    reconnects: () => reconnects,
    stop: () => {
      isStopped = true
      clearTimeout(timer)
      current.close()
    }
  }
}
