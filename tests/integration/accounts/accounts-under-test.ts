import { randomBytes } from 'node:crypto'
import { desc, eq } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { outbox } from '#drizzle/schema/index.ts'
import { type AccountsDeps, type LoginTokens, type RateLimiter, createAccessTokens, createAccount, createLoginCache, createPasswordHasher, login, readProfile } from '#server/domain/accounts/index.ts'
import { grantWelcomePoints, walletBalance } from '#server/domain/payments/index.ts'
import type { Profile } from '#shared/api/accounts.ts'

/** Lets everybody try as often as they like. */
export const noLimit: RateLimiter = { hit: async () => ({ allowed: true, retryAfterSeconds: 0 }) }

/** A limiter that counts in memory and never forgets. */
export function countingLimiter(): RateLimiter & { tries: Map<string, number> } {
  const tries = new Map<string, number>()
  return {
    tries,
    async hit(key, limit, windowSeconds) {
      const count = (tries.get(key) ?? 0) + 1
      tries.set(key, count)
      return { allowed: count <= limit, retryAfterSeconds: count <= limit ? 0 : windowSeconds }
    }
  }
}

export function accountsUnderTest(db: Database): AccountsDeps {
  return {
    db,
    limiter: noLimit,
    hasher: createPasswordHasher(),
    accessTokens: createAccessTokens(randomBytes(32), 'https://tickets.example'),
    logins: createLoginCache(db),
    wallet: { grantWelcomePoints, walletBalance },
    welcomePoints: 500,
    keys: { codes: randomBytes(32), totp: randomBytes(32), recovery: randomBytes(32), devices: randomBytes(32) },
    channels: { mail: true, sms: true, mailbox: false },
    firstAdmin: null
  }
}

/** An account whose owner has proven his e-mail. */
export async function givenAccount(accounts: AccountsDeps, person: { email: string, password: string, displayName: string, locale: 'en' | 'zh' }): Promise<Profile> {
  const passwordHash = await accounts.hasher.hash(person.password)
  const made = await accounts.db.transaction(tx => createAccount(tx, accounts, { ...person, passwordHash, method: 'password' }))
  return await readProfile(accounts, made!.userId)
}

/** Logs in as people do, from an address that nobody else uses. */
export function logIn(accounts: AccountsDeps, person: { email: string, password: string }, code?: string): Promise<LoginTokens> {
  return login(accounts, { email: person.email, password: person.password, code }, { network: '192.0.2.7' }, nowhere)
}

interface Sent { channel: string, address: string, kind: string, params: Record<string, string>, locale: string }

/** What was sent to an address, the latest first. */
export async function sentTo(db: Database, address: string): Promise<Sent[]> {
  const rows = await db.select({ payload: outbox.payload }).from(outbox).where(eq(outbox.topic, 'dispatch')).orderBy(desc(outbox.id))
  return rows.map(row => row.payload as unknown as Sent).filter(message => message.address === address)
}

/** The code that the latest message to an address has in it. */
export async function codeSentTo(db: Database, address: string): Promise<string> {
  const [latest] = await sentTo(db, address)
  if (!latest?.params.code) throw new Error(`no code was sent to ${address}`)
  return latest.params.code
}

/** A code that is wrong. */
export const notTheCode = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

/** Kinds of the notices that an account was given, the oldest first. */
export async function noticesOf(db: Database, to: { userId: string } | { email: string }): Promise<string[]> {
  const rows = await db.select({ payload: outbox.payload }).from(outbox).where(eq(outbox.topic, 'notice')).orderBy(outbox.id)
  return rows.map(row => row.payload as { to: Record<string, string>, kind: string })
    .filter(notice => 'userId' in to ? notice.to.userId === to.userId : notice.to.email === to.email).map(notice => notice.kind)
}

export const rosalind = { email: 'rosalind@example.org', password: 'as you like it, 1599', displayName: 'Rosalind', locale: 'en' as const }
export const nowhere = { ip: '192.0.2.7', userAgent: 'a test' }
