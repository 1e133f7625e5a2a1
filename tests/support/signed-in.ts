import { sql } from 'drizzle-orm'
import { loginSessions, users } from '#drizzle/schema/index.ts'
import { accountsOf } from '#server/http/accounts.ts'
import type { House } from '#server/house.ts'
import { newId } from '#shared/ids/id.ts'

export interface SignedIn { userId: string, loginSessionId: string, email: string, headers: { authorization: string } }

/** Somebody with an account who is logged in, by a program's bearer token. */
export async function signedIn(house: House, changes: Partial<typeof users.$inferInsert> = {}, how: { hasSecondFactor?: boolean, method?: string } = {}): Promise<SignedIn> {
  const email = changes.email ?? `person-${newId()}@example.org`
  const [user] = await house.db.insert(users).values({ email, displayName: 'Person', ...changes }).returning()
  const [session] = await house.db.insert(loginSessions).values({
    userId: user!.id, method: how.method ?? 'password', userAgent: 'a test', ip: '192.0.2.7',
    secondFactorAt: how.hasSecondFactor === false ? null : new Date(), expiresAt: sql`now() + interval '1 day'`
  }).returning({ id: loginSessions.id })
  const token = await accountsOf(house).accessTokens.issue({ userId: user!.id, role: user!.role, loginSessionId: session!.id })
  return { userId: user!.id, loginSessionId: session!.id, email, headers: { authorization: `Bearer ${token}` } }
}
