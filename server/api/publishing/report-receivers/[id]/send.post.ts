import { sendNow } from '#server/domain/reports/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { receiverParams, sendReportInput, sendReportReply } from '#shared/api/report-receivers.ts'

export default defineEndpoint({
  summary: 'Sends an address the last month or week that is over, now: three times a day at most',
  callers: ['publisher', 'admin'],
  params: receiverParams,
  body: sendReportInput,
  reply: sendReportReply,
  succeeds: [202],
  idempotency: 'stored',
  errors: ['illegal-transition', 'report-empty', 'rate-limited']
}, async ({ house, principal, params, body, status }) => {
  const period = await sendNow(house, principal!, params.id, body.period)
  status(202)
  return { period }
})
