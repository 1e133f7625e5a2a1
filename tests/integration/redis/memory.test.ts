import { MemoryHoldStore } from '#server/gateways/redis/memory/hold-store.ts'
import { holdStoreContract } from './hold-store.contract.ts'

holdStoreContract('in-process memory', async () => {
  const store = new MemoryHoldStore()
  return { store, flush: async () => store.forget(), close: async () => {}, width: 500, givesHints: true, manyHolds: 5000 }
})
