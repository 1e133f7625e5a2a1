import type { Requester, UpstashRequest, UpstashResponse } from '@upstash/redis'
import { Redis as TcpRedis } from 'ioredis'
import { reconnectUnlessReady } from './unless-ready.ts'

type Argument = string | number
type Reply = UpstashResponse<unknown>

export interface TcpTransport {
  requester: Requester
  /** Drops the connection and all that waits on it, and connects anew. */
  reconnect(): void
  close(): Promise<void>
}

/**
 * A plain Redis over one TCP connection. Nothing is queued while it is away and nothing is sent twice:
 * a command that waited would run later than anybody expects it (F-05).
 */
export function tcpTransport(url: string, limitMs: number): TcpTransport {
  const connection = new TcpRedis(url, {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: limitMs,
    disconnectTimeout: 50,
    keepAlive: 10_000,
    // What is asked in one turn of the event loop goes out in one write: in a rush a write a command costs more than the command.
    enableAutoPipelining: true,
    // Short, because recovery is promised within 5 s of the return of Redis (F-04).
    retryStrategy: attempt => Math.min(50 * 2 ** attempt, 500)
  })
  // Each call reports its own failure; without a listener ioredis would print every attempt to connect.
  connection.on('error', () => {})
  reconnectUnlessReady(connection, limitMs)
  let isLeaving = false
  connection.on('close', () => { isLeaving = false })

  async function request(call: UpstashRequest): Promise<Reply | Reply[]> {
    if (connection.status === 'connecting' || connection.status === 'connect') await connected(connection, limitMs)
    return call.path?.length ? sendMany(connection, call) : sendOne(connection, call)
  }

  function reconnect() {
    if (connection.status !== 'ready' || isLeaving) return
    isLeaving = true
    connection.disconnect(true)
  }

  return {
    requester: { request: call => request(call) as Promise<never> },
    reconnect,
    close: async () => connection.disconnect()
  }
}

function connected(connection: TcpRedis, limitMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      connection.off('ready', onReady).off('close', onFailure)
    }
    const onReady = () => {
      stop()
      resolve()
    }
    const onFailure = () => {
      stop()
      reject(new Error('No connection'))
    }
    const timer = setTimeout(onFailure, limitMs)
    connection.setMaxListeners(0).once('ready', onReady).once('close', onFailure)
  })
}

async function sendOne(connection: TcpRedis, call: UpstashRequest): Promise<Reply> {
  const [name, ...args] = call.body as [string, ...Argument[]]
  return { result: await connection.call(name, args) }
}

async function sendMany(connection: TcpRedis, call: UpstashRequest): Promise<Reply[]> {
  const batch = call.path?.[0] === 'multi-exec' ? connection.multi() : connection.pipeline()
  for (const [name, ...args] of call.body as Argument[][]) batch.call(String(name), ...args)
  const replies = await batch.exec() ?? []
  return replies.map(([error, result]) => error ? { error: error.message } : { result })
}
