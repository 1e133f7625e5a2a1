import { hash } from '@node-rs/argon2'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditLog, loginSessions, users } from '#drizzle/schema/index.ts'
import { createLoginCache, login, logout, refreshLogin } from '#server/domain/accounts/index.ts'
import { whoIsLoggedIn } from '#server/domain/accounts/login-session.ts'
import { openNewDatabase } from '#tests/support/database.ts'
import { accountsUnderTest, countingLimiter, givenAccount, nowhere, rosalind } from './accounts-under-test.ts'

describe('a login session', () => {
  let database: Awaited<ReturnType<typeof openNewDatabase>>
  let accounts: ReturnType<typeof accountsUnderTest>
  let userId: string
  beforeAll(async () => {
    database = await openNewDatabase({ pool: 10 })
    accounts = accountsUnderTest(database.db)
    userId = (await givenAccount(accounts, rosalind)).id
  })
  afterAll(() => database.close())

  const source = { network: '192.0.2.7' }
  const logIn = () => login(accounts, rosalind, source, nowhere)
  const who = (loginSessionId: string) => whoIsLoggedIn(database.db, loginSessionId)

  it('opens with the right password and says who is there', async () => {
    const { principal, accessToken } = await logIn()
    expect(principal).toMatchObject({ userId, role: 'customer' })
    expect(await accounts.accessTokens.verify(accessToken)).toEqual({ userId, role: 'customer', loginSessionId: principal.loginSessionId })
    expect(await who(principal.loginSessionId)).toEqual(principal)
  })

  it('keeps no token in the database that could be used', async () => {
    const { refreshToken, accessToken } = await logIn()
    const { rows } = await dump()
    expect(rows).not.toContain(refreshToken)
    expect(rows).not.toContain(accessToken)
  })

  it('is refused alike for a wrong password, an unknown e-mail and a disabled account (S-10)', async () => {
    await givenAccount(accounts, { ...rosalind, email: 'duke@example.org' })
    await database.db.update(users).set({ disabledAt: new Date() }).where(eq(users.email, 'duke@example.org'))
    const refusal = (email: string, password: string) => login(accounts, { email, password }, source, nowhere).then(() => 'let in', (e: { code: string, data: unknown }) => ({ code: e.code, data: e.data }))
    const expected = { code: 'login-failed', data: {} }
    expect(await refusal(rosalind.email, 'wrong password')).toEqual(expected)
    expect(await refusal('nobody@example.org', rosalind.password)).toEqual(expected)
    expect(await refusal('duke@example.org', rosalind.password)).toEqual(expected)
  })

  it.each([
    ['its password is set anew', { passwordHash: '$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
    ['it is disabled', { disabledAt: new Date() }],
    ['it is deleted', { passwordHash: null, email: null, phone: null, erasedAt: new Date() }]
  ])('is not opened where %s while the old password is being checked (S-04)', async (_, change) => {
    const email = `celia-${Object.keys(change).join('-').toLowerCase()}@example.org`
    const { id } = await givenAccount(accounts, { ...rosalind, email })
    const hasher = { ...accounts.hasher, matches: async (password: string, stored: string | null) => {
      const isRight = await accounts.hasher.matches(password, stored)
      await database.db.update(users).set(change).where(eq(users.id, id))
      return isRight
    } }
    await expect(login({ ...accounts, hasher }, { email, password: rosalind.password }, source, nowhere)).rejects.toMatchObject({ code: 'login-failed' })
    expect(await database.db.select().from(loginSessions).where(eq(loginSessions.userId, id))).toEqual([])
  })

  it('says no more who is there once the account is deleted, whoever forgot to end it', async () => {
    const { id } = await givenAccount(accounts, { ...rosalind, email: 'touchstone@example.org' })
    const { principal } = await login(accounts, { ...rosalind, email: 'touchstone@example.org' }, source, nowhere)
    await database.db.update(users).set({ erasedAt: new Date(), email: null, passwordHash: null }).where(eq(users.id, id))
    expect(await who(principal.loginSessionId)).toBeNull()
  })

  it('does the same work for an unknown e-mail as for a wrong password (S-11)', async () => {
    const checked: (string | null)[] = []
    const hasher = { ...accounts.hasher, matches: async (password: string, stored: string | null) => {
      checked.push(stored)
      return false
    } }
    await login({ ...accounts, hasher }, { email: 'nobody@example.org', password: 'x' }, source, nowhere).catch(() => {})
    await login({ ...accounts, hasher }, { email: rosalind.email, password: 'x' }, source, nowhere).catch(() => {})
    expect(checked).toEqual([null, expect.stringMatching(/^\$argon2id/)])
  })

  it('brings an old, cheaper hash up to date (S-02)', async () => {
    const old = await hash(rosalind.password, { memoryCost: 8192, timeCost: 1, parallelism: 1 })
    await database.db.update(users).set({ passwordHash: old }).where(eq(users.id, userId))
    await logIn()
    const [row] = await database.db.select({ passwordHash: users.passwordHash }).from(users).where(eq(users.id, userId))
    expect(row!.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    await expect(logIn()).resolves.toBeDefined()
  })

  it('takes a bcrypt hash that was brought in from elsewhere, and upgrades it at the first login (S-02)', async () => {
    // Rosalind's password, by crypt(3) of Debian (libxcrypt).
    const elsewhere = '$2y$04$WhereSeatsAreRealSeate0Ms1BUSBGXOBWb5yHUtCuTPqby1.4xu'
    await database.db.update(users).set({ passwordHash: elsewhere }).where(eq(users.id, userId))
    await expect(login(accounts, { ...rosalind, password: 'not the password' }, source, nowhere)).rejects.toMatchObject({ code: 'login-failed' })
    await logIn()
    const [row] = await database.db.select({ passwordHash: users.passwordHash }).from(users).where(eq(users.id, userId))
    expect(row!.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    await expect(logIn()).resolves.toBeDefined()
  })

  it('ends with logging out: no token of it works any more (S-04)', async () => {
    const { principal, refreshToken } = await logIn()
    await logout(accounts, principal.loginSessionId)
    await logout(accounts, principal.loginSessionId)
    expect(await who(principal.loginSessionId)).toBeNull()
    await expect(refreshLogin(accounts, refreshToken)).rejects.toMatchObject({ code: 'session-ended' })
    const audit = await database.db.select({ action: auditLog.action }).from(auditLog).where(eq(auditLog.subjectId, principal.loginSessionId)).orderBy(auditLog.id)
    expect(audit.map(a => a.action)).toEqual(['login-session.opened', 'login-session.logged-out'])
  })

  it('ends when the account is disabled, and follows a change of role (S-04)', async () => {
    const { principal, refreshToken } = await logIn()
    await database.db.update(users).set({ role: 'publisher' }).where(eq(users.id, userId))
    expect(await who(principal.loginSessionId)).toMatchObject({ role: 'publisher' })
    await database.db.update(users).set({ role: 'customer', disabledAt: sql`now()` }).where(eq(users.id, userId))
    expect(await who(principal.loginSessionId)).toBeNull()
    await expect(refreshLogin(accounts, refreshToken)).rejects.toMatchObject({ code: 'session-ended' })
    await database.db.update(users).set({ disabledAt: null }).where(eq(users.id, userId))
  })

  it('ends after 30 idle minutes by the clock of the database, and not while it is used (S-08)', async () => {
    const { principal, refreshToken } = await logIn()
    await quietFor(principal.loginSessionId, '29 minutes')
    expect(await who(principal.loginSessionId)).toEqual(principal)
    const [row] = await database.db.select({ isFresh: sql<boolean>`${loginSessions.lastSeenAt} > now() - interval '1 minute'` }).from(loginSessions).where(eq(loginSessions.id, principal.loginSessionId))
    expect(row!.isFresh).toBe(true)
    await quietFor(principal.loginSessionId, '31 minutes')
    expect(await who(principal.loginSessionId)).toBeNull()
    await expect(refreshLogin(accounts, refreshToken)).rejects.toMatchObject({ code: 'session-ended' })
  })

  it('writes that it was seen at most once a minute', async () => {
    const { principal } = await logIn()
    await quietFor(principal.loginSessionId, '30 seconds')
    const seen = () => database.db.select({ at: loginSessions.lastSeenAt }).from(loginSessions).where(eq(loginSessions.id, principal.loginSessionId))
    const before = await seen()
    await who(principal.loginSessionId)
    expect(await seen()).toEqual(before)
  })

  it('ends after 30 days however busy it is (S-08)', async () => {
    const { principal, refreshToken, expiresAt } = await logIn()
    expect(Math.round((expiresAt.getTime() - Date.now()) / 86_400_000)).toBe(30)
    await database.db.update(loginSessions).set({ expiresAt: sql`now() - interval '1 second'` }).where(eq(loginSessions.id, principal.loginSessionId))
    expect(await who(principal.loginSessionId)).toBeNull()
    await expect(refreshLogin(accounts, refreshToken)).rejects.toMatchObject({ code: 'session-ended' })
  })

  it('is believed for 30 seconds at most without asking the database (S-04)', async () => {
    const { principal } = await logIn()
    let now = 0
    const cache = createLoginCache(database.db, () => now)
    expect(await cache.principalOf(principal.loginSessionId)).toEqual(principal)
    await logout(accounts, principal.loginSessionId)
    now = 29_999
    expect(await cache.principalOf(principal.loginSessionId)).toEqual(principal)
    now = 30_000
    expect(await cache.principalOf(principal.loginSessionId)).toBeNull()
  })

  it('is forgotten at once by the process that ended it (S-04)', async () => {
    const { principal } = await logIn()
    const cache = createLoginCache(database.db)
    await cache.principalOf(principal.loginSessionId)
    await logout(accounts, principal.loginSessionId)
    cache.forget(principal.loginSessionId)
    expect(await cache.principalOf(principal.loginSessionId)).toBeNull()
  })

  it('counts tries by address and by account in two separate buckets (S-09)', async () => {
    const limiter = countingLimiter()
    const hasher = { ...accounts.hasher, matches: async () => false }
    const attempt = (email: string, address: string) => login({ ...accounts, limiter, hasher }, { email, password: 'guess' }, { network: address }, nowhere).catch(e => e.code as string)
    for (let i = 0; i < 300; i++) expect(await attempt(`user${i}@example.org`, '192.0.2.1')).toBe('login-failed')
    expect(await attempt('user301@example.org', '192.0.2.1')).toBe('rate-limited')
    for (let i = 0; i < 30; i++) expect(await attempt(rosalind.email, `198.51.100.${i}`)).toBe('login-failed')
    expect(await attempt(rosalind.email, '198.51.100.99')).toBe('rate-limited')
  })

  function quietFor(loginSessionId: string, interval: string) {
    return database.db.update(loginSessions).set({ lastSeenAt: sql`now() - ${interval}::interval` }).where(eq(loginSessions.id, loginSessionId))
  }

  /** Everything that accounts keep, as one text. */
  async function dump(): Promise<{ rows: string }> {
    const [row] = await database.db.execute<{ rows: string }>(sql`select
      (select coalesce(string_agg(t::text, ' '), '') from refresh_tokens t) || (select coalesce(string_agg(t::text, ' '), '') from login_sessions t) || (select coalesce(string_agg(t::text, ' '), '') from audit_log t) as rows`)
    return row!
  }
})
