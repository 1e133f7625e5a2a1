import { desc, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditLog, challenges, notificationChoices, outbox, users } from '#drizzle/schema/index.ts'
import { type AccountsDeps, changeProfile, confirmRegistration, readProfile, register, resendCode } from '#server/domain/accounts/index.ts'
import { openNewDatabase } from '#tests/support/database.ts'
import { refusalCode } from '#tests/support/house.ts'
import { accountsUnderTest, codeSentTo, countingLimiter, givenAccount, logIn, notTheCode, nowhere, rosalind, sentTo } from './accounts-under-test.ts'

describe('registering', () => {
  let database: Awaited<ReturnType<typeof openNewDatabase>>
  let accounts: AccountsDeps
  beforeAll(async () => {
    database = await openNewDatabase({ pool: 20 })
    accounts = accountsUnderTest(database.db)
  })
  afterAll(() => database.close())

  const NETWORK = '192.0.2.7'
  const begin = (person = rosalind, deps = accounts) => register(deps, person, NETWORK)
  const confirm = (challengeId: string, code: string, deps = accounts) => confirmRegistration(deps, { challengeId, code }, NETWORK, nowhere)
  const named = (email: string) => ({ ...rosalind, email })
  const accountsOf = (email: string) => database.db.select().from(users).where(eq(users.email, email))
  const minuteLater = () => database.db.update(challenges).set({ createdAt: sql`created_at - interval '61 seconds'` })

  it('makes nobody before the code has come back', async () => {
    expect(await begin()).toMatchObject({ expiresInSeconds: 600, resendInSeconds: 60, isKeptInMailbox: false })
    expect(await accountsOf(rosalind.email)).toEqual([])
    expect(await sentTo(database.db, rosalind.email)).toMatchObject([{ channel: 'mail', kind: 'register-code', params: { code: expect.stringMatching(/^\d{6}$/) }, locale: 'en' }])
  })

  it('makes a customer with a proven e-mail and the welcome points, and logs in', async () => {
    const { challengeId } = await begin()
    const { principal } = await confirm(challengeId, await codeSentTo(database.db, rosalind.email))
    expect(principal).toMatchObject({ role: 'customer', hasSecondFactor: false })
    expect(await readProfile(accounts, principal.userId)).toMatchObject({ role: 'customer', email: 'rosalind@example.org', displayName: 'Rosalind', locale: 'en', points: 500 })
    const [row] = await accountsOf(rosalind.email)
    expect(row!.emailVerifiedAt).toBeInstanceOf(Date)
    const audit = await database.db.select().from(auditLog).where(eq(auditLog.subjectId, principal.userId))
    expect(audit).toMatchObject([{ actor: principal.userId, action: 'account.registered' }])
    expect((await logIn(accounts, rosalind)).principal.userId).toBe(principal.userId)
  })

  it('tips go only to whoever ticked the box, once the code has proven the address', async () => {
    const before = await database.db.$count(notificationChoices)
    const wanted = async (userId: string) => (await database.db.select().from(notificationChoices).where(eq(notificationChoices.userId, userId))).map(({ kind, channel, isWanted }) => [kind, channel, isWanted])
    const join = async (email: string, more: object) => {
      const { challengeId } = await begin({ ...named(email), ...more })
      expect(await database.db.$count(notificationChoices)).toBe(before)
      return (await confirm(challengeId, await codeSentTo(database.db, email))).principal.userId
    }
    expect(await wanted(await join('silent@example.org', {}))).toEqual([])
    expect(await wanted(await join('unticked@example.org', { wantsTips: false, timeZone: undefined }))).toEqual([])
    const keen = await join('keen@example.org', { wantsTips: true, timeZone: 'Asia/Tokyo' })
    expect(await wanted(keen)).toEqual([['show-tips', 'mail', true]])
    expect((await accountsOf('keen@example.org'))[0]!.timeZone).toBe('Asia/Tokyo')
  })

  it('keeps only an Argon2id hash of the password, before and after (S-02)', async () => {
    await begin(named('audrey@example.org'))
    const [row] = await accountsOf(rosalind.email)
    expect(row!.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    const [waiting] = await database.db.select().from(challenges).where(eq(challenges.target, 'audrey@example.org'))
    expect(waiting!.payload.passwordHash).toMatch(/^\$argon2id\$/)
    const [all] = await database.db.execute<{ text: string }>(sql`select (select string_agg(t::text, ' ') from challenges t) || (select string_agg(t::text, ' ') from users t) || (select string_agg(t::text, ' ') from outbox t) as text`)
    expect(all!.text).not.toContain(rosalind.password)
  })

  it('answers alike where the e-mail has an account; no code is right then, and its owner is written to (S-10)', async () => {
    const code = await begin(named('phebe@example.org')).then(() => codeSentTo(database.db, 'phebe@example.org'))
    const forKnown = await begin()
    const forUnknown = await begin(named('silvius@example.org'))
    expect({ ...forKnown, challengeId: '' }).toEqual({ ...forUnknown, challengeId: '' })
    expect((await sentTo(database.db, rosalind.email))[0]).toMatchObject({ kind: 'register-known', params: {} })
    for (const guess of [code, '000000', '123456']) expect(await refusalCode(confirm(forKnown.challengeId, guess))).toBe('code-wrong')
    expect(await accountsOf(rosalind.email)).toHaveLength(1)
    await expect(logIn(accounts, rosalind)).resolves.toBeDefined()
  })

  it('resends alike for known and unknown e-mails, once a minute, and the code before is dead (S-10)', async () => {
    const known = await begin()
    const unknown = await begin(named('corin@example.org'))
    const first = await codeSentTo(database.db, 'corin@example.org')
    const again = (id: string) => resendCode(accounts, id, null, NETWORK)
    for (const { challengeId } of [known, unknown]) await expect(again(challengeId)).rejects.toMatchObject({ code: 'rate-limited', data: { retryAfterSeconds: expect.any(Number) } })
    await minuteLater()
    const [forKnown, forUnknown] = [await again(known.challengeId), await again(unknown.challengeId)]
    expect({ ...forKnown, challengeId: '' }).toEqual({ ...forUnknown, challengeId: '' })
    expect((await sentTo(database.db, rosalind.email))[0]).toMatchObject({ kind: 'register-known' })
    expect(await refusalCode(confirm(unknown.challengeId, first))).toBe('code-wrong')
    expect(await refusalCode(again(unknown.challengeId))).toBe('not-found')
    await expect(confirm(forUnknown.challengeId, await codeSentTo(database.db, 'corin@example.org'))).resolves.toMatchObject({ principal: { role: 'customer' } })
  })

  it('makes one account where the code is entered twenty times at the same moment', async () => {
    const { challengeId } = await begin(named('orlando@example.org'))
    const code = await codeSentTo(database.db, 'orlando@example.org')
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => confirm(challengeId, code)))
    expect(results.filter(r => r.status === 'fulfilled')).toHaveLength(1)
    for (const result of results) if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'code-wrong' })
    const found = await accountsOf('orlando@example.org')
    expect(found).toHaveLength(1)
    expect((await readProfile(accounts, found[0]!.id)).points).toBe(500)
  })

  it('of twenty who begin with one e-mail only the latest can go on', async () => {
    const begun = await Promise.all(Array.from({ length: 20 }, () => begin(named('oliver@example.org'))))
    const open = await database.db.select({ id: challenges.id }).from(challenges).where(sql`${challenges.target} = 'oliver@example.org' and ${challenges.closedAt} is null`)
    expect(open).toHaveLength(1)
    const codes = await database.db.select({ key: outbox.key, payload: outbox.payload }).from(outbox).where(sql`${outbox.payload} ->> 'address' = 'oliver@example.org'`).orderBy(desc(outbox.id))
    const codeOf = (id: string) => (codes.find(c => c.key === `challenge:${id}`)!.payload as { params: { code: string } }).params.code
    for (const { challengeId } of begun) {
      if (challengeId !== open[0]!.id) expect(await refusalCode(confirm(challengeId, codeOf(challengeId)))).toBe('code-wrong')
    }
    await expect(confirm(open[0]!.id, codeOf(open[0]!.id))).resolves.toBeDefined()
  })

  it('leaves nothing behind where the points cannot be given, and the code stays good', async () => {
    const { challengeId } = await begin(named('celia@example.org'))
    const code = await codeSentTo(database.db, 'celia@example.org')
    const wallet = { ...accounts.wallet, grantWelcomePoints: () => Promise.reject(new Error('the ledger is away')) }
    await expect(confirm(challengeId, code, { ...accounts, wallet })).rejects.toThrow('the ledger is away')
    expect(await accountsOf('celia@example.org')).toEqual([])
    await expect(confirm(challengeId, code)).resolves.toBeDefined()
  })

  it('says that the e-mail is taken only to who has proven to own it', async () => {
    const { challengeId } = await begin(named('adam@example.org'))
    await givenAccount(accounts, named('adam@example.org'))
    expect(await refusalCode(confirm(challengeId, notTheCode(await codeSentTo(database.db, 'adam@example.org'))))).toBe('code-wrong')
    expect(await refusalCode(confirm(challengeId, await codeSentTo(database.db, 'adam@example.org')))).toBe('email-taken')
  })

  it('refuses weak passwords before it does any work (S-01)', async () => {
    const hasher = { ...accounts.hasher, hash: () => Promise.reject(new Error('hashed')) }
    await expect(begin({ ...named('weak@example.org'), password: 'foyer2026' }, { ...accounts, hasher })).rejects.toMatchObject({ code: 'password-refused', data: { reason: 'common' } })
  })

  it('asks nobody for a code that can never arrive', async () => {
    expect(await refusalCode(begin(named('far@example.org'), { ...accounts, channels: { mail: false, sms: false, mailbox: false } }))).toBe('mail-not-set-up')
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
    const jaques = await givenAccount(accounts, { ...rosalind, email: 'jaques@example.org', displayName: 'Jaques' })
    expect(await changeProfile(accounts, jaques.id, { locale: 'zh' })).toMatchObject({ displayName: 'Jaques', locale: 'zh' })
    expect(await changeProfile(accounts, jaques.id, { displayName: '贾克斯' })).toMatchObject({ displayName: '贾克斯', locale: 'zh' })
    expect(await changeProfile(accounts, jaques.id, {})).toMatchObject({ displayName: '贾克斯', locale: 'zh' })
  })
})
