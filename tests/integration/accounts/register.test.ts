import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditLog, users } from '#drizzle/schema/index.ts'
import { changeProfile, readProfile, register } from '#server/domain/accounts/index.ts'
import { openNewDatabase } from '#tests/support/database.ts'
import { accountsUnderTest, countingLimiter, rosalind } from './accounts-under-test.ts'

describe('registering', () => {
  let database: Awaited<ReturnType<typeof openNewDatabase>>
  let accounts: ReturnType<typeof accountsUnderTest>
  beforeAll(async () => {
    database = await openNewDatabase({ pool: 20 })
    accounts = accountsUnderTest(database.db)
  })
  afterAll(() => database.close())

  it('makes a customer with the welcome points in the wallet', async () => {
    const profile = await register(accounts, rosalind, '192.0.2.7')
    expect(profile).toMatchObject({ role: 'customer', email: 'rosalind@example.org', displayName: 'Rosalind', locale: 'en', points: 500 })
    const audit = await database.db.select().from(auditLog).where(eq(auditLog.subjectId, profile.id))
    expect(audit).toMatchObject([{ actor: profile.id, action: 'account.registered' }])
  })

  it('keeps only an Argon2id hash of the password (S-02)', async () => {
    const [row] = await database.db.select().from(users).where(eq(users.email, rosalind.email))
    expect(row!.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(JSON.stringify(row)).not.toContain(rosalind.password)
  })

  it('makes one account where twenty people register one e-mail at the same moment', async () => {
    const orlando = { ...rosalind, email: 'orlando@example.org', displayName: 'Orlando' }
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => register(accounts, orlando, '192.0.2.7')))
    expect(results.filter(r => r.status === 'fulfilled')).toHaveLength(1)
    for (const result of results) if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'email-taken' })
    const found = await database.db.select().from(users).where(eq(users.email, orlando.email))
    expect(found).toHaveLength(1)
    expect((await readProfile(accounts, found[0]!.id)).points).toBe(500)
  })

  it('leaves nothing behind where the points cannot be given', async () => {
    const celia = { ...rosalind, email: 'celia@example.org' }
    const wallet = { ...accounts.wallet, grantWelcomePoints: () => Promise.reject(new Error('the ledger is away')) }
    await expect(register({ ...accounts, wallet }, celia, '192.0.2.7')).rejects.toThrow('the ledger is away')
    expect(await database.db.select().from(users).where(eq(users.email, celia.email))).toEqual([])
  })

  it('refuses weak passwords before it does any work', async () => {
    const hasher = { ...accounts.hasher, hash: () => Promise.reject(new Error('hashed')) }
    await expect(register({ ...accounts, hasher }, { ...rosalind, email: 'weak@example.org', password: 'foyer2026' }, '192.0.2.7')).rejects.toMatchObject({ code: 'password-refused', data: { reason: 'common' } })
  })

  it('counts tries by address and by e-mail', async () => {
    const limiter = countingLimiter()
    const attempt = (email: string, address: string) => register({ ...accounts, limiter }, { ...rosalind, email, password: 'foyer2026' }, address).catch(e => e.code as string)
    for (let i = 0; i < 100; i++) expect(await attempt(`crowd${i}@example.org`, '192.0.2.1')).toBe('password-refused')
    expect(await attempt('one-more@example.org', '192.0.2.1')).toBe('rate-limited')
    for (let i = 0; i < 10; i++) expect(await attempt('wanted@example.org', `198.51.100.${i}`)).toBe('password-refused')
    expect(await attempt('wanted@example.org', '198.51.100.99')).toBe('rate-limited')
  })

  it('changes only those fields of a profile that are given', async () => {
    const jaques = await register(accounts, { ...rosalind, email: 'jaques@example.org', displayName: 'Jaques' }, '192.0.2.7')
    expect(await changeProfile(accounts, jaques.id, { locale: 'zh' })).toMatchObject({ displayName: 'Jaques', locale: 'zh' })
    expect(await changeProfile(accounts, jaques.id, { displayName: '贾克斯' })).toMatchObject({ displayName: '贾克斯', locale: 'zh' })
    expect(await changeProfile(accounts, jaques.id, {})).toMatchObject({ displayName: '贾克斯', locale: 'zh' })
  })
})
