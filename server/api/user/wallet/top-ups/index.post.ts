import { startTopUp } from '#server/domain/payments/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { topUpInput, topUpStartedReply } from '#shared/api/wallet.ts'

export default defineEndpoint({
  summary: 'Starts a payment for points',
  callers: 'signed-in',
  body: topUpInput,
  reply: topUpStartedReply,
  succeeds: [201],
  errors: ['invalid-input', 'top-up-refused', 'top-up-provider-away', 'rate-limited'],
  idempotency: 'stored'
}, async ({ house, principal, body, locale, status }) => {
  const { qrText, ...started } = await startTopUp(house, principal!.userId, { ...body, locale: body.locale ?? locale })
  status(201)
  return { ...started, qrSvg: qrText && await house.drawQr(qrText) }
})
