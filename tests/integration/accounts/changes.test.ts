import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { challenges, loginSessions, oauthIdentities, outbox, users } from '#drizzle/schema/index.ts'
import {
  type AccountsDeps, type LoginTokens, askNewEmail, askNewPhone, changeEmail, changePassword, changePhone, endLoginSession, endOtherLoginSessions,
  readLoginSessions, readSecurity, refreshLogin, removePhone, resendCode
} from '#server/domain/accounts/index.ts'
import { newId } from '#shared/ids/id.ts'
import { openNewDatabase } from '#tests/support/database.ts'
import { refusalCode } from '#tests/support/house.ts'
import { accountsUnderTest, codeSentTo, countingLimiter, givenAccount, logIn, noticesOf, notTheCode, rosalind } from './accounts-under-test.ts'

describe('what one logs in with', () => {
  let database: Awaited<ReturnType<typeof openNewDatabase>>
  let accounts: AccountsDeps
  let person: typeof rosalind
  let userId: string
  let here: LoginTokens
  beforeAll(async () => {
    database = await openNewDatabase({ pool: 20 })
    accounts = accountsUnderTest(database.db)
  })
  afterAll(() => database.close())
  beforeEach(async () => {
    person = { ...rosalind, email: `${newId()}@example.org` }
    userId = (await givenAccount(accounts, person)).id
    here = await logIn(accounts, person)
  })

  const NETWORK = '192.0.2.7'
  const NEXT = 'the forest of Arden'
  const me = () => here.principal
  const row = async () => (await database.db.select().from(users).where(eq(users.id, userId)))[0]!
  const loginAge = (interval: string) => database.db.update(loginSessions).set({ createdAt: sql`now() - ${interval}::interval` }).where(eq(loginSessions.userId, userId))
  const withoutPassword = () => database.db.update(users).set({ passwordHash: null }).where(eq(users.id, userId))
  let numbers = 8000
  const freshPhone = () => `+861380013${++numbers}`

  describe('password', () => {
    const change = (current: string | undefined, next = NEXT, deps = accounts) => changePassword(deps, me(), { current, next })

    it('changes for who knows the old one; all other login sessions end at once, and the owner is told (S-04)', async () => {
      const there = await logIn(accounts, person)
      expect(await accounts.logins.principalOf(there.principal.loginSessionId)).not.toBeNull()
      await change(person.password)
      expect(await accounts.logins.principalOf(there.principal.loginSessionId)).toBeNull()
      expect(await refusalCode(refreshLogin(accounts, there.refreshToken))).toBe('session-ended')
      expect(await accounts.logins.principalOf(me().loginSessionId)).toEqual(me())
      await expect(refreshLogin(accounts, here.refreshToken)).resolves.toBeDefined()
      expect(await noticesOf(database.db, { userId })).toEqual(['password-changed'])
      expect(await refusalCode(logIn(accounts, person))).toBe('login-failed')
      await expect(logIn(accounts, { ...person, password: NEXT })).resolves.toBeDefined()
    })

    it('stays where the old one is missing or wrong, or the new one is weak', async () => {
      expect(await refusalCode(change(undefined))).toBe('password-needed')
      expect(await refusalCode(change('not the password'))).toBe('password-needed')
      expect(await refusalCode(change(person.password, '12345678'))).toBe('password-refused')
      await expect(logIn(accounts, person)).resolves.toBeDefined()
    })

    it('cannot be guessed by who found an open browser', async () => {
      const limited = { ...accounts, limiter: countingLimiter() }
      for (let i = 0; i < 10; i++) expect(await refusalCode(change('guess', NEXT, limited))).toBe('password-needed')
      expect(await refusalCode(change(person.password, NEXT, limited))).toBe('rate-limited')
    })

    it('of two changes at the same moment the first counts', async () => {
      const both = await Promise.allSettled([change(person.password, `${NEXT} 1`), change(person.password, `${NEXT} 2`)])
      expect(both.filter(b => b.status === 'fulfilled')).toHaveLength(1)
    })

    it('is set for the first time by a login of the last ten minutes', async () => {
      await withoutPassword()
      await loginAge('11 minutes')
      expect(await refusalCode(change(undefined))).toBe('fresh-login-needed')
      await loginAge('9 minutes')
      await change(undefined)
      await expect(logIn(accounts, { ...person, password: NEXT })).resolves.toBeDefined()
    })
  })

  describe('e-mail', () => {
    const ask = (email: string, current: string | undefined = person.password) => askNewEmail(accounts, me(), { email, current, locale: 'en' }, NETWORK)
    const enter = (challengeId: string, code: string, who = me()) => changeEmail(accounts, who, { challengeId, code }, NETWORK)

    it('changes when the new one is proven; the old one is told', async () => {
      const email = `new-${person.email}`
      const { challengeId } = await ask(email)
      expect((await row()).email).toBe(person.email)
      expect(await refusalCode(enter(challengeId, notTheCode(await codeSentTo(database.db, email))))).toBe('code-wrong')
      await enter(challengeId, await codeSentTo(database.db, email))
      expect(await row()).toMatchObject({ email, emailVerifiedAt: expect.any(Date) })
      expect(await noticesOf(database.db, { email: person.email })).toEqual(['email-changed'])
      expect(await noticesOf(database.db, { userId })).toEqual(['email-changed'])
    })

    it('asks for the password', async () => {
      expect(await refusalCode(ask('x@example.org', 'not the password'))).toBe('password-needed')
    })

    it('says only to its owner that another account has it (S-10)', async () => {
      const celia = { ...rosalind, email: `celia-${newId()}@example.org` }
      await givenAccount(accounts, celia)
      const [taken, free] = [await ask(celia.email), await ask(`free-${person.email}`)]
      expect({ ...taken, challengeId: '' }).toEqual({ ...free, challengeId: '' })
      const code = await codeSentTo(database.db, celia.email)
      expect(await refusalCode(enter(taken.challengeId, notTheCode(code)))).toBe('code-wrong')
      expect(await refusalCode(enter(taken.challengeId, code))).toBe('address-taken')
      expect((await row()).email).toBe(person.email)
    })

    it('is nobody else\'s question (S-13)', async () => {
      const email = `new-${person.email}`
      const { challengeId } = await ask(email)
      const thief = { ...rosalind, email: `thief-${newId()}@example.org` }
      await givenAccount(accounts, thief)
      const { principal } = await logIn(accounts, thief)
      expect(await refusalCode(enter(challengeId, await codeSentTo(database.db, email), principal))).toBe('code-wrong')
      await database.db.update(challenges).set({ createdAt: sql`created_at - interval '61 seconds'` })
      for (const who of [principal.userId, null]) expect(await refusalCode(resendCode(accounts, challengeId, who, NETWORK))).toBe('not-found')
      await expect(resendCode(accounts, challengeId, userId, NETWORK)).resolves.toBeDefined()
    })
  })

  describe('phone', () => {
    const ask = (phone: string, current: string | undefined = person.password) => askNewPhone(accounts, me(), { phone, current, locale: 'en' }, NETWORK)
    const enter = (challengeId: string, code: string) => changePhone(accounts, me(), { challengeId, code }, NETWORK)
    const add = async (phone: string) => enter((await ask(phone)).challengeId, await codeSentTo(database.db, phone))

    it('is added, changed and taken away, each told', async () => {
      const [first, second] = [freshPhone(), freshPhone()]
      await add(first)
      expect(await row()).toMatchObject({ phone: first, phoneVerifiedAt: expect.any(Date) })
      await add(second)
      expect((await row()).phone).toBe(second)
      await removePhone(accounts, me(), person.password)
      expect(await row()).toMatchObject({ phone: null, phoneVerifiedAt: null })
      expect(await noticesOf(database.db, { userId })).toEqual(['phone-changed', 'phone-changed', 'phone-changed'])
      const notices = await database.db.select({ payload: outbox.payload }).from(outbox).where(sql`${outbox.topic} = 'notice' and ${outbox.payload}::text like ${`%${userId}%`}`)
      expect(JSON.stringify(notices)).not.toContain(first)
    })

    it('of another account is not taken, and only its owner hears so', async () => {
      const phone = freshPhone()
      await add(phone)
      const other = { ...rosalind, email: `${newId()}@example.org` }
      await givenAccount(accounts, other)
      const { principal } = await logIn(accounts, other)
      await database.db.update(challenges).set({ createdAt: sql`created_at - interval '61 seconds'` })
      const { challengeId } = await askNewPhone(accounts, principal, { phone, current: other.password, locale: 'en' }, NETWORK)
      const code = await codeSentTo(database.db, phone)
      expect(await refusalCode(changePhone(accounts, principal, { challengeId, code }, NETWORK))).toBe('address-taken')
    })

    it('stays where it is the only way in', async () => {
      await add(freshPhone())
      await withoutPassword()
      await database.db.update(users).set({ emailVerifiedAt: null }).where(eq(users.id, userId))
      expect(await refusalCode(removePhone(accounts, me(), undefined))).toBe('last-way-in')
      await database.db.insert(oauthIdentities).values({ userId, issuer: 'https://id.example', subject: userId, label: 'Rosalind' })
      await removePhone(accounts, me(), undefined)
      expect((await row()).phone).toBeNull()
    })

    it('stays where there is no e-mail: the house must be able to write', async () => {
      await add(freshPhone())
      await database.db.update(users).set({ email: null }).where(eq(users.id, userId))
      expect(await refusalCode(removePhone(accounts, me(), person.password))).toBe('last-way-in')
    })
  })

  describe('login sessions', () => {
    it('are listed with what the browser said of itself; only the own ones that live', async () => {
      await logIn(accounts, person)
      const gone = await logIn(accounts, person)
      await endLoginSession(accounts, me(), gone.principal.loginSessionId)
      const list = await readLoginSessions(database.db, me())
      expect(list).toHaveLength(2)
      expect(list.filter(s => s.isThisOne)).toMatchObject([{ id: me().loginSessionId, method: 'password', userAgent: 'a test', ip: '192.0.2.7', hasSecondFactor: false }])
    })

    it('end one by one and all but this one, at once (S-04)', async () => {
      const others = [await logIn(accounts, person), await logIn(accounts, person), await logIn(accounts, person)]
      for (const { principal } of others) await accounts.logins.principalOf(principal.loginSessionId)
      await endLoginSession(accounts, me(), others[0]!.principal.loginSessionId)
      expect(await accounts.logins.principalOf(others[0]!.principal.loginSessionId)).toBeNull()
      expect(await endOtherLoginSessions(accounts, me())).toBe(2)
      for (const { principal, refreshToken } of others) {
        expect(await accounts.logins.principalOf(principal.loginSessionId)).toBeNull()
        expect(await refusalCode(refreshLogin(accounts, refreshToken))).toBe('session-ended')
      }
      expect(await accounts.logins.principalOf(me().loginSessionId)).toEqual(me())
    })

    it('of somebody else are not there to be ended', async () => {
      const other = { ...rosalind, email: `${newId()}@example.org` }
      await givenAccount(accounts, other)
      const theirs = await logIn(accounts, other)
      expect(await refusalCode(endLoginSession(accounts, me(), theirs.principal.loginSessionId))).toBe('not-found')
      expect(await accounts.logins.principalOf(theirs.principal.loginSessionId)).not.toBeNull()
    })
  })

  it('is shown in one place', async () => {
    await database.db.insert(oauthIdentities).values({ userId, issuer: 'https://accounts.google.com', subject: newId(), label: 'rosalind@gmail.example' })
    const security = await readSecurity(database.db, { ...me(), role: 'publisher' }, { needsSecondFactor: true, providers: new Map([['https://accounts.google.com', 'google']]) })
    expect(security).toMatchObject({
      hasPassword: true, email: person.email, isEmailVerified: true, phone: null, isTotpRequired: true,
      totp: { isOn: false, since: null, recoveryCodesLeft: 0 }, identities: [{ provider: 'google', label: 'rosalind@gmail.example' }]
    })
  })
})
