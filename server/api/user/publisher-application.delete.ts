import { withdrawApplication } from '#server/domain/people/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'

export default defineEndpoint({
  summary: 'Takes the caller\'s open application back',
  callers: 'signed-in',
  succeeds: [204],
  errors: ['not-found'],
  idempotency: 'natural'
}, async ({ house, principal, status }) => {
  await withdrawApplication(house, principal!.userId)
  status(204)
  return null
})
