import { asc, eq } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { oauthIdentities, totpSecrets, users } from '#drizzle/schema/index.ts'
import type { SecurityReply } from '#shared/api/identity.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { Principal } from './principal.ts'

/** All that somebody can log in with. `providers` gives the short name of each issuer of identities. */
export async function readSecurity(db: Database, principal: Principal, house: { needsSecondFactor: boolean, providers: ReadonlyMap<string, string> }): Promise<SecurityReply> {
  const [[account], identities] = await Promise.all([
    db.select({
      passwordHash: users.passwordHash, email: users.email, emailVerifiedAt: users.emailVerifiedAt, phone: users.phone,
      totpSince: totpSecrets.confirmedAt, recoveryHashes: totpSecrets.recoveryHashes
    }).from(users).leftJoin(totpSecrets, eq(totpSecrets.userId, users.id)).where(eq(users.id, principal.userId)),
    db.select({ id: oauthIdentities.id, issuer: oauthIdentities.issuer, label: oauthIdentities.label, since: oauthIdentities.createdAt })
      .from(oauthIdentities).where(eq(oauthIdentities.userId, principal.userId)).orderBy(asc(oauthIdentities.createdAt))
  ])
  if (!account) throw new DomainError('login-required')
  const { passwordHash, email, emailVerifiedAt, phone, totpSince, recoveryHashes } = account
  return {
    hasPassword: passwordHash !== null, email, isEmailVerified: emailVerifiedAt !== null, phone,
    totp: { isOn: totpSince !== null, since: totpSince?.toISOString() ?? null, recoveryCodesLeft: totpSince ? recoveryHashes?.length ?? 0 : 0 },
    isTotpRequired: house.needsSecondFactor && principal.role !== 'customer',
    identities: identities.map(({ issuer, since, ...identity }) => ({ ...identity, provider: house.providers.get(issuer) ?? issuer, since: since.toISOString() }))
  }
}
