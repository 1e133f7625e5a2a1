import { askForCopy } from '#server/domain/privacy/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { dataExportView } from '#shared/api/identity.ts'

export default defineEndpoint({
  summary: 'Asks for a copy of all that the house knows of the person who is logged in. It is made in the background; its owner is told.',
  callers: 'signed-in',
  reply: dataExportView,
  succeeds: [202],
  errors: ['rate-limited'],
  idempotency: 'natural'
}, async ({ house, principal, status }) => {
  const asked = await askForCopy(house, principal!.userId)
  status(202)
  return asked
})
