import { eq } from 'drizzle-orm'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { auditLog, users } from '#drizzle/schema/index.ts'
import { type AccountsDeps, confirmRegistration, createAccount, makeAdmin, register } from '#server/domain/accounts/index.ts'
import { openNewDatabase } from '#tests/support/database.ts'
import { accountsUnderTest, codeSentTo, givenAccount, nowhere, rosalind } from './accounts-under-test.ts'

describe('the first admin', () => {
  let database: Awaited<ReturnType<typeof openNewDatabase>> | undefined
  let accounts: AccountsDeps
  beforeEach(async () => {
    await database?.close()
    database = await openNewDatabase({ pool: 20 })
    accounts = { ...accountsUnderTest(database.db), firstAdmin: rosalind.email }
  })
  afterAll(() => database?.close())

  const signUp = async (email: string) => {
    const { challengeId } = await register(accounts, { ...rosalind, email }, '192.0.2.7')
    return (await confirmRegistration(accounts, { challengeId, code: await codeSentTo(accounts.db, email) }, '192.0.2.7', nowhere)).principal
  }
  const roleOf = async (email: string) => (await accounts.db.select({ role: users.role }).from(users).where(eq(users.email, email)))[0]?.role

  it('is who proves to own the e-mail that the settings name, and nobody else', async () => {
    expect(await signUp('celia@example.org')).toMatchObject({ role: 'customer' })
    expect(await signUp(rosalind.email)).toMatchObject({ role: 'admin' })
    const audit = await accounts.db.select({ actor: auditLog.actor, toState: auditLog.toState }).from(auditLog).where(eq(auditLog.action, 'account.role-changed'))
    expect(audit).toEqual([{ actor: 'first-admin', toState: 'admin' }])
  })

  it('is nobody where the e-mail is only claimed', async () => {
    await accounts.db.transaction(tx => createAccount(tx, accounts, { ...rosalind, isEmailVerified: false, method: 'wechat' }))
    expect(await roleOf(rosalind.email)).toBe('customer')
  })

  it('is nobody where there is an admin already', async () => {
    await givenAccount(accounts, { ...rosalind, email: 'boss@example.org' })
    expect(await makeAdmin(accounts.db, 'boss@example.org')).toBe('made')
    expect(await signUp(rosalind.email)).toMatchObject({ role: 'customer' })
  })

  it('is made of an account that exists on the command line', async () => {
    await givenAccount({ ...accounts, firstAdmin: null }, rosalind)
    expect(await roleOf(rosalind.email)).toBe('customer')
    expect(await makeAdmin(accounts.db, 'nobody@example.org')).toBe('no-account')
    expect(await makeAdmin(accounts.db, rosalind.email)).toBe('made')
    expect(await makeAdmin(accounts.db, rosalind.email)).toBe('was-admin')
    expect(await roleOf(rosalind.email)).toBe('admin')
  })
})
