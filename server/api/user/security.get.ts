import { readSecurity } from '#server/domain/accounts/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { identityIssuersOf } from '#server/http/oauth-providers.ts'
import { securityReply } from '#shared/api/identity.ts'

export default defineEndpoint({
  summary: 'All that one can log in with.',
  callers: 'signed-in',
  reply: securityReply
}, ({ house, principal }) => readSecurity(house.db, principal!, { needsSecondFactor: house.settings.needsSecondFactor, providers: identityIssuersOf(house) }))
