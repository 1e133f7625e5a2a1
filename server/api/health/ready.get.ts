import { z } from 'zod'
import { isReady } from '#server/domain/health/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { inTime } from '#server/http/in-time.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

export default defineEndpoint({
  summary: 'Whether this instance can sell: 200 when PostgreSQL answers and has every migration of this version, else 503',
  callers: 'anyone',
  reply: z.object({ status: z.literal('ready') }),
  errors: ['unavailable']
}, async ({ house }) => {
  if (!await inTime(isReady(house.db, house.schemaAt))) throw new DomainError('unavailable', { retryAfterSeconds: 5 })
  return { status: 'ready' as const }
})
