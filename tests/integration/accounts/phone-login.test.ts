import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { challenges, users } from '#drizzle/schema/index.ts'
import { type AccountsDeps, askPhone, loginByPhone, readProfile, resendCode } from '#server/domain/accounts/index.ts'
import { openNewDatabase } from '#tests/support/database.ts'
import { refusalCode } from '#tests/support/house.ts'
import { accountsUnderTest, codeSentTo, countingLimiter, notTheCode, nowhere, sentTo } from './accounts-under-test.ts'

describe('logging in by phone', () => {
  let database: Awaited<ReturnType<typeof openNewDatabase>>
  let accounts: AccountsDeps
  beforeAll(async () => {
    database = await openNewDatabase({ pool: 20 })
    accounts = accountsUnderTest(database.db)
  })
  afterAll(() => database.close())

  const NETWORK = '192.0.2.7'
  const ask = (phone: string, more: { country?: string, locale?: 'en' | 'zh' } = {}) => askPhone(accounts, { phone, locale: 'zh', ...more }, NETWORK)
  const enter = (challengeId: string, code: string, displayName?: string) => loginByPhone(accounts, { challengeId, code, displayName }, NETWORK, nowhere)
  const minuteLater = () => database.db.update(challenges).set({ createdAt: sql`created_at - interval '61 seconds'` })
  const loggedIn = async (phone: string, displayName?: string) => {
    const step = await enter((await ask(phone)).challengeId, await codeSentTo(database.db, phone), displayName)
    if (step.step !== 'done') throw new Error(step.step)
    return step.tokens.principal
  }

  it('signs somebody up whose number is new, and in the next time', async () => {
    const first = await loggedIn('+8613800138000')
    expect(await readProfile(accounts, first.userId)).toMatchObject({ phone: '+8613800138000', email: null, displayName: '尾号8000', locale: 'zh', points: 500 })
    await minuteLater()
    expect((await loggedIn('+8613800138000')).userId).toBe(first.userId)
    expect((await loggedIn('+8613800138001', '小雨')).userId).not.toBe(first.userId)
    const [named] = await database.db.select().from(users).where(eq(users.phone, '+8613800138001'))
    expect(named).toMatchObject({ displayName: '小雨', phoneVerifiedAt: expect.any(Date) })
  })

  it('takes a number however it is written, and only mobile numbers', async () => {
    await ask('138 0013 8002', { country: 'CN' })
    expect(await sentTo(database.db, '+8613800138002')).toMatchObject([{ channel: 'sms', kind: 'login-code', locale: 'zh' }])
    await ask('+852 5123 4567')
    expect(await sentTo(database.db, '+85251234567')).toHaveLength(1)
    for (const [phone, country] of [['138 0013 8002'], ['+86 10 6552 9988'], ['+44 20 7946 0958'], ['+1 900 555 0199'], ['12345', 'CN'], ['+86 138 0013 800299']] as const) {
      expect(await refusalCode(ask(phone, { country })), phone).toBe('phone-invalid')
    }
  })

  it('answers alike for known and unknown numbers (S-10)', async () => {
    await loggedIn('+8613800138003')
    await minuteLater()
    const [known, unknown] = [await ask('+8613800138003'), await ask('+8613800138004')]
    expect({ ...known, challengeId: '' }).toEqual({ ...unknown, challengeId: '' })
    expect(await refusalCode(enter(known.challengeId, notTheCode(await codeSentTo(database.db, '+8613800138003'))))).toBe('code-wrong')
    expect(await refusalCode(enter(unknown.challengeId, notTheCode(await codeSentTo(database.db, '+8613800138004'))))).toBe('code-wrong')
  })

  it('makes one account where the code comes twenty times at once', async () => {
    const { challengeId } = await ask('+8613800138005')
    const code = await codeSentTo(database.db, '+8613800138005')
    const steps = await Promise.allSettled(Array.from({ length: 20 }, () => enter(challengeId, code)))
    expect(steps.filter(s => s.status === 'fulfilled')).toHaveLength(1)
    expect(await database.db.select().from(users).where(eq(users.phone, '+8613800138005'))).toHaveLength(1)
  })

  it('lets nobody into a disabled account', async () => {
    const { userId } = await loggedIn('+8613800138006')
    await database.db.update(users).set({ disabledAt: sql`now()` }).where(eq(users.id, userId))
    await minuteLater()
    expect(await refusalCode(loggedIn('+8613800138006'))).toBe('login-failed')
  })

  it('sends one phone a code a minute and eight an hour, whoever asks', async () => {
    const limiter = countingLimiter()
    const limited = { ...accounts, limiter }
    await askPhone(limited, { phone: '+8613800138007', locale: 'en' }, '198.51.100.1')
    expect(await refusalCode(askPhone(limited, { phone: '+8613800138007', locale: 'en' }, '198.51.100.2'))).toBe('rate-limited')
    for (let i = 3; i <= 8; i++) {
      await minuteLater()
      await askPhone(limited, { phone: '+8613800138007', locale: 'en' }, `198.51.100.${i}`)
    }
    await minuteLater()
    expect(await refusalCode(askPhone(limited, { phone: '+8613800138007', locale: 'en' }, '198.51.100.9'))).toBe('rate-limited')
    expect(await sentTo(database.db, '+8613800138007')).toHaveLength(7)
  })

  it('resends to the same phone, and the code before is dead', async () => {
    const { challengeId } = await ask('+8613800138008')
    const before = await codeSentTo(database.db, '+8613800138008')
    expect(await refusalCode(resendCode(accounts, challengeId, null, NETWORK))).toBe('rate-limited')
    await minuteLater()
    const again = await resendCode(accounts, challengeId, null, NETWORK)
    expect(await refusalCode(enter(challengeId, before))).toBe('code-wrong')
    await expect(enter(again.challengeId, await codeSentTo(database.db, '+8613800138008'))).resolves.toMatchObject({ step: 'done' })
  })
})
