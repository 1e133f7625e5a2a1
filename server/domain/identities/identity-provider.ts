export type ProviderName = 'google' | 'wechat'

/** Somebody, as an identity provider vouches for him. Issuer and subject are the identity; the rest is only told of it. */
export interface ProvenIdentity {
  issuer: string
  subject: string
  /** What the provider calls him, as far as it says. */
  name: string | null
  /** Null where the provider says none or does not vouch that it is his: an address that nobody has checked is worth nothing. */
  verifiedEmail: string | null
}

/** What a journey needs to know when it comes back. */
export interface JourneySecrets { codeVerifier: string | null, nonce: string | null }

export interface IdentityProvider {
  name: ProviderName
  /** Where to send the browser. `state` comes back with it. Throws where the provider does not answer in time. */
  begin(journey: { state: string, redirectUri: string }): Promise<{ url: string } & JourneySecrets>
  /**
   * Exchanges what the browser brought back. Throws whatever is wrong: a code that is not of this journey, a signature, an issuer or
   * audience that is another, no answer in time.
   */
  finish(journey: { state: string, redirectUri: string, params: URLSearchParams } & JourneySecrets): Promise<ProvenIdentity>
}
