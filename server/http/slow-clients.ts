import { channel } from 'node:diagnostics_channel'
import { type IncomingMessage, Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Bytes that a client sends or takes in a second at the least, on average over the patience that it has: what Apache's mod_reqtimeout asks for. */
const SLOWEST_PER_SECOND = 500

interface Watched {
  request?: IncomingMessage
  response?: ServerResponse
  step: 'headers' | 'body' | 'answer' | 'ours'
  /** When the patience with it began to run, in ms, and what went through since then, in bytes. */
  since: number
  moved: number
  /** As it was seen last. */
  seen: Meters
}

/** In bytes: what came, what was handed over to the system, and what waits of that. */
interface Meters { read: number, written: number, queued: number }

/**
 * Ends connections whose clients send their headers or body, or take their answer, too slowly on purpose (D-01). Node has limits for
 * headers and whole requests, but looks at them every half minute and has none for answers that nobody takes. Where we are the slow
 * ones nobody is blamed. WebSockets are none of its business. Returns what ends it.
 */
export function endSlowClients(patienceSeconds: number): () => void {
  const patienceMs = patienceSeconds * 1000
  const sockets = new Map<Socket, Watched>()
  const servers = new WeakSet<Server>()

  const connected = (message: unknown) => {
    const { socket } = message as { socket: Socket & { server?: unknown } }
    if (!(socket.server instanceof Server)) return
    if (!servers.has(socket.server)) {
      servers.add(socket.server)
      socket.server.on('upgrade', (_request, upgraded) => void sockets.delete(upgraded as Socket))
    }
    sockets.set(socket, { step: 'headers', since: performance.now(), moved: 0, seen: metersOf(socket) })
    socket.once('close', () => sockets.delete(socket))
  }
  const requested = (message: unknown) => {
    const { request, response, socket } = message as { request: IncomingMessage, response: ServerResponse, socket: Socket }
    const watched = sockets.get(socket)
    // Seen as ours at first, so that whatever it turns out to wait for has its whole time.
    if (watched) Object.assign(watched, { request, response, step: 'ours' })
  }
  channel('net.server.socket').subscribe(connected)
  channel('http.server.request.start').subscribe(requested)

  const timer = setInterval(() => {
    const now = performance.now()
    for (const [socket, watched] of sockets) if (isTooSlow(socket, watched, now, patienceMs)) socket.destroy()
  }, patienceMs / 8).unref()

  return () => {
    clearInterval(timer)
    channel('net.server.socket').unsubscribe(connected)
    channel('http.server.request.start').unsubscribe(requested)
  }
}

function isTooSlow(socket: Socket, watched: Watched, now: number, patienceMs: number): boolean {
  const step = stepOf(socket, watched)
  const before = watched.seen
  const seen = watched.seen = metersOf(socket)
  if (step !== watched.step || step === 'ours') {
    Object.assign(watched, { step, since: now, moved: 0 })
    return false
  }
  watched.moved += step === 'answer' ? takenBetween(before, seen) : seen.read - before.read
  if (now - watched.since < patienceMs) return false
  // Headers are short, so they have no second chance; between two requests a connection may say nothing, and Node ends it then.
  if (step === 'headers') return !watched.request || watched.moved > 0
  if (watched.moved < SLOWEST_PER_SECOND * patienceMs / 1000) return true
  Object.assign(watched, { since: now, moved: 0 })
  return false
}

/** How much the client took. Large pieces go out bit by bit, which only the queue of the system shows. */
function takenBetween(before: Meters, after: Meters): number {
  return after.written > before.written ? Math.max(before.queued, after.written - before.written) : Math.max(0, before.queued - after.queued)
}

/** Node looks at the same queue to tell whether a socket is idle (lib/net.js), and shows it to nobody else. */
function metersOf(socket: Socket): Meters {
  const { _handle: handle } = socket as Socket & { _handle?: { writeQueueSize?: number } | null }
  return { read: socket.bytesRead, written: socket.bytesWritten - socket.writableLength, queued: handle?.writeQueueSize ?? 0 }
}

/** What the connection waits for: more from the client, that the client takes what it asked for, or us. */
function stepOf(socket: Socket, { request, response }: Watched): Watched['step'] {
  if (!request || !response || response.writableFinished) return 'headers'
  if (socket.writableLength > 0 || response.writableLength > 0) return 'answer'
  // What came and was not read yet waits for us.
  if (!request.complete && request.readableLength === 0) return 'body'
  return 'ours'
}
