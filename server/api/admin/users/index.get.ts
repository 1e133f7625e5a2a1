import { findPeople } from '#server/domain/people/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { peopleQuery, peopleReply } from '#shared/api/people.ts'

export default defineEndpoint({
  summary: 'People with accounts, by name, e-mail, phone or id',
  callers: ['admin'],
  query: peopleQuery,
  reply: peopleReply,
  errors: ['invalid-input']
}, ({ house, query }) => findPeople(house, query))
