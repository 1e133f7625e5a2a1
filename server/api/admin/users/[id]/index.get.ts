import { z } from 'zod'
import { readPerson } from '#server/domain/people/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { personReply } from '#shared/api/people.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'One person: logins, applications, events, references of orders, and what was done to the account',
  callers: ['admin'],
  params: z.object({ id: uuid }),
  reply: personReply,
  errors: ['not-found']
}, ({ house, principal, params }) => readPerson(house, principal!.userId, params.id))
