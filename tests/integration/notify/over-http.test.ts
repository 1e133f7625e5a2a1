import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createECDH, randomBytes } from 'node:crypto'
import { giveNotice } from '#server/domain/notify/index.ts'
import { type House, openHouse } from '#server/house.ts'
import { deliverNews } from '#server/jobs/housekeeping.ts'
import { readSettings } from '#server/settings.ts'
import type { ChoicesReply, MailboxReply, NotificationsReply } from '#shared/api/notices.ts'
import { newId } from '#shared/ids/id.ts'
import { NOTICE_KINDS } from '#shared/notify/notice-kinds.ts'
import { type TestApp, startApp } from '#tests/support/app.ts'
import { newDatabaseUrl } from '#tests/support/database.ts'
import { HttpPerson } from '#tests/support/http-person.ts'
import { type SignedIn, signedIn } from '#tests/support/signed-in.ts'
import { until } from '#tests/support/until.ts'

const SECRET = 'a secret of forty characters or more, for tests only'
let house: House
let app: TestApp
let databaseUrl: string
const anybody = () => new HttpPerson(app.url)

beforeAll(async () => {
  databaseUrl = await newDatabaseUrl()
  app = await startApp({ env: { DATABASE_URL: databaseUrl, NODE_ENV: 'test', FOYER_SECRET: SECRET, FOYER_LOG: 'debug' } })
  house = openHouse(readSettings({ NODE_ENV: 'test', DATABASE_URL: databaseUrl, FOYER_SECRET: SECRET, FOYER_PUBLIC_URL: app.url }))
})
afterAll(async () => {
  await app.stop()
  await house.close()
})

const list = async (person: SignedIn, query = '') => (await anybody().send<NotificationsReply>('GET', `/api/notifications${query}`, undefined, person.headers)).body
async function told(person: SignedIn, n: number): Promise<void> {
  for (let i = 0; i < n; i++) {
    await giveNotice(house.db, { to: { userId: person.userId }, kind: 'sale-opened', params: { eventEn: `Event ${i}`, eventZh: `演出${i}` }, path: `/events/${i}`, key: `n:${newId()}` })
    await deliverNews(house)
  }
}

describe('notifications over HTTP', () => {
  it('come newest first, page by page, and are read one by one or all', async () => {
    const person = await signedIn(house)
    await told(person, 7)
    const first = await list(person, '?limit=3')
    expect(first.notifications.map(n => n.title.en)).toEqual(['“Event 6” is on sale', '“Event 5” is on sale', '“Event 4” is on sale'])
    expect(first).toMatchObject({ unread: 7, notifications: [{ title: { zh: '《演出6》已开售' }, path: '/events/6', isRead: false }, {}, {}] })
    const second = await list(person, `?limit=3&cursor=${first.nextCursor}`)
    const third = await list(person, `?limit=3&cursor=${second.nextCursor}`)
    expect([...first.notifications, ...second.notifications, ...third.notifications].map(n => n.path)).toEqual([6, 5, 4, 3, 2, 1, 0].map(i => `/events/${i}`))
    expect(third.nextCursor).toBeNull()
    const read = await anybody().send('PUT', '/api/notifications/read', { ids: [first.notifications[0]!.id] }, person.headers)
    expect(read.body).toEqual({ unread: 6 })
    expect((await anybody().send('PUT', '/api/notifications/read', {}, person.headers)).body).toEqual({ unread: 0 })
  })

  it('are nobody else\'s to see or to mark, and never cached', async () => {
    const [owner, other] = [await signedIn(house), await signedIn(house)]
    await told(owner, 1)
    const mine = await list(owner)
    expect(await list(other)).toMatchObject({ notifications: [], unread: 0 })
    expect(await list(other, `?cursor=${mine.notifications[0]!.id}`)).toMatchObject({ notifications: [] })
    await anybody().send('PUT', '/api/notifications/read', { ids: [mine.notifications[0]!.id] }, other.headers)
    expect((await list(owner)).unread).toBe(1)
    const answer = await anybody().send('GET', '/api/notifications', undefined, owner.headers)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    for (const [method, path] of [['GET', '/api/notifications'], ['PUT', '/api/notifications/read'], ['GET', '/api/user/notification-choices'], ['PUT', '/api/user/notification-choices'], ['POST', '/api/user/push-subscriptions'], ['DELETE', '/api/user/push-subscriptions']] as const) {
      expect([path, (await anybody().send(method, path, method === 'GET' ? undefined : {})).status]).toEqual([path, 401])
    }
  })
})

describe('choices over HTTP', () => {
  it('show what concerns the role, are kept, and leave what is fixed as it is', async () => {
    const person = await signedIn(house)
    const before = await anybody().send<ChoicesReply>('GET', '/api/user/notification-choices', undefined, person.headers)
    expect(before.body.pushKey).toMatch(/^[\w-]{87}$/)
    expect(before.body.choices.some(c => c.group === 'reviewing')).toBe(false)
    expect(before.body.choices.find(c => c.kind === 'tickets-ready')).toMatchObject({ mail: true, isMailFixed: true })
    const choose = (kind: string, channel: string, isWanted: boolean) => anybody().send<ChoicesReply>('PUT', '/api/user/notification-choices', { kind, channel, isWanted }, person.headers)
    expect((await choose('favourite-changed', 'mail', false)).body.choices.find(c => c.kind === 'favourite-changed')).toMatchObject({ mail: false, push: true })
    expect((await choose('tickets-ready', 'mail', false)).body.choices.find(c => c.kind === 'tickets-ready')).toMatchObject({ mail: true })
    expect((await choose('no-such', 'mail', false)).status).toBe(422)
    const admin = await signedIn(house, { role: 'admin' })
    expect((await anybody().send<ChoicesReply>('GET', '/api/user/notification-choices', undefined, admin.headers)).body.choices.some(c => c.kind === 'event-submitted')).toBe(true)
  })

  it('take the browser\'s own words for push, and refuse addresses inside the house (V-08)', async () => {
    const person = await signedIn(house)
    const ecdh = createECDH('prime256v1')
    ecdh.generateKeys()
    const keys = { p256dh: ecdh.getPublicKey().toString('base64url'), auth: randomBytes(16).toString('base64url') }
    const endpoint = `https://updates.push.services.mozilla.com/wpush/v2/${newId()}`
    expect((await anybody().send('POST', '/api/user/push-subscriptions', { endpoint, expirationTime: null, keys }, person.headers)).status).toBe(204)
    expect((await anybody().send('POST', '/api/user/push-subscriptions', { endpoint: 'https://169.254.169.254/latest', keys }, person.headers)).status).toBe(422)
    expect((await anybody().send('DELETE', '/api/user/push-subscriptions', { endpoint }, person.headers)).status).toBe(204)
  })
})

describe('the link that ends mails', () => {
  it('works by the one click of a mail program, again and again, and only for what it is about', async () => {
    const person = await signedIn(house)
    await told(person, 1)
    const token = await tokenOf(person.email)
    for (let i = 0; i < 2; i++) {
      const answer = await fetch(`${app.url}/api/notifications/unsubscribe?token=${token}`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'List-Unsubscribe=One-Click' })
      expect([answer.status, await answer.json()]).toEqual([200, { kind: 'sale-opened' }])
    }
    const { choices } = (await anybody().send<ChoicesReply>('GET', '/api/user/notification-choices', undefined, person.headers)).body
    expect(choices.filter(c => !c.mail && NOTICE_KINDS[c.kind].mail).map(c => c.kind)).toEqual(['sale-opened'])
  })

  it('changes nothing when it is merely opened, and nothing when it was tampered with', async () => {
    const person = await signedIn(house)
    await told(person, 1)
    const token = await tokenOf(person.email)
    const opened = await anybody().send('GET', `/api/notifications/unsubscribe?token=${token}`)
    expect([opened.status, opened.headers.get('location')]).toEqual([302, `/unsubscribe?token=${token}`])
    const other = await signedIn(house)
    for (const bad of [token.replace(person.userId, other.userId), token.replace('sale-opened', 'favourite-changed'), `${token.slice(0, -3)}abc`, 'x'.repeat(60), `${token}%0d%0aSet-Cookie:a=b`]) {
      expect([bad, (await anybody().send('POST', `/api/notifications/unsubscribe?token=${bad}`, {})).status]).toEqual([bad, 404])
    }
    const { choices } = (await anybody().send<ChoicesReply>('GET', '/api/user/notification-choices', undefined, person.headers)).body
    expect(choices.every(c => c.mail || c.group === 'security' || !NOTICE_KINDS[c.kind].mail)).toBe(true)
  })
})

describe('the mailbox', () => {
  it('does not exist in production, nor can it be asked for there', async () => {
    const real = await startApp({ env: { DATABASE_URL: databaseUrl, FOYER_SECRET: SECRET, FOYER_LOG: 'debug' } })
    const answers = [await new HttpPerson(real.url).send('GET', '/api/mailbox'), await new HttpPerson(real.url).send('GET', `/api/mailbox/${newId()}`)]
    await real.stop()
    expect(answers.map(a => a.status)).toEqual([404, 404])
    const env = { DATABASE_URL: databaseUrl, FOYER_SECRET: SECRET, FOYER_MAIL: 'mailbox' }
    expect(() => readSettings({ NODE_ENV: 'production', ...env })).toThrow(/FOYER_MAIL cannot be "mailbox" in production/)
    expect(readSettings({ NODE_ENV: 'production', FOYER_DEMO: '1', ...env }).mail).toEqual({ kind: 'mailbox' })
    expect(readSettings({ NODE_ENV: 'production', ...env, FOYER_MAIL: '' }).mail).toEqual({ kind: 'none' })
  })

  it('shows what went to an address, and codes are not in the logs (V-15)', async () => {
    const person = new HttpPerson(app.url)
    const { email } = await person.register()
    const { messages } = (await person.send<MailboxReply>('GET', `/api/mailbox?address=${encodeURIComponent(email.toUpperCase())}`)).body
    expect(messages).toMatchObject([{ channel: 'mail', address: email, subject: 'Your code to sign up' }])
    const code = await person.codeSentTo(email)
    expect(app.logs()).not.toContain(code)
    expect(app.logs()).not.toContain(email)
  })
})

/** The token in the newest mail to an address. */
async function tokenOf(email: string): Promise<string> {
  const person = anybody()
  let id: string | undefined
  await until(`a mail to ${email}`, async () => {
    id = (await person.send<MailboxReply>('GET', `/api/mailbox?address=${encodeURIComponent(email)}`)).body.messages[0]?.id
    return id !== undefined
  })
  const { text } = (await person.send<{ text: string }>('GET', `/api/mailbox/${id}`)).body
  return /unsubscribe\?token=([\w.-]+)/.exec(text)![1]!
}
