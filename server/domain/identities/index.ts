/** What others may ask of identities. */
export { type Arrival, enter } from './enter.ts'
export type { IdentityProvider, JourneySecrets, ProvenIdentity, ProviderName } from './identity-provider.ts'
export { JOURNEY_MINUTES, type Journey, type JourneyPlan, beginJourney, endJourney, forgetJourneys, newBrowserSecret, refuse } from './journey.ts'
export { linkIdentity, unlinkIdentity } from './link.ts'
