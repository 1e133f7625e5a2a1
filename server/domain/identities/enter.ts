import { and, eq, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { oauthIdentities } from '#drizzle/schema/index.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { type AccountsDeps, type Entry, type LoginOrigin, type LoginStep, createAccount, finishEntry, letIn, recordAudit } from '#server/domain/accounts/index.ts'
import { personName } from '#shared/api/primitives.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { Locale } from '#shared/text/local-text.ts'
import type { ProvenIdentity, ProviderName } from './identity-provider.ts'

type EnterDeps = Pick<AccountsDeps, 'db' | 'keys' | 'accessTokens' | 'wallet' | 'welcomePoints' | 'firstAdmin'>

/** Somebody who has come back from a provider. */
export interface Arrival { identity: ProvenIdentity, provider: ProviderName, origin: LoginOrigin, locale: Locale }

/**
 * Logs in whoever this identity belongs to, or makes a customer of somebody new. An account that merely has the same e-mail is left
 * alone, whatever the provider says of it: its owner has to log in and link the two himself (S-14).
 * @throws `address-taken`, `login-failed` (disabled)
 */
export async function enter(deps: EnterDeps, arrival: Arrival): Promise<LoginStep> {
  const { issuer, subject } = arrival.identity
  const entry = await inTransaction(deps.db, async (tx): Promise<Entry> => {
    // One at a time: a button pressed twice makes one account.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`identity:${issuer} ${subject}`}, 0))`)
    const userId = await ownerOf(tx, arrival.identity) ?? await makeOwner(tx, deps, arrival)
    return await letIn(tx, deps, userId, arrival.provider, arrival.origin)
  })
  return await finishEntry(deps, entry)
}

/** Who has this identity; null for nobody. */
export async function ownerOf(tx: Transaction, { issuer, subject }: ProvenIdentity): Promise<string | null> {
  const [known] = await tx.select({ userId: oauthIdentities.userId }).from(oauthIdentities)
    .where(and(eq(oauthIdentities.issuer, issuer), eq(oauthIdentities.subject, subject)))
  return known?.userId ?? null
}

async function makeOwner(tx: Transaction, deps: EnterDeps, { identity, provider, locale }: Arrival): Promise<string> {
  const { verifiedEmail, issuer, subject } = identity
  const made = await createAccount(tx, deps, { email: verifiedEmail ?? undefined, displayName: nameOf(identity, locale), locale, method: provider })
  if (!made) throw new DomainError('address-taken')
  await tx.insert(oauthIdentities).values({ userId: made.userId, issuer, subject, label: labelOf(identity, locale) })
  await recordAudit(tx, { actor: made.userId, action: 'identity.linked', subjectType: 'user', subjectId: made.userId, details: { provider } })
  return made.userId
}

/** How the identity is called in the list of one's own. */
export function labelOf(identity: ProvenIdentity, locale: Locale): string {
  return identity.verifiedEmail ?? nameOf(identity, locale)
}

/** Their name for us, made fit: other houses take what we do not (V-04). */
function nameOf({ name, verifiedEmail }: ProvenIdentity, locale: Locale): string {
  const clean = (name ?? '').replaceAll(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu, '').trim()
  const parsed = personName.safeParse([...clean].slice(0, 40).join(''))
  return parsed.success ? parsed.data : verifiedEmail?.split('@')[0] || (locale === 'zh' ? '观众' : 'Visitor')
}
