import { addReceiver, readReceiver } from '#server/domain/reports/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { receiverInput, receiverView } from '#shared/api/report-receivers.ts'

export default defineEndpoint({
  summary: 'Adds an address that gets reports by mail. It is asked first whether it wants them, and gets nothing before it says so.',
  callers: ['publisher', 'admin'],
  body: receiverInput,
  reply: receiverView,
  succeeds: [201],
  idempotency: 'stored',
  errors: ['not-allowed', 'too-many-report-receivers', 'report-receiver-known', 'report-receiver-stopped', 'rate-limited']
}, async ({ house, principal, body, status }) => {
  const id = await addReceiver(house, principal!, body)
  status(201)
  return await readReceiver(house.db, id)
})
