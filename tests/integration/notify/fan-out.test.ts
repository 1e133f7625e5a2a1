import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deliveries, mailbox, notifications, outbox, users } from '#drizzle/schema/index.ts'
import { type Dispatch, choose, dispatch, giveNotice, readNotifications, rememberPush } from '#server/domain/notify/index.ts'
import type { House } from '#server/house.ts'
import { deliverSoon } from '#server/jobs/deliver-soon.ts'
import { deliverNews, sendPost } from '#server/jobs/housekeeping.ts'
import { newId } from '#shared/ids/id.ts'
import { givenCustomer } from '#tests/support/fixtures.ts'
import { openTestHouse } from '#tests/support/house.ts'

let house: House
beforeAll(async () => { house = await openTestHouse() })
afterAll(() => house.close())

const mailsTo = (address: string) => house.db.select().from(mailbox).where(eq(mailbox.address, address))
const ways = async (key: string) => (await house.db.select({ channel: deliveries.channel }).from(deliveries).where(sql`${deliveries.deliveryKey} like ${`${key} %`}`)).map(d => d.channel).sort()
const codeFor = (address: string, change: Partial<Dispatch> = {}): Dispatch =>
  ({ channel: 'mail', address, kind: 'register-code', params: { code: '482915' }, locale: 'en', usefulSeconds: 600, key: `challenge:${newId()}`, ...change })

async function post(): Promise<void> {
  await deliverNews(house)
  await sendPost(house)
}

describe('a notice', () => {
  it('stands in the app and goes by mail, once, however often it is given', async () => {
    const { userId, email } = await givenCustomer(house.db)
    const notice = { to: { userId }, kind: 'password-changed' as const, params: {}, path: '/profile/security', key: `password-changed:${newId()}` }
    await giveNotice(house.db, notice, notice)
    await post()
    await giveNotice(house.db, notice)
    await post()
    expect((await mailsTo(email)).map(m => m.subject)).toEqual(['Your password was changed'])
    const told = await readNotifications(house.db, userId, { limit: 20 })
    expect(told).toMatchObject({ unread: 1, notifications: [{ kind: 'password-changed', path: '/profile/security', title: { zh: '您的密码已更改' } }] })
  })

  it('for admins reaches each admin, in the own language, and nobody else', async () => {
    const [one, two, gone] = await house.db.insert(users).values(['en', 'zh', 'en'].map((locale, i) => ({
      role: 'admin' as const, email: `admin-${newId()}@example.org`, displayName: 'Admin', locale: locale as 'en' | 'zh', disabledAt: i === 2 ? new Date() : null
    }))).returning()
    const customer = await givenCustomer(house.db)
    await giveNotice(house.db, { to: { role: 'admin' }, kind: 'event-submitted', params: { eventEn: 'Swan Lake', eventZh: '天鹅湖' }, path: '/admin/reviews/1', key: `event-submitted:${newId()}` })
    await post()
    expect((await mailsTo(one!.email!)).map(m => m.subject)).toEqual(['“Swan Lake” waits for review'])
    expect((await mailsTo(two!.email!)).map(m => m.subject)).toEqual(['《天鹅湖》等待审核'])
    expect(await mailsTo(gone!.email!)).toEqual([])
    expect(await mailsTo(customer.email)).toEqual([])
  })

  it('follows what people chose, but what concerns money and safety goes by mail whatever they chose', async () => {
    const { userId } = await givenCustomer(house.db)
    await rememberPush(house.db, userId, { endpoint: `https://push.example.com/${newId()}`, p256dh: 'x', auth: 'y' }, null)
    await choose(house.db, userId, 'sale-opened', 'mail', false)
    await choose(house.db, userId, 'tickets-ready', 'mail', false)
    await choose(house.db, userId, 'tickets-ready', 'push', false)
    const [wish, tickets] = [`sale-opened:${newId()}`, `tickets-ready:${newId()}`]
    await giveNotice(house.db,
      { to: { userId }, kind: 'sale-opened', params: { eventEn: 'A', eventZh: '甲' }, key: wish },
      { to: { userId }, kind: 'tickets-ready', params: { eventEn: 'A', eventZh: '甲' }, key: tickets })
    await deliverNews(house)
    expect(await ways(wish)).toEqual(['push'])
    expect(await ways(tickets)).toEqual(['mail'])
    await choose(house.db, userId, 'sale-opened', 'mail', true)
    await giveNotice(house.db, { to: { userId }, kind: 'sale-opened', params: {}, key: `${wish}-2` })
    await deliverNews(house)
    expect(await ways(`${wish}-2`)).toEqual(['mail', 'push'])
  })

  it('of safety goes by text message to whoever has no e-mail', async () => {
    const phone = `+1555${String(Date.now()).slice(-7)}`
    const [user] = await house.db.insert(users).values({ phone, displayName: 'Phone', locale: 'zh' }).returning()
    await giveNotice(house.db, { to: { userId: user!.id }, kind: 'login-stolen', params: {}, path: '/profile/security', key: `login-stolen:${newId()}` })
    await post()
    const [text] = await mailsTo(phone)
    expect(text).toMatchObject({ channel: 'sms', html: null })
    expect(text!.text).toMatch(/^【Foyer】我们结束了您账户的一个登录 http:\/\/localhost:3000\/zh\/profile\/security$/)
  })

  it('to somebody who is not there, or of an unknown kind, harms nobody else\'s', async () => {
    const { userId, email } = await givenCustomer(house.db)
    await giveNotice(house.db,
      { to: { userId: newId() }, kind: 'password-changed', params: {}, key: `nobody:${newId()}` },
      { to: { userId: 'not an id' }, kind: 'password-changed', params: {}, key: `broken:${newId()}` },
      { to: { userId }, kind: 'no-such-kind' as 'password-changed', params: {}, key: `unknown:${newId()}` },
      { to: { userId }, kind: 'totp-changed', params: { isOn: true }, key: `totp:${newId()}` })
    await post()
    expect((await mailsTo(email)).map(m => m.subject)).toEqual(['Your account is protected by a second factor'])
    await house.db.delete(outbox).where(sql`${outbox.key} like 'broken:%'`)
  })
})

describe('a code', () => {
  it('V-15: is in the mail and nowhere else afterwards: not in the outbox, not in the deliveries, not in the app', async () => {
    const { userId, email } = await givenCustomer(house.db)
    await dispatch(house.db, codeFor(email, { userId, params: { code: '730164' } }))
    await post()
    const [mail] = await mailsTo(email)
    expect(mail!.subject).toBe('Your code to sign up')
    expect(mail!.text).toContain('730164')
    expect(mail!.html).toContain('730164')
    expect(mail!.text).toContain('Good for 10 minutes.')
    const rows = [await house.db.select().from(outbox), await house.db.select().from(deliveries), await house.db.select().from(notifications)]
    expect(JSON.stringify(rows)).not.toContain('730164')
  })

  it('that came too late is not sent any more', async () => {
    const address = `late-${newId()}@example.org`
    await dispatch(house.db, codeFor(address, { usefulSeconds: -1 }))
    await post()
    expect(await mailsTo(address)).toEqual([])
    const [row] = await house.db.select().from(deliveries).where(eq(deliveries.address, address))
    expect(row).toMatchObject({ state: 'dropped', params: {} })
  })

  it('goes out right behind the answer where no process lives on between requests', async () => {
    const address = `vercel-${newId()}@example.org`
    await dispatch(house.db, codeFor(address))
    const begun: Promise<unknown>[] = []
    const context = Symbol.for('@vercel/request-context')
    Object.assign(globalThis, { [context]: { get: () => ({ waitUntil: (work: Promise<unknown>) => begun.push(work) }) } })
    deliverSoon(house)
    Reflect.deleteProperty(globalThis, context)
    await Promise.all(begun)
    expect(await mailsTo(address)).toHaveLength(1)
  })

  it('by text message is short and says what it is for', async () => {
    const phone = `+1556${String(Date.now()).slice(-7)}`
    await dispatch(house.db, codeFor(phone, { channel: 'sms', kind: 'login-code', locale: 'zh' }))
    await post()
    expect((await mailsTo(phone))[0]!.text).toBe('【Foyer】验证码 482915，10 分钟内有效。请勿告诉他人。')
  })
})
