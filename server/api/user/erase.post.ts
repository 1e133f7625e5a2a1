import { eraseAccount } from '#server/domain/privacy/index.ts'
import { accountsOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { clearLoginCookies } from '#server/http/login-cookies.ts'
import { eraseInput } from '#shared/api/identity.ts'

export default defineEndpoint({
  summary: 'Deletes the own account for good. Live tickets stay valid at the address given; what the law keeps stays without a name.',
  callers: 'signed-in',
  body: eraseInput,
  succeeds: [204],
  errors: ['password-needed', 'fresh-login-needed', 'tickets-alive', 'events-alive', 'last-admin', 'rate-limited', 'unavailable'],
  bodyLimitBytes: 8 * 1024
}, async ({ event, house, principal, body }) => {
  await eraseAccount({ accounts: accountsOf(house), holds: house.holds, files: house.files, guestKey: house.keys.guests }, principal!, body)
  clearLoginCookies(event, house.settings)
  return null
})
