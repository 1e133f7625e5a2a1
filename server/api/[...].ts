import { defineEndpoint } from '#server/http/endpoint.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

export default defineEndpoint({
  summary: 'Whatever the API does not have',
  callers: 'anyone',
  errors: ['not-found']
}, () => {
  throw new DomainError('not-found')
})
