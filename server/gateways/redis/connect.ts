import type { Redis, Requester } from '@upstash/redis'
import type { Settings } from '#server/settings.ts'
import { clientOver, type PlainRedis } from './client.ts'
import { guard } from './guard.ts'
import { memoryRequester } from './transports/memory.ts'
import { restRequester } from './transports/rest.ts'
import { type Hear, tcpListener } from './transports/tcp-listener.ts'
import { tcpTransport } from './transports/tcp.ts'

export type RedisConnection = ServerConnection | MemoryConnection

export interface ServerConnection {
  kind: 'tcp' | 'upstash'
  redis: Redis
  /** Listens to channels. Null over HTTP, which has no lasting connection. */
  hear: Hear | null
  close(): Promise<void>
}

/** Lives and dies with this process, and no other process sees it. */
export interface MemoryConnection {
  kind: 'memory'
  redis: PlainRedis
  close(): Promise<void>
}

/** Milliseconds after which a call that has no answer is given up: leaves a request time to say so within a second (F-04). */
export const TIME_LIMIT_MS = 700

/**
 * The one typed Redis client, over the transport that the settings name. Make one per process.
 * It connects by itself and reconnects by itself. Every call settles within about `limitMs`; a call that failed
 * throws DomainError('unavailable'), its `cause` says why, and is never sent a second time.
 */
export function createRedis(settings: Settings['redis'], limitMs = TIME_LIMIT_MS): RedisConnection {
  if (settings.kind === 'memory') {
    return { kind: 'memory', redis: clientOver(memoryRequester()), close: async () => {} }
  }
  if (settings.kind === 'upstash') {
    return { kind: 'upstash', redis: guardedClient(restRequester(settings.url, settings.token, limitMs), limitMs), hear: null, close: async () => {} }
  }
  const tcp = tcpTransport(settings.url, limitMs)
  const listener = tcpListener(settings.url)
  const close = async () => void await Promise.all([tcp.close(), listener.close()])
  return { kind: 'tcp', redis: guardedClient(tcp.requester, limitMs, tcp.reconnect), hear: listener.hear, close }
}

function guardedClient(requester: Requester, limitMs: number, onTimeout?: () => void): Redis {
  return clientOver(guard(requester, { limitMs, onTimeout }))
}
