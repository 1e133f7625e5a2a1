import { eq, sql } from 'drizzle-orm'
import { Secret } from 'otpauth'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { loginSessions, totpSecrets } from '#drizzle/schema/index.ts'
import { type AccountsDeps, type LoginTokens, beginTotp, confirmTotp, endTotp, finishEntry, letIn, readSecurity, showSecondFactor } from '#server/domain/accounts/index.ts'
import { STEP_SECONDS, totpOf } from '#server/domain/accounts/second-factor.ts'
import { newId } from '#shared/ids/id.ts'
import { open, seal } from '#shared/secrets/sealed.ts'
import { openNewDatabase } from '#tests/support/database.ts'
import { refusalCode } from '#tests/support/house.ts'
import { stopDateWithinStep } from '#tests/support/still-clock.ts'
import { accountsUnderTest, countingLimiter, givenAccount, logIn, noticesOf, notTheCode, nowhere, rosalind } from './accounts-under-test.ts'

describe('the second factor', () => {
  let database: Awaited<ReturnType<typeof openNewDatabase>>
  let accounts: AccountsDeps
  let person: typeof rosalind
  let userId: string
  let here: LoginTokens
  let secret: string
  let dateGoesOn: () => void
  let recoveryCodes: string[]
  beforeAll(async () => {
    dateGoesOn = stopDateWithinStep()
    database = await openNewDatabase({ pool: 20 })
    accounts = accountsUnderTest(database.db)
  })
  afterAll(async () => {
    dateGoesOn()
    await database.close()
  })
  beforeEach(async () => {
    person = { ...rosalind, email: `${newId()}@example.org` }
    userId = (await givenAccount(accounts, person)).id
    here = await logIn(accounts, person)
    secret = (await beginTotp(accounts, here.principal, person.password)).secret
    recoveryCodes = await confirmTotp(accounts, here.principal, appShows())
    await nothingUsedYet()
  })

  const NETWORK = '192.0.2.7'
  const appShows = (steps = 0, base32 = secret) => totpOf(Secret.fromBase32(base32)).generate({ timestamp: Date.now() + steps * STEP_SECONDS * 1000 })
  const nothingUsedYet = () => database.db.update(totpSecrets).set({ lastStep: 0 }).where(eq(totpSecrets.userId, userId))
  const byPhone = async () => {
    const step = await finishEntry(accounts, await database.db.transaction(tx => letIn(tx, accounts, userId, 'code', nowhere)))
    if (step.step !== 'second-factor') throw new Error('was let in')
    return step.challengeId
  }
  const show = (challengeId: string, code: string, deps = accounts) => showSecondFactor(deps, { challengeId, code }, NETWORK, nowhere)

  it('is on from its first code, for this login session at once, and the owner is told', async () => {
    expect(await accounts.logins.principalOf(here.principal.loginSessionId)).toMatchObject({ hasSecondFactor: true })
    expect(await noticesOf(database.db, { userId })).toEqual(['totp-changed'])
    expect(await readSecurity(database.db, here.principal, { needsSecondFactor: true, providers: new Map() })).toMatchObject({ totp: { isOn: true, recoveryCodesLeft: 10 } })
    expect(new Set(recoveryCodes).size).toBe(10)
    for (const code of recoveryCodes) expect(code).toMatch(/^[a-z\d]{5}-[a-z\d]{5}$/)
  })

  it('asks for nothing before its first code came back, and can be begun anew until then', async () => {
    const other = { ...rosalind, email: `${newId()}@example.org` }
    await givenAccount(accounts, other)
    const login = await logIn(accounts, other)
    const begun = [await beginTotp(accounts, login.principal, other.password), await beginTotp(accounts, login.principal, other.password)]
    await expect(logIn(accounts, other)).resolves.toMatchObject({ principal: { hasSecondFactor: false } })
    expect(await refusalCode(confirmTotp(accounts, login.principal, appShows(0, begun[0]!.secret)))).toBe('code-wrong')
    await expect(confirmTotp(accounts, login.principal, appShows(0, begun[1]!.secret))).resolves.toHaveLength(10)
    expect(begun[1]!.uri).toMatch(/^otpauth:\/\/totp\/Foyer:.+\?issuer=Foyer&secret=[A-Z2-7]{32}&algorithm=SHA1&digits=6&period=30$/)
  })

  it('once on is not begun anew, by nobody', async () => {
    expect(await refusalCode(beginTotp(accounts, here.principal, person.password))).toBe('illegal-transition')
    expect(await refusalCode(beginTotp(accounts, here.principal, 'not the password'))).toBe('password-needed')
  })

  it('is asked for after the right password only', async () => {
    expect(await refusalCode(logIn(accounts, person))).toBe('second-factor-required')
    expect(await refusalCode(logIn(accounts, { ...person, password: 'not the password' }))).toBe('login-failed')
    expect(await refusalCode(logIn(accounts, { ...person, password: 'not the password' }, appShows()))).toBe('login-failed')
    expect(await refusalCode(logIn(accounts, person, notTheCode(appShows())))).toBe('code-wrong')
    await expect(logIn(accounts, person, appShows())).resolves.toMatchObject({ principal: { hasSecondFactor: true } })
  })

  it('takes the code of a step before and after, each once, and never an earlier one again (RFC 6238)', async () => {
    await expect(logIn(accounts, person, appShows(-1))).resolves.toBeDefined()
    expect(await refusalCode(logIn(accounts, person, appShows(-1)))).toBe('code-wrong')
    await expect(logIn(accounts, person, appShows(1))).resolves.toBeDefined()
    for (const step of [-1, 0, 1]) expect(await refusalCode(logIn(accounts, person, appShows(step)))).toBe('code-wrong')
    await nothingUsedYet()
    for (const step of [-3, 3]) expect(await refusalCode(logIn(accounts, person, appShows(step)))).toBe('code-wrong')
  })

  it('lets one of twenty in who bring the same code together', async () => {
    const code = appShows()
    const logins = await Promise.allSettled(Array.from({ length: 20 }, () => logIn(accounts, person, code)))
    expect(logins.filter(l => l.status === 'fulfilled')).toHaveLength(1)
  })

  it('may be a recovery code, once, however it is typed', async () => {
    const [first, second] = recoveryCodes as [string, string]
    await expect(logIn(accounts, person, first)).resolves.toMatchObject({ principal: { hasSecondFactor: true } })
    expect(await refusalCode(logIn(accounts, person, first))).toBe('code-wrong')
    await expect(logIn(accounts, person, ` ${second.replace('-', '').toUpperCase()} `)).resolves.toBeDefined()
    expect(await readSecurity(database.db, here.principal, { needsSecondFactor: false, providers: new Map() })).toMatchObject({ totp: { recoveryCodesLeft: 8 } })
    const both = await Promise.allSettled(Array.from({ length: 10 }, () => logIn(accounts, person, recoveryCodes[2])))
    expect(both.filter(b => b.status === 'fulfilled')).toHaveLength(1)
  })

  it('cannot be read from the database, nor moved to another account', async () => {
    const [row] = await database.db.select().from(totpSecrets).where(eq(totpSecrets.userId, userId))
    expect(JSON.stringify(row)).not.toContain(secret)
    for (const code of recoveryCodes) expect(JSON.stringify(row)).not.toContain(code)
    expect(open(accounts.keys.totp, row!.secretSealed, userId)).toBe(secret)
    expect(() => open(accounts.keys.totp, row!.secretSealed, newId())).toThrow()
    expect(() => open(accounts.keys.codes, row!.secretSealed, userId)).toThrow()
    expect(seal(accounts.keys.totp, secret, userId)).not.toBe(row!.secretSealed)
  })

  it('is the second step of a login by phone', async () => {
    const challengeId = await byPhone()
    expect(await refusalCode(show(challengeId, notTheCode(appShows())))).toBe('code-wrong')
    await expect(show(challengeId, appShows())).resolves.toMatchObject({ principal: { userId, hasSecondFactor: true } })
    expect(await refusalCode(show(challengeId, recoveryCodes[0]!))).toBe('code-wrong')
    const [session] = await database.db.select().from(loginSessions).where(sql`${loginSessions.userId} = ${userId} and ${loginSessions.method} = 'code'`)
    expect(session).toMatchObject({ secondFactorAt: expect.any(Date) })
  })

  it('is guessed at five times in a quarter of an hour, by password and by phone together (S-13)', async () => {
    const limited = { ...accounts, limiter: countingLimiter() }
    for (let i = 0; i < 3; i++) expect(await refusalCode(logIn(limited, person, notTheCode(appShows())))).toBe('code-wrong')
    const challengeId = await byPhone()
    for (let i = 0; i < 2; i++) expect(await refusalCode(show(challengeId, notTheCode(appShows()), limited))).toBe('code-wrong')
    expect(await refusalCode(show(challengeId, appShows(), limited))).toBe('rate-limited')
    expect(await refusalCode(logIn(limited, person, appShows()))).toBe('rate-limited')
  })

  it('of one question gets five tries even where many guess at once (S-13)', async () => {
    const challengeId = await byPhone()
    await Promise.allSettled(Array.from({ length: 100 }, () => show(challengeId, notTheCode(appShows()))))
    expect(await refusalCode(show(challengeId, appShows()))).toBe('code-wrong')
  })

  it('is turned off by a code; then no login session counts as having shown it', async () => {
    expect(await refusalCode(endTotp(accounts, here.principal, notTheCode(appShows())))).toBe('code-wrong')
    await endTotp(accounts, here.principal, recoveryCodes[5]!)
    expect(await accounts.logins.principalOf(here.principal.loginSessionId)).toMatchObject({ hasSecondFactor: false })
    await expect(logIn(accounts, person)).resolves.toMatchObject({ principal: { hasSecondFactor: false } })
    expect(await noticesOf(database.db, { userId })).toEqual(['totp-changed', 'totp-changed'])
    expect(await refusalCode(endTotp(accounts, here.principal, appShows()))).toBe('code-wrong')
  })
})
