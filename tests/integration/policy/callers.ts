import { SignJWT } from 'jose'
import type { Database } from '#drizzle/database.ts'
import { loginSessions, users } from '#drizzle/schema/index.ts'
import { type Role, createAccessTokens } from '#server/domain/accounts/index.ts'
import { makeApiToken } from '#server/domain/api-tokens/index.ts'
import { deriveKey } from '#server/http/keys.ts'
import type { ApiScope } from '#shared/api/api-tokens.ts'
import { newId } from '#shared/ids/id.ts'
import { TEST_SECRET } from '#tests/support/house.ts'

export const PUBLIC_URL = 'http://localhost:3000'
const KEY = deriveKey(TEST_SECRET, 'access-token')
const tokens = createAccessTokens(KEY, PUBLIC_URL)

export interface Somebody { userId: string, role: Role }

export async function somebody(db: Database, role: Role, more: Partial<typeof users.$inferInsert> = {}): Promise<Somebody> {
  const [user] = await db.insert(users).values({ role, email: `${role}-${newId()}@example.org`, displayName: role, emailVerifiedAt: new Date(), ...more }).returning()
  return { userId: user!.id, role }
}

/** A fresh login session for each call: some calls end it. */
export async function bearer(db: Database, who: Somebody, hasSecondFactor = who.role !== 'customer'): Promise<string> {
  const [session] = await db.insert(loginSessions).values({ userId: who.userId, secondFactorAt: hasSecondFactor ? new Date() : null, expiresAt: new Date(Date.now() + 3_600_000) }).returning()
  return await tokens.issue({ ...who, loginSessionId: session!.id })
}

/** What a program of somebody's acts with. */
export async function apiToken(db: Database, who: Somebody, scopes: readonly ApiScope[], hasSecondFactor = true): Promise<string> {
  const { token } = await makeApiToken(db, { ...who, loginSessionId: newId(), hasSecondFactor }, { name: 'Program', scopes: [...scopes], days: 7 })
  return token
}

/** Tokens that open nothing, by what is wrong with them. */
export async function badTokens(db: Database): Promise<Record<string, string>> {
  const customer = await somebody(db, 'customer')
  const disabled = await somebody(db, 'admin', { disabledAt: new Date() })
  const session = async (who: Somebody) => (await db.insert(loginSessions).values({ userId: who.userId, secondFactorAt: new Date(), expiresAt: new Date(Date.now() + 3_600_000) }).returning())[0]!.id
  const sign = (claims: Record<string, unknown>, expires: string | number, key: Uint8Array = KEY) => new SignJWT({ sid: claims.sid, role: claims.role })
    .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' }).setSubject(String(claims.sub)).setIssuer(PUBLIC_URL).setAudience('foyer:access').setIssuedAt().setExpirationTime(expires).sign(key)
  const sid = await session(customer)
  return {
    'a disabled admin': await tokens.issue({ ...disabled, loginSessionId: await session(disabled) }),
    'an expired token': await sign({ sub: customer.userId, sid, role: 'customer' }, Math.floor(Date.now() / 1000) - 3600),
    'a role that was tampered with': `${(await sign({ sub: customer.userId, sid, role: 'customer' }, '10m')).split('.')[0]}.${Buffer.from(JSON.stringify({ sub: customer.userId, sid, role: 'admin' })).toString('base64url')}.${'A'.repeat(43)}`,
    'a token of another key': await sign({ sub: customer.userId, sid, role: 'admin' }, '10m', new Uint8Array(32))
  }
}

/** A right signature over a role that the person does not have: the database has the last word. */
export async function boastingToken(db: Database): Promise<string> {
  const customer = await somebody(db, 'customer')
  const [session] = await db.insert(loginSessions).values({ userId: customer.userId, secondFactorAt: new Date(), expiresAt: new Date(Date.now() + 3_600_000) }).returning()
  return await tokens.issue({ userId: customer.userId, role: 'admin', loginSessionId: session!.id })
}
