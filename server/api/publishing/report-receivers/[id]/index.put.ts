import { changeReceiver, readReceiver } from '#server/domain/reports/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { changedReceiverInput, receiverParams, receiverView } from '#shared/api/report-receivers.ts'

export default defineEndpoint({
  summary: 'Changes what an address gets, and when. Another address is another receiver.',
  callers: ['publisher', 'admin'],
  params: receiverParams,
  body: changedReceiverInput,
  reply: receiverView,
  idempotency: 'natural',
  errors: ['illegal-transition']
}, async ({ house, principal, params, body }) => {
  await changeReceiver(house, principal!, params.id, body)
  return await readReceiver(house.db, params.id)
})
