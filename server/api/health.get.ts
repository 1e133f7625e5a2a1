import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** A load balancer takes an instance out when it is slow to answer, so this gives up long before a purchase would. */
const PATIENCE_MS = 1_000

export default defineEndpoint({
  summary: 'Whether this instance can sell: 200 when PostgreSQL answers, else 503',
  callers: 'anyone',
  reply: z.object({ status: z.literal('ok') }),
  errors: ['unavailable']
}, async ({ house }) => {
  let patience: NodeJS.Timeout | undefined
  const impatience = new Promise<never>((_, reject) => {
    patience = setTimeout(() => reject(new DomainError('unavailable', { retryAfterSeconds: 1 })), PATIENCE_MS)
  })
  try {
    await Promise.race([house.db.execute(sql`select 1`), impatience])
    return { status: 'ok' as const }
  } finally {
    clearTimeout(patience)
  }
})
