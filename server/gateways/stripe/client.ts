import type Stripe from 'stripe'

export interface StripeSettings {
  /** `sk_live_...`, `sk_test_...`, or a restricted key (`rk_...`). */
  secretKey: string
  /** Of the endpoint that gets the notices: `whsec_...`. */
  webhookSecret: string
  /** `https://api.stripe.com`; another one in tests. */
  apiUrl: string
}

/** One try, in ms. With the second one it is less than the house waits for a provider. */
const TRY_MS = 4_500
const SECOND_TRIES = 1

/** Stripe's own library, loaded when it is first needed: most of what a house does needs no Stripe. */
export function stripeClient(settings: StripeSettings): () => Promise<Stripe> {
  let client: Promise<Stripe> | undefined
  return () => client ??= import('stripe').then(({ default: Library }) => new Library(settings.secretKey, {
    ...address(settings.apiUrl), timeout: TRY_MS, maxNetworkRetries: SECOND_TRIES, telemetry: false
  }))
}

/** Real money moves by this key, and by notices that say `livemode`. */
export const isLive = (settings: StripeSettings) => /^[sr]k_live_/.test(settings.secretKey)

function address(apiUrl: string): { protocol: 'http' | 'https', host: string, port: string } {
  const url = new URL(apiUrl)
  const protocol = url.protocol === 'http:' ? 'http' : 'https'
  return { protocol, host: url.hostname, port: url.port || (protocol === 'http' ? '80' : '443') }
}
