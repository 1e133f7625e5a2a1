import { z } from 'zod'
import { unlinkIdentity } from '#server/domain/identities/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { identityIssuersOf } from '#server/http/oauth-providers.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Takes an identity of another provider away from the own account, unless it is the only way in.',
  callers: 'signed-in',
  params: z.object({ id: uuid }),
  succeeds: [204],
  errors: ['not-found', 'last-way-in', 'fresh-login-needed'],
  idempotency: 'natural'
}, async ({ house, principal, params }) => {
  await unlinkIdentity(house, principal!, params.id, identityIssuersOf(house))
  return null
})
