import type { Redis as TcpRedis } from 'ioredis'

/**
 * Connects anew where a connection is there but says nothing for so long, in ms. A network that has lost Redis takes connections that lead
 * nowhere, and ioredis waits for its first answer on them for ever, also when Redis is back (F-13).
 */
export function reconnectUnlessReady(connection: TcpRedis, limitMs: number): void {
  let timer: NodeJS.Timeout | undefined
  const settled = () => clearTimeout(timer)
  connection.on('connect', () => {
    settled()
    timer = setTimeout(() => connection.disconnect(true), limitMs)
  })
  connection.on('ready', settled)
  connection.on('close', settled)
}
