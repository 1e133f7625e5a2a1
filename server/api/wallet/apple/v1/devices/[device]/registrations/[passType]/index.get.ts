import { z } from 'zod'
import { changedPasses } from '#server/domain/passes/index.ts'
import { passDeskOf } from '#server/http/pass-desk.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { deviceName, passType } from '#server/http/wallet-device.ts'

export default defineEndpoint({
  summary: 'Apple Wallet: which passes of a device changed since `passesUpdatedSince`; 204 where none did',
  callers: 'anyone',
  params: z.object({ device: deviceName, passType }),
  query: z.object({ passesUpdatedSince: z.string().regex(/^\d{1,15}$/).transform(Number).optional() }),
  reply: z.object({ serialNumbers: z.array(z.string()), lastUpdated: z.string() }).nullable(),
  succeeds: [200, 204],
  errors: ['not-found', 'wallet-not-offered']
}, async (call) => {
  const changed = await changedPasses(passDeskOf(call.house), call.params.passType, call.params.device, call.query.passesUpdatedSince ?? null)
  if (!changed) call.status(204)
  return changed
})
