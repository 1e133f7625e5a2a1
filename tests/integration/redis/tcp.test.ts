import { createRedis } from '#server/gateways/redis/connect.ts'
import { createHoldStore } from '#server/gateways/redis/hold-store.ts'
import { startRedisServer } from '#tests/support/redis-server.ts'
import { holdStoreContract } from './hold-store.contract.ts'
import { PATIENT_MS } from './helpers.ts'

holdStoreContract('TCP', async () => {
  const server = await startRedisServer()
  const connection = createRedis({ kind: 'tcp', url: server.url }, PATIENT_MS)
  return {
    store: createHoldStore(connection),
    flush: () => server.flush({ scripts: true }),
    close: async () => {
      await connection.close()
      await server.stop()
    },
    width: 500,
    givesHints: true,
    manyHolds: 5000
  }
})
