import { readMoney } from '#server/domain/payments/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { moneyReply } from '#shared/api/money.ts'

export default defineEndpoint({
  summary: 'Money that does not add up or hangs: what an admin must look at',
  callers: ['admin'],
  reply: moneyReply
}, ({ house }) => readMoney(house))
