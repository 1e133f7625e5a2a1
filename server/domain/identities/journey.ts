import { createHash, randomBytes } from 'node:crypto'
import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { oauthFlows } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { IdentityProvider, JourneySecrets } from './identity-provider.ts'

/** From the button to the way back, sign-in at the provider included. */
export const JOURNEY_MINUTES = 10

export interface JourneyPlan {
  redirectUri: string
  /** What only the browser that begins has: it must come back with it. */
  browserSecret: string
  /** A path of this site. */
  back: string
  /** Set where somebody who is logged in adds an identity to the own account. */
  linkUserId: string | null
}

/** 256 bits that nobody guesses. */
export const newBrowserSecret = () => randomBytes(32).toString('base64url')

/** Begins a journey to an identity provider. @returns where to send the browser @throws `oauth-refused` where the provider is away */
export async function beginJourney({ db }: { db: Database }, provider: IdentityProvider, plan: JourneyPlan): Promise<string> {
  const state = randomBytes(32).toString('base64url')
  const begun = await provider.begin({ state, redirectUri: plan.redirectUri }).catch(refuse)
  await db.insert(oauthFlows).values({
    stateHash: hash(state), provider: provider.name, browserHash: hash(plan.browserSecret), codeVerifier: begun.codeVerifier, nonce: begun.nonce,
    back: plan.back, linkUserId: plan.linkUserId, expiresAt: sql`now() + make_interval(mins => ${JOURNEY_MINUTES})`
  })
  return begun.url
}

export interface Journey extends JourneySecrets { back: string, linkUserId: string | null }

/**
 * The journey that `state` belongs to, which is over with this: it serves once, within its time, with the provider and in the browser
 * that it began with. Null for anything else. A stranger who has seen `state` cannot use it up.
 */
export async function endJourney({ db }: { db: Database }, provider: string, state: string, browserSecret: string): Promise<Journey | null> {
  const [row] = await db.update(oauthFlows).set({ usedAt: sql`clock_timestamp()` })
    .where(and(
      eq(oauthFlows.stateHash, hash(state)), eq(oauthFlows.provider, provider), eq(oauthFlows.browserHash, hash(browserSecret)),
      isNull(oauthFlows.usedAt), gt(oauthFlows.expiresAt, sql`clock_timestamp()`)
    ))
    .returning({ codeVerifier: oauthFlows.codeVerifier, nonce: oauthFlows.nonce, back: oauthFlows.back, linkUserId: oauthFlows.linkUserId })
  return row ?? null
}

/** Forgets journeys that nobody can end any more. */
export async function forgetJourneys({ db }: { db: Database }): Promise<void> {
  await db.delete(oauthFlows).where(lt(oauthFlows.expiresAt, sql`now() - interval '1 hour'`))
}

/** What exactly was wrong is the provider's affair; people can only try again. */
export function refuse(): never {
  throw new DomainError('oauth-refused')
}

const hash = (text: string) => createHash('sha256').update(text).digest('base64url')
