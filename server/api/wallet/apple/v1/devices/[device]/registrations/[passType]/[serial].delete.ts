import { z } from 'zod'
import { unregisterDevice } from '#server/domain/passes/index.ts'
import { passDeskOf } from '#server/http/pass-desk.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { applePassToken, registrationParams } from '#server/http/wallet-device.ts'

export default defineEndpoint({
  summary: 'Apple Wallet: a pass was taken off a device',
  callers: 'anyone',
  params: registrationParams,
  reply: z.object({}),
  errors: ['not-found', 'pass-token-refused', 'wallet-not-offered'],
  idempotency: 'natural'
}, async (call) => {
  const { device, passType, serial } = call.params
  await unregisterDevice(passDeskOf(call.house), { passTypeId: passType, ticketId: serial, token: applePassToken(call.event) }, device)
  return {}
})
