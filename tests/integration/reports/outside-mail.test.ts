import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { reportReceivers } from '#drizzle/schema/index.ts'
import { addReceiver, confirmReceiver, listReceivers, sendNow } from '#server/domain/reports/index.ts'
import type { House } from '#server/house.ts'
import { serve } from '#tests/integration/accounts/browser.ts'
import { somebody } from '#tests/integration/policy/callers.ts'
import { openTestHouse } from '#tests/support/house.ts'
import { type MailServer, startMailServer } from '#tests/support/mail-server.ts'
import { type Owner, post as send, receiverWish } from './outside.ts'

const theHouse = vi.hoisted(() => ({ current: undefined as unknown }))
vi.mock('#server/house.ts', async importOriginal => ({ ...await importOriginal<object>(), house: () => theHouse.current }))

let house: House
let post: MailServer
let server: Awaited<ReturnType<typeof serve>>
let admin: Owner

beforeAll(async () => {
  post = await startMailServer()
  house = await openTestHouse({ FOYER_SMTP_URL: post.url, FOYER_MAIL_FROM: 'Foyer <tickets@example.org>', FOYER_PUBLIC_URL: 'https://tickets.example.org' })
  theHouse.current = house
  server = await serve({
    'POST /api/notifications/unsubscribe': (await import('#server/api/notifications/unsubscribe.post.ts')).default,
    'GET /api/report-mails/confirm': (await import('#server/api/report-mails/confirm.get.ts')).default,
    'POST /api/report-mails/confirm': (await import('#server/api/report-mails/confirm.post.ts')).default,
    'GET /api/report-mails/file': (await import('#server/api/report-mails/file.get.ts')).default
  })
  admin = { userId: (await somebody(house.db, 'admin')).userId, role: 'admin' }
})
afterAll(async () => {
  await server.close()
  await house.close()
  await post.stop()
})

async function mailTo(address: string) {
  await send(house)
  return post.received.findLast(mail => mail.to[0] === address)!
}
/** The parts of a mail as text, as mail programs put them together. */
const readable = (raw: string) => raw.replaceAll('=\r\n', '').replaceAll('=3D', '=')
const header = (mail: { headers: string[] }, name: string) => mail.headers.find(line => line.toLowerCase().startsWith(`${name}: `))?.slice(name.length + 2)

describe('a report by mail', () => {
  it('goes with its PDF, and one click of the mail program ends it without an account (RFC 8058)', async () => {
    const wish = receiverWish({ scope: 'house', format: 'pdf', locale: 'en' })
    const id = await addReceiver(house, admin, wish)
    const question = readable((await mailTo(wish.email)).raw)
    await confirmReceiver(house.db, /confirm-reports\?token=([\w-]{43})/.exec(question)![1]!)
    await sendNow(house, admin, id, 'month')
    const mail = await mailTo(wish.email)
    expect(mail.raw).toMatch(/Content-Type: application\/pdf; name=foyer-20\d\d-\d\d\.pdf/)
    expect(mail.raw).toContain('JVBERi0')
    expect(header(mail, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
    const end = /^<https:\/\/tickets\.example\.org(\/api\/notifications\/unsubscribe\?token=[\w.-]+)>$/.exec(header(mail, 'list-unsubscribe')!)![1]!
    const click = () => fetch(server.url + end, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'List-Unsubscribe=One-Click' })
    for (let i = 0; i < 2; i++) {
      const answer = await click()
      expect([answer.status, await answer.json()]).toEqual([200, { kind: 'outside-report' }])
    }
    expect((await house.db.select().from(reportReceivers).where(eq(reportReceivers.id, id)))[0]).toMatchObject({ state: 'stopped', email: null })
    expect((await fetch(`${server.url}${end.slice(0, -4)}abcd`, { method: 'POST' })).status).toBe(404)
  })

  it('shows the whole report behind its link: nothing in it runs, and nothing keeps it', async () => {
    const wish = receiverWish({ scope: 'house', format: 'html' })
    const id = await addReceiver(house, admin, wish)
    const token = /confirm-reports\?token=([\w-]{43})/.exec(readable((await mailTo(wish.email)).raw))![1]!
    // Looking at the question is no answer.
    expect((await fetch(`${server.url}/api/report-mails/confirm?token=${token}`)).status).toBe(200)
    expect((await house.db.select().from(reportReceivers).where(eq(reportReceivers.id, id)))[0]!.state).toBe('unconfirmed')
    const answer = () => fetch(`${server.url}/api/report-mails/confirm`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ token }) })
    expect(await (await answer()).json()).toEqual({ publisher: null, isMonthly: true, isWeekly: true, format: 'html', isConfirmed: true })
    expect((await answer()).status).toBe(404)
    await sendNow(house, admin, id, 'week')
    const link = /\/api\/report-mails\/file\?token=[\w.-]+/.exec(readable((await mailTo(wish.email)).raw))![0]
    const shown = await fetch(server.url + link)
    expect(shown.status).toBe(200)
    expect(Object.fromEntries(['content-type', 'cache-control', 'referrer-policy', 'x-robots-tag'].map(name => [name, shown.headers.get(name)]))).toEqual({
      'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex'
    })
    expect(shown.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/)
    expect(await shown.text()).toContain('Sales in the week of')
    expect((await fetch(`${server.url}/api/report-mails/file?token=${'x'.repeat(60)}`)).status).toBe(404)
  })

  it('that a server refuses for good is told of in the list', async () => {
    const wish = receiverWish({ scope: 'house' })
    const id = await addReceiver(house, admin, wish)
    await confirmReceiver(house.db, /confirm-reports\?token=([\w-]{43})/.exec(readable((await mailTo(wish.email)).raw))![1]!)
    post.refuse([550, 'no such user'])
    await sendNow(house, admin, id, 'month')
    await mailTo(wish.email)
    post.refuse(null)
    expect((await listReceivers(house, admin, 'house')).receivers.find(one => one.id === id)).toMatchObject({ state: 'active', lastMail: { state: 'failed' } })
  })
})
