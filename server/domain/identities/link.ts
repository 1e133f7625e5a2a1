import { and, eq, isNull } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { oauthIdentities, users } from '#drizzle/schema/index.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { type Principal, recordAudit, requireFreshLogin } from '#server/domain/accounts/index.ts'
import { giveNotice } from '#server/domain/notify/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { newId } from '#shared/ids/id.ts'
import type { Locale } from '#shared/text/local-text.ts'
import { labelOf, ownerOf } from './enter.ts'
import type { ProvenIdentity, ProviderName } from './identity-provider.ts'

/**
 * Adds an identity to the account that is logged in. Linking again what is linked changes nothing.
 * @throws `identity-taken` (another account has it), `oauth-refused` (the account has another one of the same provider)
 */
export async function linkIdentity({ db }: { db: Database }, userId: string, { identity, provider, locale }: { identity: ProvenIdentity, provider: ProviderName, locale: Locale }): Promise<void> {
  const { issuer, subject } = identity
  await inTransaction(db, async (tx) => {
    // Were it linked to an account that is deleted meanwhile, its owner could never sign in anywhere with it again.
    const [account] = await tx.select({ id: users.id }).from(users).where(and(eq(users.id, userId), isNull(users.erasedAt))).for('key share')
    if (!account) throw new DomainError('oauth-refused')
    const [added] = await tx.insert(oauthIdentities).values({ userId, issuer, subject, label: labelOf(identity, locale) })
      .onConflictDoNothing().returning({ id: oauthIdentities.id })
    if (!added) {
      const owner = await ownerOf(tx, identity)
      if (owner === userId) return
      throw new DomainError(owner ? 'identity-taken' : 'oauth-refused')
    }
    await recordAudit(tx, { actor: userId, action: 'identity.linked', subjectType: 'user', subjectId: userId, details: { provider } })
    await giveNotice(tx, { to: { userId }, kind: 'identity-changed', params: { provider, isRemoved: false }, path: '/account/security', key: `identity-linked:${added.id}` })
  })
}

/**
 * Takes an identity away. @throws `not-found` (not the caller's), `last-way-in`, `fresh-login-needed`
 */
export async function unlinkIdentity({ db }: { db: Database }, principal: Principal, identityId: string, providers: ReadonlyMap<string, string>): Promise<void> {
  await requireFreshLogin(db, principal)
  const { userId } = principal
  await inTransaction(db, async (tx) => {
    // Locked, so that two ways in cannot be taken at once, each being the other's reason.
    const [account] = await tx.select({ passwordHash: users.passwordHash, phone: users.phone, email: users.email }).from(users).where(eq(users.id, userId)).for('update')
    const identities = await tx.select({ id: oauthIdentities.id, issuer: oauthIdentities.issuer }).from(oauthIdentities).where(eq(oauthIdentities.userId, userId))
    const gone = identities.find(identity => identity.id === identityId)
    if (!account || !gone) throw new DomainError('not-found')
    if (identities.length === 1 && account.passwordHash === null && account.phone === null) throw new DomainError('last-way-in')
    await tx.delete(oauthIdentities).where(and(eq(oauthIdentities.id, identityId), eq(oauthIdentities.userId, userId)))
    const provider = providers.get(gone.issuer) ?? gone.issuer
    await recordAudit(tx, { actor: userId, action: 'identity.unlinked', subjectType: 'user', subjectId: userId, details: { provider } })
    await giveNotice(tx, { to: { userId }, kind: 'identity-changed', params: { provider, isRemoved: true }, path: '/account/security', key: `identity-unlinked:${newId()}` })
  })
}
