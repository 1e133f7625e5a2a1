import { z } from 'zod'
import { registerDevice } from '#server/domain/passes/index.ts'
import { passDeskOf } from '#server/http/pass-desk.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { applePassToken, registrationParams } from '#server/http/wallet-device.ts'

export default defineEndpoint({
  summary: 'Apple Wallet: a device has a pass and wants to hear of its changes; 201 where it is new',
  callers: 'anyone',
  params: registrationParams,
  body: z.object({ pushToken: z.string().regex(/^[\da-f]{16,256}$/i) }),
  reply: z.object({}),
  succeeds: [200, 201],
  errors: ['not-found', 'pass-token-refused', 'wallet-not-offered'],
  idempotency: 'natural'
}, async (call) => {
  const { device, passType, serial } = call.params
  const isNew = await registerDevice(passDeskOf(call.house), { passTypeId: passType, ticketId: serial, token: applePassToken(call.event) }, device, call.body.pushToken)
  call.status(isNew ? 201 : 200)
  return {}
})
