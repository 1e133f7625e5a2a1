import { z } from 'zod'
import { readTransfer } from '#server/domain/holders/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { orderReaderOf } from '#server/http/people.ts'
import { uuid } from '#shared/api/primitives.ts'
import { transferReply } from '#shared/tickets/transfer.ts'

export default defineEndpoint({
  summary: 'A ticket that somebody is offered, by the secret of his link',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  reply: transferReply,
  errors: ['not-found']
}, async call => await readTransfer(call.house.db, orderReaderOf(call), call.params.id))
