import { z } from 'zod'
import { requireFreshLogin } from '#server/domain/accounts/index.ts'
import { beginJourney } from '#server/domain/identities/index.ts'
import { originOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { browserSecretOf, isSentByOthers, redirect, redirectUriOf, redirectWithProblem } from '#server/http/oauth-journey.ts'
import { ownPath } from '#server/http/own-path.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** Journeys that one network may begin in ten minutes. */
const JOURNEYS = 60

export default defineEndpoint({
  summary: 'Sends the browser to an identity provider, to sign in or (`link=1`) to add the identity to the account that is logged in.',
  callers: 'anyone',
  params: z.object({ provider: z.enum(['google', 'wechat']) }),
  query: z.object({ back: z.string().max(2_000).optional().catch(undefined), link: z.literal('1').optional().catch(undefined) }),
  succeeds: [302],
  errors: ['not-found']
}, async ({ event, house, principal, params, query }) => {
  const provider = house.identityProviders.get(params.provider)
  if (!provider) throw new DomainError('not-found')
  const back = ownPath(query.back)
  const isLinking = query.link === '1'
  try {
    const { allowed } = await house.limiter.hit(`oauth:${originOf(event).network}`, JOURNEYS, 600)
    if (!allowed) throw new DomainError('rate-limited')
    if (isLinking) {
      if (!principal) throw new DomainError('login-required')
      if (isSentByOthers(event)) throw new DomainError('cross-site')
      await requireFreshLogin(house.db, principal)
    }
    const browserSecret = browserSecretOf(event, house)
    const plan = { redirectUri: redirectUriOf(house, params.provider), browserSecret, back, linkUserId: isLinking ? principal!.userId : null }
    return redirect(event, await beginJourney(house, provider, plan))
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return redirectWithProblem(event, error.code, back, isLinking && principal !== null)
  }
})
