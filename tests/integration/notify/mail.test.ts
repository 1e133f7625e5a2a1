import { eq, sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { deliveries, orders } from '#drizzle/schema/index.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { dispatch, giveNotice } from '#server/domain/notify/index.ts'
import { createOrder } from '#server/domain/orders/index.ts'
import { payOrder } from '#server/domain/payments/index.ts'
import { deliverNews, sendPost } from '#server/jobs/housekeeping.ts'
import { newId } from '#shared/ids/id.ts'
import { freePort } from '#server/commands/lib/postgres-cluster.ts'
import { givenCustomer, givenSession } from '#tests/support/fixtures.ts'
import { openTestHouse, person } from '#tests/support/house.ts'
import { type MailServer, startMailServer } from '#tests/support/mail-server.ts'

let house: Awaited<ReturnType<typeof openTestHouse>>
let port: number
let server: MailServer | undefined
beforeAll(async () => {
  port = await freePort()
  house = await openTestHouse({ FOYER_SMTP_URL: `smtp://127.0.0.1:${port}`, FOYER_MAIL_FROM: 'Foyer <tickets@example.org>', FOYER_PUBLIC_URL: 'https://tickets.example.org' })
})
afterEach(async () => {
  await server?.stop()
  server = undefined
})
afterAll(() => house.close())

const open = async (options: Parameters<typeof startMailServer>[0] = {}) => server = await startMailServer({ port, ...options })
/** Waits between tries are over at once. */
const later = () => house.db.update(deliveries).set({ notBefore: sql`now()` }).where(eq(deliveries.state, 'waiting'))
const statesOf = async () => [...new Set((await house.db.select({ state: deliveries.state }).from(deliveries)).map(d => d.state))]
async function drain(): Promise<void> {
  await later()
  await sendPost(house)
}

describe('mail by SMTP', () => {
  it('F-11: a provider that is away harms no order; when it is back, each mail arrives once', async () => {
    const session = await givenSession(house.db, { rows: 4, seatsPerRow: 10 })
    const buyers = await Promise.all(Array.from({ length: 20 }, () => givenCustomer(house.db, 100_000)))
    for (const [i, { userId }] of buyers.entries()) {
      const buyer = person(house, userId)
      const hold = await holdSeats(house, buyer, session.sessionId, { seats: [{ seatId: session.seat(i) }] })
      const { orderId } = await createOrder(house, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken })
      await payOrder(house, { userId, guestSecret: null }, orderId, 'points')
      if (i % 5 === 0) await deliverNews(house).then(() => sendPost(house))
    }
    await deliverNews(house)
    for (let turn = 0; turn < 3; turn++) await drain()
    expect((await house.db.select({ state: orders.state }).from(orders)).map(o => o.state)).toEqual(Array(20).fill('paid'))
    expect(await statesOf()).toEqual(['waiting'])
    const failed = await house.db.select().from(deliveries).where(sql`${deliveries.attempts} > 0`)
    expect(failed.length).toBeGreaterThan(0)
    expect(failed[0]!.lastError).toContain('SMTP')

    const { received } = await open()
    await drain()
    await drain()
    expect(await statesOf()).toEqual(['sent'])
    expect(received.map(m => m.to[0]).sort()).toEqual(buyers.map(b => b.email).sort())
    expect(new Set(received.map(m => m.id)).size).toBe(20)
  })

  it('F-11: a mail that is put off is tried again, with the same Message-ID, and one that is refused for good is not', async () => {
    const { received, refuse } = await open()
    const putOff = await givenCustomer(house.db)
    refuse([451, 'try later'])
    await giveNotice(house.db, { to: { userId: putOff.userId }, kind: 'password-changed', params: {}, key: `a:${newId()}` })
    await deliverNews(house)
    await sendPost(house)
    const [waiting] = await house.db.select().from(deliveries).where(eq(deliveries.address, putOff.email))
    expect(waiting).toMatchObject({ state: 'waiting', attempts: 1 })
    refuse([550, 'no such person'])
    const unknown = await givenCustomer(house.db)
    await giveNotice(house.db, { to: { userId: unknown.userId }, kind: 'password-changed', params: {}, key: `b:${newId()}` })
    await deliverNews(house)
    await house.db.update(deliveries).set({ notBefore: sql`now() + interval '1 hour'` }).where(eq(deliveries.id, waiting!.id))
    await sendPost(house)
    const [refused] = await house.db.select().from(deliveries).where(eq(deliveries.address, unknown.email))
    expect(refused).toMatchObject({ state: 'given-up', attempts: 1, lastError: expect.stringContaining('550') })
    refuse(null)
    await drain()
    expect(received.filter(m => m.to[0] === putOff.email).map(m => m.id)).toEqual([`<${waiting!.id}@example.org>`])
    expect(received.filter(m => m.to[0] === unknown.email)).toEqual([])
  })

  it('F-11: waits grow, and after three days it gives up', async () => {
    const { refuse } = await open()
    refuse([451, 'try later'])
    const { userId, email } = await givenCustomer(house.db)
    await giveNotice(house.db, { to: { userId }, kind: 'password-changed', params: {}, key: `c:${newId()}` })
    await deliverNews(house)
    const waits: number[] = []
    for (let i = 0; i < 14; i++) {
      await drain()
      const [row] = await house.db.execute<{ wait: string }>(sql`select extract(epoch from not_before - now()) as wait from deliveries where address = ${email}`)
      waits.push(Number(row!.wait))
    }
    expect(waits[0]).toBeLessThan(1.3)
    expect(waits[8]).toBeGreaterThan(200)
    for (const wait of waits) expect(wait).toBeLessThanOrEqual(1800 * 1.25)
    expect(waits[13]).toBeGreaterThan(1790)
    await house.db.update(deliveries).set({ createdAt: sql`now() - interval '73 hours'` }).where(eq(deliveries.address, email))
    await drain()
    expect(await house.db.select({ state: deliveries.state }).from(deliveries).where(eq(deliveries.address, email))).toEqual([{ state: 'given-up' }])
  })

  it('V-14: line breaks, commas and headers in names and addresses stay text', async () => {
    const { received } = await open()
    const { userId, email } = await givenCustomer(house.db)
    const evil = 'Hamlet\r\nBcc: victim@example.org\r\nSubject: other\r\n\r\n<script>alert(1)</script>\u202e{{7*7}}${7*7}'
    await giveNotice(house.db, { to: { userId }, kind: 'event-approved', params: { eventEn: evil, reason: evil }, path: '//evil.example/x', key: `v14:${newId()}` })
    for (const address of ['a@example.org\r\nBcc: victim@example.org', 'a@example.org, victim@example.org', '"a" <victim@example.org>', 'a@example.org>\r\nRCPT TO:<victim@example.org']) {
      await dispatch(house.db, { channel: 'mail', address, kind: 'register-code', params: { code: '111222' }, locale: 'en', usefulSeconds: 600, key: `v14:${newId()}` })
    }
    await deliverNews(house)
    await sendPost(house)
    expect(received.flatMap(m => m.to)).toEqual([email])
    const [mail] = received
    expect(mail!.headers.filter(h => /^(bcc|cc):/i.test(h))).toEqual([])
    expect(mail!.headers.filter(h => /^subject:/i.test(h))).toHaveLength(1)
    expect(mail!.headers.filter(h => /^to:/i.test(h))).toEqual([`To: ${email}`])
    const html = decoded(mail!.raw).replace(/^.*<!doctype/s, '')
    expect(html).not.toContain('<script>')
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; {{7*7}}${7*7}')
    expect(html).not.toContain('evil.example')
    expect(html).not.toContain('\u202e')
  })

  it('says how to end mails that may be ended, by one click, and nothing of the kind in those that may not', async () => {
    const { received } = await open()
    const { userId, email } = await givenCustomer(house.db)
    await giveNotice(house.db, { to: { userId }, kind: 'sale-opened', params: { eventEn: 'A' }, key: `u:${newId()}` })
    await giveNotice(house.db, { to: { userId }, kind: 'password-changed', params: {}, key: `u:${newId()}` })
    await deliverNews(house)
    await sendPost(house)
    const lists = received.filter(m => m.to[0] === email).map(m => m.headers.filter(h => /^list-unsubscribe/i.test(h))).filter(h => h.length > 0)
    expect(lists).toHaveLength(1)
    expect(lists[0]).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
    expect(lists[0]!.join(' ')).toMatch(/<https:\/\/tickets\.example\.org\/api\/notifications\/unsubscribe\?token=[\w.-]+>/)
  })

  it('sends codes before news', async () => {
    const { received } = await open()
    const { userId, email } = await givenCustomer(house.db)
    for (let i = 0; i < 3; i++) await giveNotice(house.db, { to: { userId }, kind: 'sale-opened', params: { eventEn: 'A' }, key: `order:${newId()}` })
    await dispatch(house.db, { channel: 'mail', address: email, kind: 'register-code', params: { code: '654321' }, locale: 'en', usefulSeconds: 600, key: `order:${newId()}` })
    await deliverNews(house)
    await sendPost(house)
    expect(decoded(received[0]!.raw)).toContain('654321')
    expect(received).toHaveLength(4)
  })
})

/** The parts of a mail as their reader sees them. */
function decoded(raw: string): string {
  return raw.split(/\r\n--[^\r\n]+\r\n/).map((part) => {
    const [head = '', ...body] = part.split('\r\n\r\n')
    const text = body.join('\r\n\r\n')
    if (/transfer-encoding: base64/i.test(head)) return Buffer.from(text, 'base64').toString('utf8')
    if (/transfer-encoding: quoted-printable/i.test(head)) return Buffer.from(text.replaceAll(/=\r\n/g, '').replaceAll(/=([\dA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), 'latin1').toString('utf8')
    return text
  }).join('\n')
}
