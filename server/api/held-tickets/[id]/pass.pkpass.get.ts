import { z } from 'zod'
import { issueApplePass } from '#server/domain/passes/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { fileReply } from '#server/http/file-reply.ts'
import { passDeskOf } from '#server/http/pass-desk.ts'
import { orderReaderOf } from '#server/http/people.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'One ticket as a pass for Apple Wallet, in both languages',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  gives: 'application/vnd.apple.pkpass',
  errors: ['not-found', 'wallet-not-offered', 'no-wallet-pass', 'unavailable']
}, async (call) => {
  const file = await issueApplePass(passDeskOf(call.house), orderReaderOf(call), call.params.id)
  return fileReply(call.event, 'application/vnd.apple.pkpass', `${call.params.id}.pkpass`, file)
})
