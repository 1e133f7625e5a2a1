import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { challenges } from '#drizzle/schema/index.ts'
import type { AccountsDeps } from '#server/domain/accounts/index.ts'
import { answerChallenge, closeChallenge, openChallenge } from '#server/domain/accounts/challenge.ts'
import { hashAnswer } from '#server/domain/accounts/one-time-code.ts'
import { tidyAccounts } from '#server/domain/accounts/tidy-accounts.ts'
import { openNewDatabase } from '#tests/support/database.ts'
import { refusalCode } from '#tests/support/house.ts'
import { accountsUnderTest, notTheCode } from './accounts-under-test.ts'

describe('a one-time code', () => {
  let database: Awaited<ReturnType<typeof openNewDatabase>>
  let accounts: AccountsDeps
  beforeAll(async () => {
    database = await openNewDatabase({ pool: 20 })
    accounts = accountsUnderTest(database.db)
  })
  afterAll(() => database.close())

  const CODE = '271828'
  const ask = (target: string, more: { isPaced?: boolean, seconds?: number, answer?: string } = {}) =>
    database.db.transaction(tx => openChallenge(tx, accounts.keys.codes, { purpose: 'login-phone', target, answer: CODE, ...more }))
  const answer = (id: string, code: string) => answerChallenge(database.db, accounts.keys.codes, 'login-phone', id, code)
  const use = (id: string) => database.db.transaction(tx => closeChallenge(tx, id))
  const row = async (id: string) => (await database.db.select().from(challenges).where(eq(challenges.id, id)))[0]

  it('is right once (S-13)', async () => {
    const id = await ask('+8613800138000')
    expect(await answer(id, CODE)).toMatchObject({ target: '+8613800138000' })
    await use(id)
    expect(await refusalCode(answer(id, CODE))).toBe('code-wrong')
    expect(await refusalCode(use(id))).toBe('code-wrong')
  })

  it('is used by one of twenty who bring it together (S-13)', async () => {
    const id = await ask('+8613800138001')
    await answer(id, CODE)
    const uses = await Promise.allSettled(Array.from({ length: 20 }, () => use(id)))
    expect(uses.filter(u => u.status === 'fulfilled')).toHaveLength(1)
  })

  it('gives five tries and not one more, then the right code is wrong too (S-13)', async () => {
    const id = await ask('+8613800138002')
    const left: unknown[] = []
    for (let i = 0; i < 6; i++) await answer(id, notTheCode(CODE)).catch(e => left.push(e.data.triesLeft))
    expect(left).toEqual([4, 3, 2, 1, 0, 0])
    expect(await refusalCode(answer(id, CODE))).toBe('code-wrong')
  })

  it('lets 10,000 guesses at once look five times, so that a million find it with a chance of 1 in 200,000 (S-13)', async () => {
    const id = await ask('+8613800138003')
    const outcomes = await Promise.all(Array.from({ length: 10_000 }, (_, i) => answer(id, String(i).padStart(6, '0')).then(() => 'right', (e: { data: { triesLeft: number } }) => e.data.triesLeft)))
    expect((await row(id))!.tries).toBe(5)
    expect(outcomes.filter(o => o !== 0).toSorted()).toEqual([1, 2, 3, 4])
    expect(outcomes).not.toContain('right')
    expect(await refusalCode(answer(id, CODE))).toBe('code-wrong')
  })

  it('of one question is wrong for every other, even where the digits are the same (S-13)', async () => {
    const [mine, other] = [await ask('+8613800138004'), await ask('+8613800138005', { answer: notTheCode(CODE) })]
    expect(await refusalCode(answer(other, CODE))).toBe('code-wrong')
    expect((await row(mine))!.codeHash).not.toBe(hashAnswer(accounts.keys.codes, other, CODE))
    expect(await refusalCode(answerChallenge(database.db, accounts.keys.codes, 'register', mine, CODE))).toBe('code-wrong')
    await expect(answer(mine, CODE)).resolves.toBeDefined()
  })

  it('cannot be found from the database: the hash is keyed', async () => {
    const id = await ask('+8613800138006')
    const { codeHash } = (await row(id))!
    expect(codeHash).toBe(hashAnswer(accounts.keys.codes, id, CODE))
    expect(codeHash).not.toBe(hashAnswer(new Uint8Array(32), id, CODE))
    expect(JSON.stringify(await row(id))).not.toContain(CODE)
  })

  it('dies after ten minutes by the clock of the database', async () => {
    const id = await ask('+8613800138007')
    await database.db.update(challenges).set({ expiresAt: sql`expires_at - interval '9 minutes 59 seconds'` }).where(eq(challenges.id, id))
    await expect(answer(id, CODE)).resolves.toBeDefined()
    await database.db.update(challenges).set({ expiresAt: sql`clock_timestamp()` }).where(eq(challenges.id, id))
    expect(await refusalCode(answer(id, CODE))).toBe('code-wrong')
    expect(await refusalCode(use(id))).toBe('code-wrong')
  })

  it('dies when a newer one is asked for, and what waited with it goes too', async () => {
    const older = await ask('+8613800138008')
    const newer = await ask('+8613800138008')
    expect(await refusalCode(answer(older, CODE))).toBe('code-wrong')
    expect(await row(older)).toMatchObject({ closedAt: expect.any(Date), payload: {} })
    await expect(answer(newer, CODE)).resolves.toBeDefined()
  })

  it('is sent to one phone once a minute, however many ask together', async () => {
    const asked = await Promise.allSettled(Array.from({ length: 10 }, () => ask('+8613800138009', { isPaced: true })))
    expect(asked.filter(a => a.status === 'fulfilled')).toHaveLength(1)
    for (const a of asked) if (a.status === 'rejected') expect(a.reason).toMatchObject({ code: 'rate-limited', data: { retryAfterSeconds: expect.any(Number) } })
  })

  it('is thrown away when nobody can use it any more', async () => {
    const [old, fresh] = [await ask('+8613800138010'), await ask('+8613800138011')]
    await database.db.update(challenges).set({ createdAt: sql`now() - interval '3 hours'`, expiresAt: sql`now() - interval '170 minutes'` }).where(eq(challenges.id, old))
    await tidyAccounts(database.db)
    expect([await row(old), await row(fresh)]).toMatchObject([undefined, { id: fresh }])
  })
})
