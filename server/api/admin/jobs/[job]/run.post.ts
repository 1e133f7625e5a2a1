import { runNow } from '#server/domain/runs/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { jobParams, jobStartedReply } from '#shared/api/jobs.ts'

export default defineEndpoint({
  summary: 'Runs a job now, beside its schedule. While a run of it is under way, that is the one.',
  callers: ['admin'],
  params: jobParams,
  reply: jobStartedReply,
  errors: ['not-found'],
  idempotency: 'natural'
}, async ({ house, principal, params }) => ({ runId: await runNow(house.db, params.job, principal!.userId) }))
