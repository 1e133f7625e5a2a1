import { Redis as TcpRedis } from 'ioredis'
import { reconnectUnlessReady } from './unless-ready.ts'

/** Calls `heard` for each message on a channel. */
export type Hear = (channel: string, heard: () => void) => Hearing

export interface Hearing {
  /** Whether messages come now: there is a connection, and the server has agreed to send them. */
  isLive(): boolean
  stop(): void
}

/** Longest wait between tries to connect again, in ms. */
const MOST_WAIT_MS = 500

/**
 * A second connection that only listens (a Redis connection that does cannot do anything else), opened when somebody does.
 * What is published while it is broken is not heard later.
 */
export function tcpListener(url: string): { hear: Hear, close(): Promise<void> } {
  const listeners = new Map<string, Set<() => void>>()
  const agreed = new Set<string>()
  let connection: TcpRedis | undefined

  function open(): TcpRedis {
    const opened = new TcpRedis(url, {
      enableOfflineQueue: false,
      autoResubscribe: false,
      maxRetriesPerRequest: 0,
      connectTimeout: MOST_WAIT_MS,
      keepAlive: 10_000,
      retryStrategy: attempt => Math.min(50 * 2 ** attempt, MOST_WAIT_MS)
    })
    opened.on('error', () => {})
    reconnectUnlessReady(opened, 2 * MOST_WAIT_MS)
    opened.on('close', () => agreed.clear())
    opened.on('ready', () => {
      for (const channel of listeners.keys()) void subscribe(channel)
    })
    opened.on('message', (channel: string) => {
      for (const heard of listeners.get(channel) ?? []) heard()
    })
    return opened
  }

  async function subscribe(channel: string) {
    if (connection?.status !== 'ready') return
    // A refusal leaves the channel unheard, and its listeners know that.
    await connection.subscribe(channel).then(() => agreed.add(channel), () => {})
  }

  function hear(channel: string, heard: () => void): Hearing {
    connection ??= open()
    const known = listeners.get(channel)
    if (known) known.add(heard)
    else {
      listeners.set(channel, new Set([heard]))
      void subscribe(channel)
    }
    return { isLive: () => agreed.has(channel), stop: () => stop(channel, heard) }
  }

  function stop(channel: string, heard: () => void) {
    const known = listeners.get(channel)
    if (!known?.delete(heard) || known.size > 0) return
    listeners.delete(channel)
    agreed.delete(channel)
    if (connection?.status === 'ready') void connection.unsubscribe(channel).catch(() => {})
  }

  return { hear, close: async () => connection?.disconnect() }
}
