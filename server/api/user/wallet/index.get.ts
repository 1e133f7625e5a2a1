import { readWallet } from '#server/domain/payments/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { walletQuery, walletReply } from '#shared/api/wallet.ts'

export default defineEndpoint({
  summary: 'The caller\'s points, and what moved them, the newest first',
  callers: 'signed-in',
  query: walletQuery,
  reply: walletReply,
  errors: ['invalid-input']
}, ({ house, principal, query }) => readWallet(house, principal!.userId, query.cursor))
