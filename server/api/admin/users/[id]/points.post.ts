import { z } from 'zod'
import { changePoints } from '#server/domain/people/index.ts'
import { accountsOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { changePointsInput, changedPointsReply } from '#shared/api/wallet.ts'

export default defineEndpoint({
  summary: 'Gives somebody points, or takes some away, for a reason that the person reads',
  callers: ['admin'],
  params: z.object({ id: uuid }),
  body: changePointsInput,
  reply: changedPointsReply,
  errors: ['not-found', 'not-yourself', 'points-below-zero'],
  idempotency: 'stored'
}, async ({ house, principal, params, body }) => ({ balance: await changePoints(accountsOf(house), principal!.userId, params.id, body) }))
