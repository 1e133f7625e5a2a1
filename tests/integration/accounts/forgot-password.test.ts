import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { challenges, loginSessions, users } from '#drizzle/schema/index.ts'
import { type AccountsDeps, forgotPassword, refreshLogin, resetPassword } from '#server/domain/accounts/index.ts'
import { newId } from '#shared/ids/id.ts'
import { forgotInput } from '#shared/api/identity.ts'
import { openNewDatabase } from '#tests/support/database.ts'
import { refusalCode } from '#tests/support/house.ts'
import { accountsUnderTest, countingLimiter, givenAccount, logIn, noticesOf, rosalind, sentTo } from './accounts-under-test.ts'

describe('a forgotten password', () => {
  let database: Awaited<ReturnType<typeof openNewDatabase>>
  let accounts: AccountsDeps
  let person: typeof rosalind
  let userId: string
  beforeAll(async () => {
    database = await openNewDatabase({ pool: 20 })
    accounts = accountsUnderTest(database.db)
  })
  afterAll(() => database.close())
  beforeEach(async () => {
    person = { ...rosalind, email: `${newId()}@example.org` }
    userId = (await givenAccount(accounts, person)).id
  })

  const NETWORK = '192.0.2.7'
  const NEXT = 'the forest of Arden'
  const forget = async (email = person.email) => {
    await forgotPassword(accounts, email, 'zh', NETWORK)
    return (await sentTo(database.db, email))[0]!
  }
  const link = async () => (await forget()).params.token!
  const reset = (token: string, password = NEXT, deps = accounts) => resetPassword(deps, { token, password }, NETWORK)

  it('is replaced by a link, which ends every login session and says so', async () => {
    const [here, there] = [await logIn(accounts, person), await logIn(accounts, person)]
    expect(await reset(await link())).toEqual({ userId, isTwoFactor: false })
    expect(await refusalCode(logIn(accounts, person))).toBe('login-failed')
    await expect(logIn(accounts, { ...person, password: NEXT })).resolves.toBeDefined()
    for (const tokens of [here, there]) {
      expect(await accounts.logins.principalOf(tokens.principal.loginSessionId)).toBeNull()
      expect(await refusalCode(refreshLogin(accounts, tokens.refreshToken))).toBe('session-ended')
    }
    const ended = await database.db.select({ reason: loginSessions.revokedReason }).from(loginSessions).where(eq(loginSessions.userId, userId))
    expect(ended.map(e => e.reason).toSorted()).toEqual(['password-reset', 'password-reset', null].toSorted())
    expect(await noticesOf(database.db, { userId })).toEqual(['password-changed'])
  })

  it('gets its link in the language of the account; the link is 256 random bits and nobody can read them in the database', async () => {
    const message = await forget()
    expect(message).toMatchObject({ channel: 'mail', kind: 'reset-link', locale: 'en', params: { token: expect.stringMatching(/^[\w-]{65}$/) } })
    const [row] = await database.db.select().from(challenges).where(eq(challenges.target, person.email))
    expect(JSON.stringify(row)).not.toContain(message.params.token!.slice(22))
  })

  it('answers alike where there is no account, which gets a mail that says so (S-10)', async () => {
    expect(await forget('nobody@example.org')).toMatchObject({ kind: 'reset-unknown', locale: 'zh' })
    await database.db.update(users).set({ disabledAt: sql`now()` }).where(eq(users.id, userId))
    const message = await forget()
    expect(message).toMatchObject({ kind: 'reset-unknown' })
    expect(await refusalCode(reset(message.params.token!))).toBe('link-dead')
  })

  it('has a link that works once, also for twenty at the same moment (S-12)', async () => {
    const token = await link()
    const tries = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => reset(token, `${NEXT} ${i}`)))
    expect(tries.filter(t => t.status === 'fulfilled')).toHaveLength(1)
    for (const t of tries) if (t.status === 'rejected') expect(t.reason).toMatchObject({ code: 'link-dead' })
    expect(await refusalCode(reset(token))).toBe('link-dead')
  })

  it('has a link that is dead once a newer one was sent (S-12)', async () => {
    const [older, newer] = [await link(), await link()]
    expect(await refusalCode(reset(older))).toBe('link-dead')
    await expect(reset(newer)).resolves.toBeDefined()
  })

  it('has a link that is dead after 60 minutes by the clock of the database (S-12)', async () => {
    const token = await link()
    const later = (interval: string) => database.db.update(challenges).set({ expiresAt: sql`expires_at - ${interval}::interval` }).where(eq(challenges.target, person.email))
    await later('59 minutes 50 seconds')
    expect(await refusalCode(reset(token, 'foyer2026'))).toBe('password-refused')
    await later('10 seconds')
    expect(await refusalCode(reset(token))).toBe('link-dead')
  })

  it('has a link that is dead once the account has moved to another e-mail (S-12)', async () => {
    const token = await link()
    await database.db.update(users).set({ email: `moved-${person.email}` }).where(eq(users.id, userId))
    expect(await refusalCode(reset(token))).toBe('link-dead')
  })

  it('has a link of which no character may differ (S-12)', async () => {
    const token = await link()
    const flip = (at: number) => token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1)
    for (const wrong of ['', 'x', token.slice(0, -1), `${token}A`, flip(0), flip(21), flip(22), flip(60), token.slice(0, 22) + 'A'.repeat(43)]) expect(await refusalCode(reset(wrong)), wrong).toBe('link-dead')
    await expect(reset(token)).resolves.toBeDefined()
  })

  it('may be refused for its weakness without using the link up (S-01)', async () => {
    const token = await link()
    expect(await refusalCode(reset(token, 'password123'))).toBe('password-refused')
    await expect(reset(token)).resolves.toBeDefined()
  })

  it('is asked for with one plain e-mail: no line breaks, no second recipient (S-12)', () => {
    for (const email of ['a@example.org\r\nBcc: b@example.org', 'a@example.org\nb@example.org', 'a@example.org,b@example.org', 'a@example.org;b@example.org', 'a@example.org b@example.org', '<a@example.org>', ['a@example.org', 'b@example.org'], { email: 'a@example.org' }]) {
      expect(forgotInput.safeParse({ email }).success, JSON.stringify(email)).toBe(false)
    }
    expect(forgotInput.parse({ email: ' A@Example.org ' })).toEqual({ email: 'a@example.org' })
  })

  it('is written about at most eight times an hour to one e-mail, known or not', async () => {
    const limited = { ...accounts, limiter: countingLimiter() }
    for (const email of [person.email, 'somebody@example.org']) {
      for (let i = 0; i < 8; i++) await forgotPassword(limited, email, 'en', `198.51.100.${i}`)
      expect(await refusalCode(forgotPassword(limited, email, 'en', '198.51.100.99'))).toBe('rate-limited')
    }
  })
})
