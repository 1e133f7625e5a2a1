import { readLoginState, readProfile } from '#server/domain/accounts/index.ts'
import { accountsOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { clearLoginCookies } from '#server/http/login-cookies.ts'
import { sessionReply } from '#shared/api/accounts.ts'

/**
 * Nobody is 204 and not 401: browsers print every 401 in red, and a visitor has done nothing wrong. The module takes an empty
 * answer for "signed out"; its marks are cleared here so that it does not ask again with every page.
 */
export default defineEndpoint({
  summary: 'Who is logged in; 204 for nobody.',
  callers: 'anyone',
  reply: sessionReply
}, async ({ event, house, principal }) => {
  if (principal) {
    return {
      ...await readProfile(accountsOf(house), principal.userId),
      login: await readLoginState(house.db, principal, house.settings.needsSecondFactor)
    }
  }
  clearLoginCookies(event, house.settings)
  return null
})
