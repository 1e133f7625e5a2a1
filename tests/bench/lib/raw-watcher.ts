import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

export type Way = 'events' | 'socket'
/** What a frame or a snapshot says: the version, and the seats that it names (all that are not free, of a snapshot). */
export interface Told { version: number, seats: number[], isWhole: boolean }

export interface RawWatcher { socket: Socket, end(): void }

export interface Wishes {
  port: number
  path: string
  way: Way
  /** Where the proxy in front says that he comes from. */
  from: string
  localAddress: string
  version: number
  parse(text: string): Told | null
  told(told: Told, atMs: number): void
  closed(): void
}

/** Messages that came last, by their bytes: all watchers are told the same, and parsing it once is enough. */
const recent = new Map<string, Told | null>()

function toldIn(bytes: Buffer, parse: Wishes['parse']): Told | null {
  const key = bytes.toString('latin1')
  const known = recent.get(key)
  if (known !== undefined) return known
  const told = parse(bytes.toString())
  recent.set(key, told)
  if (recent.size > 50) recent.delete(recent.keys().next().value!)
  return told
}

/** A watcher made of as little as can be: it shall cost the generator less than the server. */
export function openRawWatcher(wishes: Wishes): RawWatcher {
  const { way, parse } = wishes
  let rest: Buffer = Buffer.alloc(0)
  let hasHead = false
  const take = way === 'events' ? eventsIn : messagesIn
  const read = (bytes: Buffer) => {
    let all = rest.length > 0 ? Buffer.concat([rest, bytes]) : bytes
    if (!hasHead) {
      const end = all.indexOf('\r\n\r\n')
      if (end === -1) return void (rest = Buffer.from(all))
      if (!/^HTTP\/1\.1 (200|101)/.test(all.toString('latin1', 0, 12))) return socket.destroy()
      hasHead = true
      all = all.subarray(end + 4)
    }
    const at = performance.timeOrigin + performance.now()
    const used = take(all, (message) => {
      const told = toldIn(message, parse)
      if (told) wishes.told(told, at)
    })
    rest = used === all.length ? Buffer.alloc(0) : Buffer.from(all.subarray(used))
  }
  const socket = connect({
    port: wishes.port, host: '127.0.0.1', localAddress: wishes.localAddress,
    onread: {
      buffer: shared,
      callback: (length) => {
        read(shared.subarray(0, length))
        return true
      }
    }
  })
  socket.on('error', () => {})
  socket.once('close', wishes.closed)
  socket.write(requestOf(wishes))
  return { socket, end: () => socket.destroy() }
}

/** One for all: each read is dealt with before the next comes. */
const shared = Buffer.allocUnsafe(64 * 1024)

function requestOf({ way, path, port, from, version }: Wishes): string {
  const upgrade = way === 'socket' ? `Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n` : ''
  return `GET ${path}/${way === 'events' ? 'feed' : 'socket'}?version=${version} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-Forwarded-For: ${from}\r\n${upgrade}\r\n`
}

function eventsIn(bytes: Buffer, tell: (message: Buffer) => void): number {
  let from = 0
  for (;;) {
    const end = bytes.indexOf('\n\n', from)
    if (end === -1) return from
    tell(bytes.subarray(from, end))
    from = end + 2
  }
}

/** RFC 6455, section 5.2; a server does not mask. */
function messagesIn(bytes: Buffer, tell: (message: Buffer) => void): number {
  let from = 0
  for (;;) {
    if (bytes.length < from + 2) return from
    const short = bytes[from + 1]! & 0x7F
    const head = short === 127 ? 10 : short === 126 ? 4 : 2
    if (bytes.length < from + head) return from
    const length = short === 127 ? Number(bytes.readBigUInt64BE(from + 2)) : short === 126 ? bytes.readUInt16BE(from + 2) : short
    if (bytes.length < from + head + length) return from
    if ((bytes[from]! & 0x0F) === 1) tell(bytes.subarray(from + head, from + head + length))
    from += head + length
  }
}
