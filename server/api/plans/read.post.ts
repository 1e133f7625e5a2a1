import { readAsDocument } from '#server/domain/seating/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { readPlanInput, readPlanReply } from '#shared/api/plan-drafts.ts'

export default defineEndpoint({
  summary: 'Reads a file as a plan to draw on, mends what can be mended and lists it. Stores nothing.',
  callers: ['publisher', 'admin'],
  body: readPlanInput,
  reply: readPlanReply,
  errors: ['plan-refused'],
  idempotency: 'natural',
  bodyLimitBytes: 8 * 1024 * 1024
}, ({ body }) => readAsDocument(body))
