import { Secret } from 'otpauth'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type AccountsDeps, beginTotp, confirmTotp, login, newDeviceMark } from '#server/domain/accounts/index.ts'
import { totpOf } from '#server/domain/accounts/second-factor.ts'
import { newId } from '#shared/ids/id.ts'
import { openNewDatabase } from '#tests/support/database.ts'
import { stopDateWithinStep } from '#tests/support/still-clock.ts'
import { accountsUnderTest, countingLimiter, givenAccount, logIn, notTheCode, nowhere, rosalind } from './accounts-under-test.ts'

/** S-09. The work of a wrong password is left out: it is the same for all, and 20,000 of them would take ten minutes. */
describe('a crowd that guesses passwords', () => {
  let database: Awaited<ReturnType<typeof openNewDatabase>>
  let accounts: AccountsDeps
  let person: typeof rosalind
  let userId: string
  let limiter: ReturnType<typeof countingLimiter>
  let dateGoesOn: () => void
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
    limiter = countingLimiter()
  })

  const quick = { isOutdated: () => false, hash: () => Promise.reject(new Error('hashed')), matches: async (password: string, stored: string | null) => stored !== null && password === person.password }
  const attempt = (input: { email?: string, password?: string, code?: string }, source: { network: string, deviceMark?: string }) =>
    login({ ...accounts, limiter, hasher: quick }, { email: person.email, password: 'guess', ...input }, source, nowhere).then(() => 'in', (e: { code?: string }) => e.code)
  const count = async (tries: Promise<string | undefined>[]) => {
    const counts: Record<string, number> = {}
    for (const outcome of await Promise.all(tries)) counts[outcome ?? 'broken'] = (counts[outcome ?? 'broken'] ?? 0) + 1
    return counts
  }
  const crowd = (size = 10_000) => count(Array.from({ length: size }, (_, i) => attempt({}, { network: `10.${i >> 16}.${i >> 8 & 255}.${i & 255}` })))
  const stranger = (input: { password?: string, code?: string }) => attempt(input, { network: '203.0.113.9' })
  const withApp = async () => {
    const here = await logIn(accounts, person)
    const { secret } = await beginTotp(accounts, here.principal, person.password)
    const app = totpOf(Secret.fromBase32(secret))
    await confirmTotp(accounts, here.principal, app.generate({ timestamp: Date.now() - 30_000 }))
    return () => app.generate()
  }

  it('from one address at 10,000 accounts is stopped after 300 (S-09)', async () => {
    const outcomes = await count(Array.from({ length: 10_000 }, (_, i) => attempt({ email: `user${i}@example.org` }, { network: '198.51.100.1' })))
    expect(outcomes).toEqual({ 'login-failed': 300, 'rate-limited': 9_700 })
    expect(await stranger({ password: person.password })).toBe('in')
  })

  it('from 10,000 addresses at one account is stopped after 30 (S-09)', async () => {
    expect(await crowd()).toEqual({ 'login-failed': 30, 'rate-limited': 9_970 })
  })

  it('is answered alike at an account that is not there (S-10)', async () => {
    const email = 'nobody@example.org'
    const outcomes = await count(Array.from({ length: 1_000 }, (_, i) => attempt({ email }, { network: `10.0.${i >> 8}.${i & 255}` })))
    expect(outcomes).toEqual({ 'login-failed': 30, 'rate-limited': 970 })
    expect(await attempt({ email, code: '123456' }, { network: '203.0.113.9' })).toBe('rate-limited')
  })

  it('does not keep the owner out who shows password and second factor, even in a new browser (S-09)', async () => {
    const appShows = await withApp()
    await crowd()
    expect(await stranger({ password: person.password })).toBe('rate-limited')
    expect(await stranger({ password: 'guess', code: appShows() })).toBe('rate-limited')
    expect(await stranger({ password: person.password, code: notTheCode(appShows()) })).toBe('rate-limited')
    expect(await stranger({ password: person.password, code: appShows() })).toBe('in')
  })

  it('learns nothing while it is stopped: right and wrong passwords are answered alike (S-09)', async () => {
    await crowd(100)
    expect(await stranger({ password: person.password })).toBe('rate-limited')
    expect(await stranger({ password: person.password, code: '123456' })).toBe('rate-limited')
    expect(await stranger({ password: 'guess', code: '123456' })).toBe('rate-limited')
  })

  it('does not keep the owner out whose browser has logged in before (S-09)', async () => {
    const deviceMark = newDeviceMark(accounts.keys.devices, userId)
    await crowd()
    expect(await attempt({ password: person.password }, { network: '203.0.113.9', deviceMark })).toBe('in')
  })

  it('gains no more by a browser of its own: marks are worth nothing for other accounts, and are counted too (S-09)', async () => {
    const marks = [newDeviceMark(accounts.keys.devices, newId()), newDeviceMark(new Uint8Array(32), userId), 'x', `${'A'.repeat(22)}.${'A'.repeat(43)}`]
    await crowd(100)
    for (const deviceMark of marks) expect(await attempt({ password: person.password }, { network: '203.0.113.9', deviceMark })).toBe('rate-limited')
    const stolen = newDeviceMark(accounts.keys.devices, userId)
    const outcomes = await count(Array.from({ length: 100 }, (_, i) => attempt({}, { network: `10.9.0.${i}`, deviceMark: stolen })))
    expect(outcomes).toEqual({ 'login-failed': 30, 'rate-limited': 70 })
  })
})
