import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditLog, deliveries, outbox, reportReceivers } from '#drizzle/schema/index.ts'
import { addReceiver, askAgain, confirmReceiver, endMails, forgetUnanswered, listReceivers, readQuestion, removeReceiver } from '#server/domain/reports/index.ts'
import type { House } from '#server/house.ts'
import { somebody } from '#tests/integration/policy/callers.ts'
import { givenSession } from '#tests/support/fixtures.ts'
import { openTestHouse, refusalCode } from '#tests/support/house.ts'
import { type Owner, confirmed, mailsTo, post, publisherOf, questionTo, receiverWish, reportsTo } from './outside.ts'

let house: House
let publisher: Owner
let admin: Owner

beforeAll(async () => {
  house = await openTestHouse({ FOYER_MAIL: 'mailbox', FOYER_DEMO: '1' })
  publisher = await publisherOf(house, await givenSession(house.db))
  admin = { userId: (await somebody(house.db, 'admin')).userId, role: 'admin' }
})
afterAll(() => house.close())

const another = async (): Promise<Owner> => ({ userId: (await somebody(house.db, 'publisher')).userId, role: 'publisher' })
const list = async (owner: Owner, scope: 'own' | 'house' = 'own') => (await listReceivers(house, owner, scope)).receivers
const end = (token: string) => endMails({ db: house.db, key: house.keys.unsubscribe }, token)
const tokenIn = (text: string) => /unsubscribe\?token=([\w.-]+)/.exec(text)![1]!

describe('an address outside', () => {
  it('gets a question first, and nothing else before it has answered', async () => {
    const owner = await another()
    const wish = receiverWish({ locale: 'zh', format: 'pdf', isWeekly: false })
    await addReceiver(house, owner, wish)
    expect(await list(owner)).toMatchObject([{ email: wish.email, state: 'unconfirmed', zone: 'UTC', format: 'pdf', isMonthly: true, isWeekly: false }])
    const token = await questionTo(house, wish.email)
    const [mail] = await mailsTo(house, wish.email)
    expect(mail!.subject).toContain('是否愿意通过邮件接收')
    expect(mail!.text).toContain('/zh/confirm-reports?token=')
    expect(await list(owner)).toMatchObject([{ state: 'unconfirmed', lastMail: { period: null, state: 'sent' } }])
    expect(await readQuestion(house.db, token)).toMatchObject({ format: 'pdf', isMonthly: true, isConfirmed: false })
    // Looking changes nothing.
    expect(await list(owner)).toMatchObject([{ state: 'unconfirmed' }])
    expect(await confirmReceiver(house.db, token)).toMatchObject({ isConfirmed: true })
    expect(await list(owner)).toMatchObject([{ state: 'active', confirmUntil: null }])
  })

  it('confirms by its own link only, once, and while that is good', async () => {
    const owner = await another()
    const wish = receiverWish()
    const id = await addReceiver(house, owner, wish)
    const token = await questionTo(house, wish.email)
    expect(await refusalCode(readQuestion(house.db, 'x'.repeat(43)))).toBe('not-found')
    await house.db.update(reportReceivers).set({ confirmUntil: sql`now() - interval '1 minute'` }).where(eq(reportReceivers.id, id))
    expect(await refusalCode(confirmReceiver(house.db, token))).toBe('not-found')
    await askAgain(house, owner, id)
    const again = await questionTo(house, wish.email)
    expect(again).not.toBe(token)
    // A second question makes the first link void, and both cannot be used.
    expect(await refusalCode(confirmReceiver(house.db, token))).toBe('not-found')
    await confirmReceiver(house.db, again)
    expect(await refusalCode(confirmReceiver(house.db, again))).toBe('not-found')
    expect(await refusalCode(askAgain(house, owner, id))).toBe('illegal-transition')
  })

  it('leaves no link of it in messages that were delivered', async () => {
    const wish = receiverWish()
    await addReceiver(house, publisher, wish)
    const token = await questionTo(house, wish.email)
    const [row] = await house.db.select({ n: sql<number>`count(*)::int` }).from(outbox).where(sql`${outbox.payload}::text like ${`%${token}%`}`)
    expect(row!.n).toBe(0)
    const sent = await house.db.select().from(deliveries).where(eq(deliveries.address, wish.email))
    expect(sent.map(one => [one.state, one.params])).toEqual([['sent', {}]])
  })

  it('is asked three times a day at most, by all lists together, so that nobody fills a stranger\'s mailbox', async () => {
    const owner = await another()
    const wish = receiverWish()
    const id = await addReceiver(house, owner, wish)
    await askAgain(house, owner, id)
    await removeReceiver(house, owner, id)
    await addReceiver(house, await another(), wish)
    expect(await refusalCode(addReceiver(house, owner, wish))).toBe('rate-limited')
    expect(await refusalCode(addReceiver(house, await another(), wish))).toBe('rate-limited')
    await post(house)
    // What was taken off the list was taken back, sent or not.
    expect(await mailsTo(house, wish.email)).toHaveLength(1)
  })

  it('is on a list once, and a list has twenty at most, however many are added at once', async () => {
    const owner = await another()
    const wish = receiverWish()
    await addReceiver(house, owner, wish)
    expect(await refusalCode(addReceiver(house, owner, { ...wish, name: 'Bookkeeper' }))).toBe('report-receiver-known')
    const added = await Promise.allSettled(Array.from({ length: 22 }, () => addReceiver(house, owner, receiverWish())))
    expect(added.filter(one => one.status === 'fulfilled')).toHaveLength(19)
    expect(await list(owner)).toHaveLength(20)
    expect(await refusalCode(addReceiver(house, owner, receiverWish()))).toBe('too-many-report-receivers')
  })

  it('of the house is every admin\'s to look after, and no publisher\'s', async () => {
    expect(await refusalCode(addReceiver(house, publisher, receiverWish({ scope: 'house' })))).toBe('not-allowed')
    const { id } = await confirmed(house, admin, { scope: 'house', name: 'City council' })
    const other: Owner = { userId: (await somebody(house.db, 'admin')).userId, role: 'admin' }
    expect(await list(other, 'house')).toMatchObject([{ id, name: 'City council' }])
    expect(await list(other)).toEqual([])
    expect(await refusalCode(removeReceiver(house, publisher, id))).toBe('not-found')
    await removeReceiver(house, other, id)
    expect(await list(admin, 'house')).toEqual([])
  })
})

describe('whoever ends the reports', () => {
  it('is kept as a hash alone, and is asked by nobody for a month; then only his own yes begins them again', async () => {
    const owner = await another()
    const { id, email } = await confirmed(house, owner)
    const question = (await mailsTo(house, email))[0]!
    expect(await end(tokenIn(question.text))).toBe('outside-report')
    // Twice is fine.
    await end(tokenIn(question.text))
    expect(await list(owner)).toMatchObject([{ id, email: null, state: 'stopped', lastMail: null }])
    const [row] = await house.db.select().from(reportReceivers).where(eq(reportReceivers.id, id))
    expect(JSON.stringify(row)).not.toContain(email.split('@')[0])
    // Neither what was sent nor what was written down about it has the address.
    expect(await house.db.select().from(deliveries).where(eq(deliveries.address, email))).toEqual([])
    const log = await house.db.select().from(auditLog).where(eq(auditLog.subjectId, id)).orderBy(auditLog.id)
    expect(log.map(entry => entry.action)).toEqual(['report-receiver.added', 'report-receiver.confirmed', 'report-receiver.stopped'])
    expect(JSON.stringify(log)).not.toContain(email)
    expect(await refusalCode(askAgain(house, owner, id))).toBe('illegal-transition')
    // Taking the line off the list does not help either.
    await removeReceiver(house, owner, id)
    expect(await list(owner)).toEqual([])
    expect(await refusalCode(addReceiver(house, owner, receiverWish({ email })))).toBe('report-receiver-stopped')
    await house.db.update(reportReceivers).set({ stoppedAt: sql`now() - interval '31 days'` }).where(eq(reportReceivers.id, id))
    await addReceiver(house, owner, receiverWish({ email, name: 'Anew' }))
    expect(await list(owner)).toMatchObject([{ id, email, name: 'Anew', state: 'unconfirmed' }])
    expect(await reportsTo(house, email)).toEqual([])
    await confirmReceiver(house.db, await questionTo(house, email))
    expect(await list(owner)).toMatchObject([{ state: 'active' }])
  })

  it('may do so by the first mail already, and by no link that is not whole', async () => {
    const owner = await another()
    const wish = receiverWish()
    await addReceiver(house, owner, wish)
    const token = await questionTo(house, wish.email)
    const stop = tokenIn((await mailsTo(house, wish.email))[0]!.text)
    expect(await refusalCode(end(`${stop.slice(0, -1)}${stop.endsWith('A') ? 'B' : 'A'}`))).toBe('not-found')
    await end(stop)
    expect(await refusalCode(confirmReceiver(house.db, token))).toBe('not-found')
  })
})

describe('the database', () => {
  it('has no active address without confirmation, and none that is kept of who ended the mails', async () => {
    const id = await addReceiver(house, await another(), receiverWish())
    const set = (values: Partial<typeof reportReceivers.$inferInsert>) => house.db.update(reportReceivers).set(values).where(eq(reportReceivers.id, id))
    await expect(set({ state: 'active' })).rejects.toThrow()
    await expect(set({ state: 'stopped', confirmHash: null, confirmUntil: null, stoppedAt: new Date() })).rejects.toThrow()
    await expect(set({ isMonthly: false, isWeekly: false })).rejects.toThrow()
    await expect(set({ hiddenAt: new Date() })).rejects.toThrow()
  })

  it('forgets addresses that never answered', async () => {
    const owner = await another()
    const id = await addReceiver(house, owner, receiverWish())
    await addReceiver(house, owner, receiverWish({ name: 'Fresh' }))
    await house.db.update(reportReceivers).set({ confirmUntil: sql`now() - interval '31 days'` }).where(eq(reportReceivers.id, id))
    await forgetUnanswered(house.db)
    expect((await list(owner)).map(one => one.name)).toEqual(['Fresh'])
  })
})
