import { removeReceiver } from '#server/domain/reports/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { receiverParams } from '#shared/api/report-receivers.ts'

export default defineEndpoint({
  summary: 'Takes an address off the list, with what waits for it',
  callers: ['publisher', 'admin'],
  params: receiverParams,
  succeeds: [204]
}, async ({ house, principal, params, status }) => {
  await removeReceiver(house, principal!, params.id)
  status(204)
  return null
})
