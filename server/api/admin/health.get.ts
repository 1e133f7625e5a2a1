import { lookAtParts } from '#server/domain/health/index.ts'
import { describeProcess } from '#server/http/describe-process.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { systemReply } from '#shared/api/health.ts'
import { partWords } from '#shared/health/part-words.ts'
import { allCacheCounts } from '#shared/memo/cache-counts.ts'

export default defineEndpoint({
  summary: 'The system: its parts in words, what its caches are good for, and the process that answers',
  callers: ['admin'],
  reply: systemReply
}, async ({ house, locale }) => {
  const parts = await lookAtParts(house)
  return {
    status: parts.every(({ state }) => state === 'up' || state === 'off') ? 'ok' as const : 'degraded' as const,
    parts: parts.map(({ name, state, reason, facts }) => ({ name, state, says: partWords(name, reason, facts)[locale] })),
    caches: allCacheCounts().map(({ name, size, hits, misses, loads, loadMs }) => ({ name, size: size(), hits, misses, loadMs: loads > 0 ? loadMs / loads : null })),
    process: await describeProcess(house)
  }
})
