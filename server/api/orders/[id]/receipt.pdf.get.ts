import { z } from 'zod'
import { printReceipt } from '#server/domain/holders/index.ts'
import { ownOrder } from '#server/domain/orders/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { fileReply } from '#server/http/file-reply.ts'
import { orderReaderOf } from '#server/http/people.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'The receipt of a paid order, in the language of `?locale=`',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  gives: 'application/pdf',
  errors: ['not-found']
}, async (call) => {
  const order = await ownOrder(call.house.db, orderReaderOf(call), call.params.id)
  return fileReply(call.event, 'application/pdf', `${order.reference}-receipt.pdf`, await printReceipt(call.house, order, call.locale))
})
