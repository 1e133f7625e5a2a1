import { accountsOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { oauthProvidersOf } from '#server/http/oauth-providers.ts'
import { providersReply } from '#shared/api/identity.ts'

export default defineEndpoint({
  summary: 'Ways to sign in that this house offers beside e-mail and password.',
  callers: 'anyone',
  reply: providersReply
}, ({ house }) => {
  const { sms, mailbox } = accountsOf(house).channels
  return { oauth: oauthProvidersOf(house), hasPhone: sms, isMailboxOpen: mailbox }
})
