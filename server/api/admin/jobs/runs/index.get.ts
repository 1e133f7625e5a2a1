import { listRuns } from '#server/domain/runs/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { jobRunsQuery, jobRunsReply } from '#shared/api/jobs.ts'

export default defineEndpoint({
  summary: 'Runs of jobs, the newest first',
  callers: ['admin'],
  query: jobRunsQuery,
  reply: jobRunsReply
}, ({ house, query }) => listRuns(house.db, query))
