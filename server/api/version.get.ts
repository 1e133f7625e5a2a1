import { z } from 'zod'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { VERSION } from '#shared/version.ts'

export default defineEndpoint({
  summary: 'Which Foyer this is. Does nothing else, so a benchmark can take it for the ceiling of what a request costs',
  callers: 'anyone',
  reply: z.object({ name: z.literal('foyer'), version: z.string() })
}, () => ({ name: 'foyer' as const, version: VERSION }))
