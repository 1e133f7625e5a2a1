import { z } from 'zod'
import { defineEndpoint } from '#server/http/endpoint.ts'

export default defineEndpoint({
  summary: 'Whether this process answers at all, whatever it depends on: for whoever would start it again',
  callers: 'anyone',
  reply: z.object({ status: z.literal('live') })
}, () => ({ status: 'live' as const }))
