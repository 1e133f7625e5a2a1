import { z } from 'zod'
import { endJourney, enter, linkIdentity, refuse } from '#server/domain/identities/index.ts'
import { accountsOf, originOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { carryLogin } from '#server/http/log-in.ts'
import { knownBrowserSecret, redirect, redirectUriOf, redirectWithProblem } from '#server/http/oauth-journey.ts'
import { beside } from '#server/http/own-path.ts'
import { log } from '#server/observing/log.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

export default defineEndpoint({
  summary: 'Where an identity provider sends the browser back to: logs in, makes a customer, or links. Always answers with a redirect.',
  callers: 'anyone',
  params: z.object({ provider: z.enum(['google', 'wechat']) }),
  succeeds: [302],
  errors: ['not-found']
}, async ({ event, house, principal, params, locale: asked }) => {
  const provider = house.identityProviders.get(params.provider)
  if (!provider) throw new DomainError('not-found')
  const brought = new URLSearchParams(event.path.split('?')[1] ?? '')
  const state = brought.get('state') ?? ''
  const browserSecret = knownBrowserSecret(event, house)
  const journey = browserSecret && state ? await endJourney(house, params.provider, state, browserSecret) : null
  if (!journey) return redirectWithProblem(event, 'oauth-refused', '/', false)

  const { back, linkUserId, codeVerifier, nonce } = journey
  try {
    const identity = await provider.finish({ state, redirectUri: redirectUriOf(house, params.provider), params: brought, codeVerifier, nonce }).catch(problem => complain(provider.name, problem))
    const locale = beside(back, '') === '/zh' ? 'zh' : asked
    const { network: _, ...origin } = originOf(event)
    if (linkUserId) {
      // Whoever has logged out or become somebody else on the way links nothing.
      if (principal?.userId !== linkUserId) throw new DomainError('oauth-refused')
      await linkIdentity(house, linkUserId, { identity, provider: provider.name, locale })
      return redirect(event, back)
    }
    const step = await enter(accountsOf(house), { identity, provider: provider.name, origin, locale })
    if (step.step === 'second-factor') return redirect(event, `${beside(back, '/login')}?challenge=${step.challengeId}&back=${encodeURIComponent(back)}`)
    carryLogin(event, house, step.tokens)
    return redirect(event, back)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return redirectWithProblem(event, error.code === 'login-failed' ? 'oauth-refused' : error.code, back, linkUserId !== null)
  }
})

/** For whoever runs the house, who may have set a wrong key. These errors carry neither code nor secret. */
function complain(provider: string, problem: unknown): never {
  const { error } = problem as { error?: unknown }
  log.warn('identity provider refused', { provider, problem: `${String(problem)} ${typeof error === 'string' ? error : ''}`.trim().slice(0, 300) })
  refuse()
}
