import { createRedis } from '#server/gateways/redis/connect.ts'
import { createHoldStore } from '#server/gateways/redis/hold-store.ts'
import { startRedisServer } from '#tests/support/redis-server.ts'
import { startUpstashBridge } from '#tests/support/upstash-bridge.ts'
import { holdStoreContract } from './hold-store.contract.ts'
import { PATIENT_MS } from './helpers.ts'

holdStoreContract('Upstash REST', async () => {
  const server = await startRedisServer()
  const bridge = await startUpstashBridge(server.url)
  const connection = createRedis({ kind: 'upstash', url: bridge.url, token: bridge.token }, PATIENT_MS)
  return {
    store: createHoldStore(connection),
    flush: () => server.flush({ scripts: true }),
    close: async () => {
      await connection.close()
      await bridge.stop()
      await server.stop()
    },
    // Both ends of HTTP share the test's one thread.
    width: 40,
    givesHints: false,
    manyHolds: 600
  }
})
