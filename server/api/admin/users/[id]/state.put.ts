import { z } from 'zod'
import { disablePerson, enablePerson } from '#server/domain/people/index.ts'
import { accountsOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { changeStateInput } from '#shared/api/people.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Shuts somebody out, or lets somebody in again',
  callers: ['admin'],
  params: z.object({ id: uuid }),
  body: changeStateInput,
  succeeds: [204],
  errors: ['not-found', 'not-yourself', 'last-admin'],
  idempotency: 'natural'
}, async ({ house, principal, params, body, status }) => {
  const change = body.state === 'disabled' ? disablePerson : enablePerson
  await change(accountsOf(house), principal!.userId, params.id, body.reason)
  status(204)
  return null
})
