import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditLog, challenges, deliveries, importRuns, importedPeople, jobRuns, loginSessions, mailbox, users } from '#drizzle/schema/index.ts'
import { askNewEmail, askNewPhone, askPhone, changeEmail, changePhone, confirmRegistration, createAccount, forgotPassword, loginByPhone, readProfile, register, resetPassword, tidyAccounts } from '#server/domain/accounts/index.ts'
import { INVITED_AN_HOUR, beginCustomerImport, finishCustomerImport, importCustomers, inviteImported, listCustomerImports, sendInvitations } from '#server/domain/imports/index.ts'
import { sendWaiting } from '#server/domain/notify/index.ts'
import { workRuns } from '#server/domain/runs/index.ts'
import type { House } from '#server/house.ts'
import { accountsOf } from '#server/http/accounts.ts'
import { JOBS } from '#server/jobs/jobs.ts'
import { customerImportMapping } from '#shared/api/customer-imports.ts'
import { newId } from '#shared/ids/id.ts'
import { codeSentTo, nowhere, sentTo } from '#tests/integration/accounts/accounts-under-test.ts'
import { openTestHouse, refusalCode } from '#tests/support/house.ts'
import { until } from '#tests/support/until.ts'

const NETWORK = '192.0.2.9'
const PASSWORD = 'seven green lamps 7'
let house: House
let adminId: string

beforeAll(async () => {
  house = await openTestHouse({ FOYER_MAIL: 'mailbox', FOYER_DEMO: '1', FOYER_WELCOME_POINTS: '500' })
  const [admin] = await house.db.insert(users).values({ role: 'admin', email: 'importer@example.org', displayName: 'Importer' }).returning()
  adminId = admin!.id
})
afterAll(() => house.close())

const mapping = customerImportMapping.parse({ columns: { email: 'email', name: 'name', phone: 'phone' }, locale: 'en', country: 'CN' })
async function bring(rows: { email: string, phone?: string }[]): Promise<string> {
  const { id } = await beginCustomerImport(house, adminId, { fileName: 'customers.csv', mapping })
  const text = ['email,name,phone', ...rows.map(({ email, phone = '' }) => `${email},Imported,${phone}`)].join('\n')
  const outcome = await importCustomers(house, { run: { id, adminId }, mapping, isDryRun: false, read: async function* () { yield new TextEncoder().encode(text) } })
  await finishCustomerImport(house, adminId, id, outcome)
  expect(outcome).toMatchObject({ isImported: true, created: rows.length })
  return id
}
const fresh = () => `${newId()}@brought.example`
const freshPhone = () => `138${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`
const account = async (id: string) => (await house.db.select().from(users).where(eq(users.id, id)))[0]!
const byEmail = async (email: string) => (await house.db.select().from(users).where(eq(users.email, email)))[0]!
const pointsOf = async (userId: string) => (await readProfile(accountsOf(house), userId)).points
const linkIn = (text: string) => /\/reset\?token=([\w-]+)/.exec(text)![1]!

async function signUp(email: string) {
  const { challengeId } = await register(accountsOf(house), { email, password: PASSWORD, displayName: 'By my own name', locale: 'zh' }, NETWORK)
  return await confirmRegistration(accountsOf(house), { challengeId, code: await codeSentTo(house.db, email) }, NETWORK, nowhere)
}

describe('an account that an import brought', () => {
  it('is that of whoever signs up with its e-mail, with the welcome that everybody gets; a phone that he has not proven goes', async () => {
    const [email, phone] = [fresh(), freshPhone()]
    await bring([{ email, phone }])
    const { id } = await byEmail(email)
    expect(await pointsOf(id)).toBe(0)
    const { principal } = await signUp(email)
    expect(principal.userId).toBe(id)
    expect(await account(id)).toMatchObject({ displayName: 'By my own name', locale: 'zh', phone: null, unclaimedSince: null, emailVerifiedAt: expect.any(Date), passwordHash: expect.stringMatching(/^\$argon2id/) })
    expect(await pointsOf(id)).toBe(500)
    const log = await house.db.select().from(auditLog).where(eq(auditLog.subjectId, id)).orderBy(auditLog.id)
    expect(log.map(entry => entry.action)).toEqual(['account.imported', 'account.registered'])
    // The phone is free for whoever has it.
    const { challengeId } = await askPhone(accountsOf(house), { phone, country: 'CN', locale: 'en' }, NETWORK)
    await loginByPhone(accountsOf(house), { challengeId, code: await codeSentTo(house.db, `+86${phone}`) }, NETWORK, nowhere)
    const [other] = await house.db.select().from(users).where(eq(users.phone, `+86${phone}`))
    expect(other!.id).not.toBe(id)
  })

  it('is entered by "forgotten your password?"', async () => {
    const [email, phone] = [fresh(), freshPhone()]
    await bring([{ email, phone }])
    const { id } = await byEmail(email)
    await forgotPassword(accountsOf(house), email, 'en', NETWORK)
    const [link] = await sentTo(house.db, email)
    expect(link).toMatchObject({ kind: 'reset-link' })
    await resetPassword(accountsOf(house), { token: String(link!.params.token), password: PASSWORD }, NETWORK)
    expect(await account(id)).toMatchObject({ phone: null, unclaimedSince: null, emailVerifiedAt: expect.any(Date) })
    expect(await pointsOf(id)).toBe(500)
  })

  it('is that of whoever has its phone, and then its e-mail goes: two people never share an account', async () => {
    const [email, phone] = [fresh(), freshPhone()]
    await bring([{ email, phone }])
    const { id } = await byEmail(email)
    const { challengeId } = await askPhone(accountsOf(house), { phone, country: 'CN', locale: 'en' }, NETWORK)
    await loginByPhone(accountsOf(house), { challengeId, code: await codeSentTo(house.db, `+86${phone}`) }, NETWORK, nowhere)
    expect(await account(id)).toMatchObject({ email: null, phone: `+86${phone}`, phoneVerifiedAt: expect.any(Date), unclaimedSince: null })
    // Whoever has the e-mail signs up like anybody.
    const { principal } = await signUp(email)
    expect(principal.userId).not.toBe(id)
  })

  it('is that of whoever comes from a provider that vouches for the e-mail, and of nobody else', async () => {
    const email = fresh()
    await bring([{ email }])
    const { id } = await byEmail(email)
    const enter = (isEmailVerified: boolean) => house.db.transaction(tx => createAccount(tx, accountsOf(house), { email, isEmailVerified, displayName: 'From elsewhere', locale: 'en', method: 'google' }))
    expect(await enter(false)).toBeNull()
    expect(await enter(true)).toEqual({ userId: id })
    // Once somebody has it, it is an account like others.
    expect(await enter(true)).toBeNull()
  })

  it('gives way to whoever proves its addresses for an account that he has already', async () => {
    const [email, phone] = [fresh(), freshPhone()]
    await bring([{ email, phone }])
    const { id } = await byEmail(email)
    const { principal } = await signUp(fresh())
    await house.db.update(loginSessions).set({ createdAt: sql`now()` }).where(eq(loginSessions.userId, principal.userId))
    const phoneAsked = await askNewPhone(accountsOf(house), principal, { phone, country: 'CN', current: PASSWORD, locale: 'en' }, NETWORK)
    await changePhone(accountsOf(house), principal, { challengeId: phoneAsked.challengeId, code: await codeSentTo(house.db, `+86${phone}`) }, NETWORK)
    const emailAsked = await askNewEmail(accountsOf(house), principal, { email, current: PASSWORD, locale: 'en' }, NETWORK)
    await changeEmail(accountsOf(house), principal, { challengeId: emailAsked.challengeId, code: await codeSentTo(house.db, email) }, NETWORK)
    expect(await account(principal.userId)).toMatchObject({ email, phone: `+86${phone}` })
    expect(await account(id)).toMatchObject({ email: null, phone: null, unclaimedSince: expect.any(Date) })
  })

  it('never counts as proven before that: the database refuses it', async () => {
    const email = fresh()
    await bring([{ email }])
    await expect(house.db.update(users).set({ emailVerifiedAt: new Date() }).where(eq(users.email, email))).rejects.toThrow()
    await expect(house.db.update(users).set({ passwordHash: 'x' }).where(eq(users.email, email))).rejects.toThrow()
  })
})

describe('the invitation of an import', () => {
  const work = () => workRuns(house, JOBS, () => false)
  const runsOf = (importId: string) => house.db.select().from(jobRuns).where(sql`${jobRuns.runKey} like ${`customer-invitations:${importId}:%`}`).orderBy(jobRuns.runKey)
  const mailsTo = (address: string) => house.db.select().from(mailbox).where(eq(mailbox.address, address))

  it('goes once to each who has not come by himself, with a link that is good for days', async () => {
    const [here, quick] = [fresh(), fresh()]
    const importId = await bring([{ email: here }, { email: quick }])
    await signUp(quick)
    expect((await listCustomerImports(house)).runs[0]!.invitations).toEqual({ isAsked: false, waiting: 1, sent: 0, entered: 1 })
    expect(await inviteImported(house, adminId, importId)).toEqual({ waiting: 1, perHour: INVITED_AN_HOUR })
    expect(await refusalCode(inviteImported(house, adminId, importId))).toBe('illegal-transition')
    await work()
    await until('the invitation is out', async () => await sendWaiting(house) > 0 || (await mailsTo(here)).length > 0)
    const [mail] = await mailsTo(here)
    expect(mail!.subject).toBe('Your account at Foyer')
    expect((await mailsTo(quick)).map(one => one.subject)).not.toContain('Your account at Foyer')
    // What throws old questions away leaves the link alone.
    await house.db.update(challenges).set({ createdAt: sql`now() - interval '3 hours'` }).where(eq(challenges.target, here))
    await tidyAccounts(house.db)
    await resetPassword(accountsOf(house), { token: linkIn(mail!.text), password: PASSWORD }, NETWORK)
    expect(await byEmail(here)).toMatchObject({ unclaimedSince: null })
    expect((await listCustomerImports(house)).runs[0]!.invitations).toEqual({ isAsked: true, waiting: 0, sent: 1, entered: 2 })
  })

  it('writes to so many in an hour and leaves the rest for the next, and a run that dies writes to nobody twice', async () => {
    const emails = Array.from({ length: INVITED_AN_HOUR + 10 }, (_, i) => `many-${i}@invited.example`)
    const importId = await bring(emails.map(email => ({ email })))
    await inviteImported(house, adminId, importId)
    let steps = 0
    const dying: typeof JOBS[number] = { ...JOBS.find(job => job.name === 'customer-invitations')!, work: (deps, run) => sendInvitations({ db: deps.db, codeKey: accountsOf(house).keys.codes }, {
      ...run, get at() { return run.at }, step: part => run.step(async (tx) => {
        const came = await part(tx)
        if (++steps === 4) throw new Error('the power is gone')
        return came
      })
    }) }
    await workRuns(house, [dying], () => false)
    expect((await runsOf(importId))[0]).toMatchObject({ state: 'waiting', done: 50 })
    await house.db.update(jobRuns).set({ nextTryAt: sql`now()` }).where(eq(jobRuns.runKey, `customer-invitations:${importId}:1`))
    await work()
    const written = () => house.db.$count(deliveries, sql`${deliveries.kind} = 'account-invite' and ${deliveries.address} like 'many-%'`)
    expect(await written()).toBe(INVITED_AN_HOUR)
    const [first, second] = await runsOf(importId)
    expect([first!.state, second!.state]).toEqual(['done', 'waiting'])
    expect(second!.nextTryAt.getTime()).toBeGreaterThan(Date.now() + 3_000_000)
    await house.db.update(jobRuns).set({ nextTryAt: sql`now()` }).where(eq(jobRuns.id, second!.id))
    await work()
    expect(await written()).toBe(emails.length)
    expect(await runsOf(importId)).toHaveLength(2)
  })

  it('is not for an import that made no account, nor one that is unknown', async () => {
    const { id } = await beginCustomerImport(house, adminId, { fileName: 'tried.csv', mapping })
    expect(await refusalCode(inviteImported(house, adminId, id))).toBe('illegal-transition')
    expect(await refusalCode(inviteImported(house, adminId, newId()))).toBe('not-found')
    expect(await house.db.$count(importedPeople, eq(importedPeople.runId, id))).toBe(0)
    expect(await house.db.$count(importRuns, eq(importRuns.id, id))).toBe(1)
  })
})
