import { z } from 'zod'
import { issueGooglePass } from '#server/domain/passes/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { passDeskOf } from '#server/http/pass-desk.ts'
import { orderReaderOf } from '#server/http/people.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Writes one ticket down with Google Wallet; gives the address at which its holder takes it',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  reply: z.object({ url: z.url() }),
  errors: ['not-found', 'wallet-not-offered', 'no-wallet-pass', 'unavailable'],
  idempotency: 'natural'
}, async call => ({ url: await issueGooglePass(passDeskOf(call.house), orderReaderOf(call), call.params.id) }))
