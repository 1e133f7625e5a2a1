import { z } from 'zod'
import { changeRole } from '#server/domain/people/index.ts'
import { accountsOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { changeRoleInput } from '#shared/api/people.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Gives somebody another role and ends the logins of the account',
  callers: ['admin'],
  params: z.object({ id: uuid }),
  body: changeRoleInput,
  succeeds: [204],
  errors: ['not-found', 'not-yourself', 'last-admin'],
  idempotency: 'natural'
}, async ({ house, principal, params, body, status }) => {
  await changeRole(accountsOf(house), principal!.userId, params.id, body)
  status(204)
  return null
})
