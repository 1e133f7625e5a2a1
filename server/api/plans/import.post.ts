import { importPlan } from '#server/domain/seating/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { planImportInput, planImportReply } from '#shared/api/plans.ts'

export default defineEndpoint({
  summary: 'Imports a seating plan from a file, or lists every fault that keeps it from being sold. A dry run stores nothing. A publisher may for venues that he proposed.',
  callers: ['admin', 'publisher'],
  body: planImportInput,
  reply: planImportReply,
  errors: ['plan-refused', 'not-found'],
  idempotency: 'natural',
  bodyLimitBytes: 8 * 1024 * 1024
}, ({ house, principal, body }) => importPlan(house, {
  ...body, actor: principal!.userId, ...principal!.role !== 'admin' && { proposedBy: principal!.userId }
}))
