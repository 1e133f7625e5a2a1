import { lookAtParts } from '#server/domain/health/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { inTime } from '#server/http/in-time.ts'
import { showsSecret } from '#server/http/shows-secret.ts'
import { healthReply } from '#shared/api/health.ts'
import { partWords } from '#shared/health/part-words.ts'

export default defineEndpoint({
  summary: 'How this instance is: 200 when PostgreSQL answers, else 503; and which parts limp. What is the matter with them is told to admins, and to whoever shows `METRICS_SECRET`',
  callers: 'anyone',
  reply: healthReply,
  errors: ['unavailable']
}, async ({ house, event, principal, locale }) => {
  // The database is asked anew each time: it alone decides whether visitors are sent here.
  const looking = lookAtParts(house)
  await inTime(house.db.execute('select 1'))
  const parts = await looking
  const isTold = principal?.role === 'admin' || showsSecret(event, house.settings.metricsSecret)
  return {
    status: parts.every(({ state }) => state === 'up' || state === 'off') ? 'ok' as const : 'degraded' as const,
    parts: parts.map(({ name, state, reason, facts }) => ({ name, state, ...isTold ? { says: partWords(name, reason, facts)[locale] } : {} }))
  }
})
