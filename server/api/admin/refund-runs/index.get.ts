import { recentRuns } from '#server/domain/refunds/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { refundRunsReply } from '#shared/api/refunds.ts'

export default defineEndpoint({
  summary: 'How far the money of sessions that were called off has come: what is under way, and what was done in the last 30 days',
  callers: ['admin'],
  reply: refundRunsReply
}, async ({ house }) => ({ runs: await recentRuns(house) }))
