import { readJobs } from '#server/domain/runs/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { JOBS } from '#server/jobs/jobs.ts'
import { jobsReply } from '#shared/api/jobs.ts'

export default defineEndpoint({
  summary: 'The jobs of the house: their schedule, what is under way, and how the last run ended',
  callers: ['admin'],
  reply: jobsReply
}, ({ house }) => readJobs(house.db, JOBS))
