import { askAgain, readReceiver } from '#server/domain/reports/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { receiverParams, receiverView } from '#shared/api/report-receivers.ts'

export default defineEndpoint({
  summary: 'Asks an address again whether it wants the reports: three times a day at most. The link before is void then.',
  callers: ['publisher', 'admin'],
  params: receiverParams,
  reply: receiverView,
  succeeds: [202],
  idempotency: 'stored',
  errors: ['illegal-transition', 'rate-limited']
}, async ({ house, principal, params, status }) => {
  await askAgain(house, principal!, params.id)
  status(202)
  return await readReceiver(house.db, params.id)
})
