import { createRedis } from '#server/gateways/redis/connect.ts'
import { createLineStore } from '#server/gateways/redis/queue/line-store.ts'
import { MemoryLineStore } from '#server/gateways/redis/queue/memory-line-store.ts'
import { startRedisServer } from '#tests/support/redis-server.ts'
import { startUpstashBridge } from '#tests/support/upstash-bridge.ts'
import { lineStoreContract } from './line-store.contract.ts'
import { PATIENT_MS } from './helpers.ts'

lineStoreContract('in-process memory', async () => {
  const store = new MemoryLineStore()
  return { store, flush: async () => store.forget(), close: async () => {}, width: 500 }
})

lineStoreContract('TCP', async () => {
  const server = await startRedisServer()
  const connection = createRedis({ kind: 'tcp', url: server.url }, PATIENT_MS)
  return {
    store: createLineStore(connection),
    flush: () => server.flush({ scripts: true }),
    close: async () => {
      await connection.close()
      await server.stop()
    },
    width: 500
  }
})

lineStoreContract('Upstash REST', async () => {
  const server = await startRedisServer()
  const bridge = await startUpstashBridge(server.url)
  const connection = createRedis({ kind: 'upstash', url: bridge.url, token: bridge.token }, PATIENT_MS)
  return {
    store: createLineStore(connection),
    flush: () => server.flush({ scripts: true }),
    close: async () => {
      await connection.close()
      await bridge.stop()
      await server.stop()
    },
    width: 40
  }
})
