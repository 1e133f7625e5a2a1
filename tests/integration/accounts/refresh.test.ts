import { and, eq, isNull, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditLog, loginSessions, refreshTokens } from '#drizzle/schema/index.ts'
import { type LoginTokens, refreshLogin } from '#server/domain/accounts/index.ts'
import { whoIsLoggedIn } from '#server/domain/accounts/login-session.ts'
import { hashRefreshToken, newRefreshToken } from '#server/domain/accounts/refresh-token.ts'
import { openNewDatabase } from '#tests/support/database.ts'
import { accountsUnderTest, givenAccount, logIn, noticesOf, rosalind } from './accounts-under-test.ts'

describe('refreshing', () => {
  let database: Awaited<ReturnType<typeof openNewDatabase>>
  let accounts: ReturnType<typeof accountsUnderTest>
  let opened: LoginTokens
  beforeAll(async () => {
    database = await openNewDatabase({ pool: 20 })
    accounts = accountsUnderTest(database.db)
    await givenAccount(accounts, rosalind)
  })
  afterAll(() => database.close())
  beforeEach(async () => {
    opened = await logIn(accounts, rosalind)
  })

  const refresh = (token: string) => refreshLogin(accounts, token)
  const refused = { code: 'session-ended' }

  it('gives a new pair for the same login session', async () => {
    const next = await refresh(opened.refreshToken)
    expect(next.principal).toEqual(opened.principal)
    expect(next.refreshToken).not.toBe(opened.refreshToken)
    expect(next.expiresAt).toEqual(opened.expiresAt)
    expect(await accounts.accessTokens.verify(next.accessToken)).toMatchObject({ userId: opened.principal.userId, loginSessionId: opened.principal.loginSessionId })
    expect((await refresh(next.refreshToken)).refreshToken).not.toBe(next.refreshToken)
  })

  it('ends the whole login session when a retired token comes back: it was stolen (S-06)', async () => {
    const thiefs = opened.refreshToken
    const victims = await refresh(opened.refreshToken)
    await graceIsOver(thiefs)

    await expect(refresh(thiefs)).rejects.toMatchObject(refused)
    await expect(refresh(victims.refreshToken)).rejects.toMatchObject(refused)
    expect(await whoIsLoggedIn(database.db, opened.principal.loginSessionId)).toBeNull()
    const [session] = await database.db.select().from(loginSessions).where(eq(loginSessions.id, opened.principal.loginSessionId))
    expect(session).toMatchObject({ revokedReason: 'refresh-token-reused', revokedAt: expect.any(Date) })
  })

  it('writes down a theft once, however often the thief tries (S-06)', async () => {
    await refresh(opened.refreshToken)
    await graceIsOver(opened.refreshToken)
    await Promise.allSettled(Array.from({ length: 10 }, () => refresh(opened.refreshToken)))
    const audit = await database.db.select().from(auditLog).where(and(eq(auditLog.subjectId, opened.principal.loginSessionId), eq(auditLog.action, 'login-session.refresh-token-reused')))
    expect(audit).toMatchObject([{ actor: opened.principal.userId, fromState: 'open', toState: 'revoked' }])
  })

  it('tells the owner of a stolen login, once (S-06)', async () => {
    const orlando = await givenAccount(accounts, { ...rosalind, email: 'orlando@example.org' })
    const robbed = await logIn(accounts, { ...rosalind, email: 'orlando@example.org' })
    await refresh(robbed.refreshToken)
    await graceIsOver(robbed.refreshToken)
    await Promise.allSettled(Array.from({ length: 5 }, () => refresh(robbed.refreshToken)))
    expect(await noticesOf(database.db, { userId: orlando.id })).toEqual(['login-stolen'])
  })

  it('leaves the person\'s other browsers logged in when one is robbed', async () => {
    const other = await logIn(accounts, rosalind)
    await refresh(opened.refreshToken)
    await graceIsOver(opened.refreshToken)
    await expect(refresh(opened.refreshToken)).rejects.toMatchObject(refused)
    await expect(refresh(other.refreshToken)).resolves.toBeDefined()
  })

  it('gives twenty tabs that ask together one and the same successor (S-07)', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(opened.refreshToken)))
    expect(new Set(answers.map(a => a.refreshToken)).size).toBe(1)
    const live = await database.db.select().from(refreshTokens).where(and(eq(refreshTokens.loginSessionId, opened.principal.loginSessionId), isNull(refreshTokens.rotatedAt)))
    expect(live).toMatchObject([{ tokenHash: hashRefreshToken(answers[0]!.refreshToken) }])
    await expect(refresh(answers[0]!.refreshToken)).resolves.toBeDefined()
  })

  it('gives a client whose answer was lost the same successor again within 10 s (S-07)', async () => {
    const first = await refresh(opened.refreshToken)
    await rotatedAgo(opened.refreshToken, '9 seconds')
    expect((await refresh(opened.refreshToken)).refreshToken).toBe(first.refreshToken)
  })

  it('leads a late tab to the token that lives where others have gone on meanwhile (S-07)', async () => {
    const second = await refresh(opened.refreshToken)
    const third = await refresh(second.refreshToken)
    expect((await refresh(opened.refreshToken)).refreshToken).toBe(third.refreshToken)
    expect(await whoIsLoggedIn(database.db, opened.principal.loginSessionId)).toEqual(opened.principal)
  })

  it('refuses what is no refresh token of ours', async () => {
    for (const token of ['', 'cookie', newRefreshToken(), opened.accessToken, 'x'.repeat(65_536)]) await expect(refresh(token)).rejects.toMatchObject(refused)
    await expect(refresh(opened.refreshToken)).resolves.toBeDefined()
  })

  const graceIsOver = (token: string) => rotatedAgo(token, '11 seconds')

  function rotatedAgo(token: string, interval: string) {
    return database.db.update(refreshTokens).set({ rotatedAt: sql`clock_timestamp() - ${interval}::interval` }).where(eq(refreshTokens.tokenHash, hashRefreshToken(token)))
  }
})
