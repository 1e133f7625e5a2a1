import * as oidc from 'openid-client'
import type { IdentityProvider } from '#server/domain/identities/index.ts'
import { email } from '#shared/api/primitives.ts'

export interface GoogleSettings { issuer: string, clientId: string, clientSecret: string }

/** Longest wait for one answer of the provider, in s. */
const TIMEOUT_SECONDS = 5
/** Its addresses and keys change seldom. */
const CONFIGURATION_MS = 60 * 60_000

/** Google, or another provider that speaks OpenID Connect: authorization code with PKCE (S256), state and nonce (OpenID Connect Core 1.0, RFC 9700). */
export function googleProvider(settings: GoogleSettings): IdentityProvider {
  const configuration = remembered(() => oidc.discovery(new URL(settings.issuer), settings.clientId, undefined, oidc.ClientSecretPost(settings.clientSecret), {
    timeout: TIMEOUT_SECONDS,
    ...isOnThisMachine(settings.issuer) ? { execute: [oidc.allowInsecureRequests] } : {}
  }))
  return {
    name: 'google',
    async begin({ state, redirectUri }) {
      const codeVerifier = oidc.randomPKCECodeVerifier()
      const nonce = oidc.randomNonce()
      const url = oidc.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri, scope: 'openid email profile', state, nonce, prompt: 'select_account',
        code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier), code_challenge_method: 'S256'
      })
      return { url: url.href, codeVerifier, nonce }
    },
    async finish({ state, redirectUri, params, codeVerifier, nonce }) {
      if (!codeVerifier || !nonce) throw new Error('a journey without its secrets')
      // The address that was told to the provider, never the one that the request claims.
      const tokens = await oidc.authorizationCodeGrant(await configuration(), new URL(`${redirectUri}?${params}`), {
        expectedState: state, expectedNonce: nonce, pkceCodeVerifier: codeVerifier, idTokenExpected: true
      })
      const claims = tokens.claims()!
      const address = claims.email_verified === true ? email.safeParse(claims.email) : null
      return { issuer: claims.iss, subject: claims.sub, name: typeof claims.name === 'string' ? claims.name : null, verifiedEmail: address?.success ? address.data : null }
    }
  }
}

/** Plain HTTP for a provider on the same machine only, which is one that tests start. */
const isOnThisMachine = (issuer: string) => /^http:\/\/(127\.0\.0\.1|localhost)(:|\/|$)/.test(issuer)

/** What `load` answers, for a while. A failure is asked again at once. */
function remembered<T>(load: () => Promise<T>): () => Promise<T> {
  let known: { at: number, answer: Promise<T> } | undefined
  return () => {
    if (known && performance.now() - known.at < CONFIGURATION_MS) return known.answer
    const asked = { at: performance.now(), answer: load() }
    known = asked
    asked.answer.catch(() => {
      if (known === asked) known = undefined
    })
    return asked.answer
  }
}
