import { Redis } from 'ioredis'
import { eq, sql } from 'drizzle-orm'
import { TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { events, users } from '#drizzle/schema/index.ts'
import { connectDatabase } from '#server/gateways/database/connect.ts'
import type { AttendeesReply } from '#shared/api/attendees.ts'
import type { CreatedOrderReply, OrderReply, PayReply } from '#shared/api/orders.ts'
import { newId } from '#shared/ids/id.ts'
import { type TestApp, startApp } from '#tests/support/app.ts'
import { newDatabaseUrl } from '#tests/support/database.ts'
import { type TestSession, givenSession } from '#tests/support/fixtures.ts'
import { type HttpAnswer, HttpPerson } from '#tests/support/http-person.ts'
import { type Collector, startCollector } from '#tests/support/otlp-collector.ts'
import { type RedisServer, startRedisServer } from '#tests/support/redis-server.ts'
import { type StripeServer, startStripeServer } from '#tests/support/stripe-server.ts'
import { until } from '#tests/support/until.ts'

/** G-03: somebody does here what people do; then every place where something of it could lie is read. */
const PASSWORD = 'eleven blue kettles 11'
const NEXT_PASSWORD = 'twelve white kettles 12'
const WRONG_PASSWORD = 'thirteen red kettles 13'
const CARD = '4242424242424242'
const DOCUMENT = '11010519491231002X'
const NAME = 'Wilhelmina Quartz'

let postgresUrl: string
let collector: Collector
let redis: RedisServer
let stripe: StripeServer
let app: TestApp
let database: ReturnType<typeof connectDatabase>
let show: TestSession
let named: TestSession

/** What opens something, or pays: by what it is. */
const secrets = new Map<string, string>([['a password', PASSWORD], ['a new password', NEXT_PASSWORD], ['a mistyped password', WRONG_PASSWORD], ['the number of a card', CARD], ['the number of a document', DOCUMENT]])
/** What tells who somebody is. */
const person = new Map<string, string>([['a name', NAME]])

const noteCookies = (who: string, answer: HttpAnswer<unknown>) => {
  for (const cookie of answer.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!
    // The visitor's name in the cookie of holds opens his holds.
    if (value!.length >= 16) secrets.set(`${who}'s cookie ${name}`, value!)
  }
}
const ok = <T>(answer: HttpAnswer<T>): T => {
  if (answer.status >= 300) throw new Error(`${answer.status}: ${answer.text}`)
  return answer.body
}

beforeAll(async () => {
  [collector, redis, stripe, postgresUrl] = await Promise.all([startCollector(), startRedisServer(), startStripeServer(), newDatabaseUrl()])
  database = connectDatabase(postgresUrl, { pool: 3 })
  show = await givenSession(database.db, { rows: 2, seatsPerRow: 10 })
  named = await givenSession(database.db, { rows: 2, seatsPerRow: 10 })
  await database.db.update(events).set({ needsIdentity: true }).where(eq(events.id, named.eventId))
  app = await startApp({
    env: {
      DATABASE_URL: postgresUrl, REDIS_URL: redis.url, FOYER_DEMO: '1', FOYER_LOG: 'debug', FOYER_WELCOME_POINTS: '200000',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '200', ...stripe.env
    }
  })
  stripe.deliverTo(`${app.url}/api/payments/notices/stripe`)
  await live()
}, 240_000)
afterAll(async () => {
  await app?.stop()
  await database?.close(1)
  await Promise.all([redis?.stop(), stripe?.stop(), collector?.close()])
})

/** The last text to an address, once it matches. */
async function sent(reader: HttpPerson, address: string, pattern: RegExp): Promise<string> {
  let found: string | undefined
  await until(`a message to ${address} with ${pattern}`, async () => {
    const { body } = await reader.send<{ messages: { id: string }[] }>('GET', `/api/mailbox?address=${encodeURIComponent(address)}`)
    for (const { id } of body.messages ?? []) found ??= pattern.exec((await reader.send<{ text: string }>('GET', `/api/mailbox/${id}`)).body.text)?.[1]
    return found !== undefined
  }, 60_000)
  return found!
}

async function live(): Promise<void> {
  await anAccount()
  await aNamedTicketByCard()
  await aGuestAtTheGate()
}

async function anAccount(): Promise<void> {
  const ada = new HttpPerson(app.url)
  const email = `wilhelmina-${newId()}@example.org`
  const phone = `+86139${String(Date.now()).slice(-8)}`
  person.set('an e-mail address', email).set('a phone number', phone)
  const asked = ok(await ada.send<{ challengeId: string }>('POST', '/api/auth/register', { email, password: PASSWORD, displayName: NAME }))
  const code = await ada.codeSentTo(email)
  noteCookies('Ada', await ada.send('POST', '/api/auth/register/confirm', { challengeId: asked.challengeId, code }))
  await ada.send('POST', '/api/auth/login', { email, password: WRONG_PASSWORD })
  noteCookies('Ada', await ada.send('POST', '/api/auth/login', { email, password: PASSWORD }))
  const change = ok(await ada.send<{ challengeId: string }>('POST', '/api/user/phone', { phone, current: PASSWORD }))
  ok(await ada.send('POST', '/api/user/phone/confirm', { challengeId: change.challengeId, code: await ada.codeSentTo(phone) }))

  ok(await ada.send('POST', '/api/auth/forgot', { email }))
  const token = await sent(ada, email, /\/reset\?token=([\w-]+)/)
  secrets.set('the token of a link to a new password', token)
  ok(await ada.send('POST', '/api/auth/reset', { token, password: NEXT_PASSWORD }))
  // Opened once more, as a page and by a program that knows no better.
  await ada.send('GET', `/reset?token=${token}`)
  await ada.send('GET', `/api/auth/reset?token=${token}&email=${email}`)
  noteCookies('Ada', await ada.send('POST', '/api/auth/login', { email, password: NEXT_PASSWORD }))
  noteCookies('Ada', await ada.send('POST', '/api/auth/refresh'))

  const begun = ok(await ada.send<{ secret: string }>('POST', '/api/user/totp', { current: NEXT_PASSWORD }))
  secrets.set('the secret of an authenticator', begun.secret)
  const { recoveryCodes } = ok(await ada.send<{ recoveryCodes: string[] }>('POST', '/api/user/totp/confirm', { code: new TOTP({ secret: begun.secret }).generate() }))
  secrets.set('a recovery code', recoveryCodes[0]!)
  await ada.send('POST', '/api/user/export')
  secrets.set('the link to a copy of one\'s data', (await sent(ada, email, /(https?:\/\/\S+)/)).slice(-30))
  // What is agreed to may be counted; what somebody types into a search may be anything.
  const browser = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36' }
  ok(await ada.send('POST', '/api/behaviour', { agreed: true, seen: [{ kind: 'view', page: '/account' }, { kind: 'search', page: '/search', words: email }, { kind: 'search', page: '/search', words: `call ${phone}` }] }, browser))
  await ada.send('GET', `/search?q=${encodeURIComponent(email)}`)
  await ada.send('GET', `/api/events/search?q=${encodeURIComponent(phone)}`)
}

async function aNamedTicketByCard(): Promise<void> {
  const buyer = new HttpPerson(app.url)
  person.set('a guest\'s e-mail address', buyer.email)
  const held = await buyer.hold(named.sessionId, named.seat(0))
  noteCookies('the buyer', held)
  const order = ok(await buyer.order(named.sessionId, ok(held).holdToken, { 'idempotency-key': newId() }))
  const guest = { 'x-order-secret': order.guestSecret! }
  secrets.set('the key to a guest\'s order', order.guestSecret!)
  const { places } = ok(await buyer.send<AttendeesReply>('GET', `/api/orders/${order.id}/attendees`, undefined, guest))
  ok(await buyer.send('PUT', `/api/orders/${order.id}/attendees`, { attendees: [{ lineId: places[0]!.lineId, position: 0, name: NAME, kind: 'id-card', number: DOCUMENT }] }, guest))
  // A slip: not the number of a document, and refused with it.
  await buyer.send('PUT', `/api/orders/${order.id}/attendees`, { attendees: [{ lineId: places[0]!.lineId, position: 0, name: NAME, kind: 'id-card', number: `${DOCUMENT.slice(0, -1)}9` }] }, guest)
  const started = ok(await buyer.send<PayReply>('POST', `/api/orders/pay/${order.id}`, { method: 'stripe' }, guest))
  stripe.account.pay(started.redirectUrl!.split('/').at(-1)!, { card: CARD })
  await until('the order is paid', async () => (await buyer.send<OrderReply>('PUT', `/api/orders/${order.id}/payment`, {}, guest)).body.state === 'paid', 30_000)
  await buyer.send('GET', `/orders/${order.id}?secret=${order.guestSecret}`)
}

async function aGuestAtTheGate(): Promise<void> {
  const [house, guest] = [new HttpPerson(app.url), new HttpPerson(app.url)]
  const owner = await house.register()
  await database.db.update(users).set({ role: 'publisher' }).where(eq(users.email, owner.email))
  const [row] = await database.db.select({ id: users.id }).from(users).where(eq(users.email, owner.email))
  await database.db.update(events).set({ createdBy: row!.id }).where(eq(events.id, show.eventId))
  noteCookies('the publisher', await house.send('POST', '/api/auth/login', { email: owner.email, password: owner.password }))
  person.set('another e-mail address', guest.email)
  const made = ok(await house.send<{ token: string }>('POST', '/api/user/api-tokens', { name: 'Till', scopes: ['orders:read'], days: 7 }))
  secrets.set('the token of a program', made.token)
  await house.send('GET', `/api/publishing/orders?q=${encodeURIComponent(guest.email)}`, undefined, { authorization: `Bearer ${made.token}` })

  const order: CreatedOrderReply = ok(await guest.order(show.sessionId, ok(await guest.hold(show.sessionId, show.seat(0))).holdToken))
  ok(await guest.pay(order))
  const key = { 'x-order-secret': order.guestSecret! }
  secrets.set('the key to another order', order.guestSecret!)
  const { tickets } = ok(await guest.send<{ tickets: { id: string, code: string }[] }>('GET', `/api/orders/${order.id}/tickets`, undefined, key))
  secrets.set('the code of a ticket', tickets[0]!.code)
  const desk = `/api/publishing/sessions/${show.sessionId}/gates`
  const gate = ok(await house.send<{ gates: { id: string }[] }>('POST', desk, { name: 'North', rules: [{ ticketTypeIds: null, opensAt: null, closesAt: null, allowsReentry: false }], allowsByHand: true })).gates[0]!
  const { link } = ok(await house.send<{ link: string }>('POST', `${desk}/${gate.id}/devices`, { name: 'A phone' }))
  secrets.set('what joins a gate', link.split('#')[1]!)
  const joined = ok(await new HttpPerson(app.url).send<{ token: string }>('POST', '/api/gate/join', { secret: link.split('#')[1] }))
  secrets.set('the token of a phone at a gate', joined.token)
  const scan = { nonce: newId(), sequence: 1, kind: 'entry', code: tickets[0]!.code, deviceAt: new Date().toISOString() }
  expect(ok(await new HttpPerson(app.url).send<{ verdict: string }>('POST', '/api/gate/scans', { sentAt: new Date().toISOString(), scan }, { 'x-foyer-gate': joined.token })).verdict).toBe('admitted')
}

/** Which of these stand in a text, by what they are. */
const foundIn = (text: string, ...what: Map<string, string>[]) => what.flatMap(each => [...each]).filter(([, value]) => text.includes(value) || text.includes(encodeURIComponent(value))).map(([name]) => name)

/** Every row of a table, as text. */
async function rowsOf(table: string): Promise<string> {
  return (await database.db.execute(sql`select t::text as line from ${sql.identifier(table)} t`)).map(row => row.line as string).join('\n')
}

describe('G-03: after all that people do here', () => {
  it('what was looked for was there to be found', () => {
    expect(secrets.size).toBeGreaterThan(15)
    expect(foundIn(`x${CARD}y`, secrets)).toEqual(['the number of a card'])
    expect(app.logs()).toContain('/api/orders/pay/:orderId')
  })

  it('the log has no secret and tells of nobody', () => {
    expect(foundIn(app.logs(), secrets, person)).toEqual([])
  })

  it('traces have no secret and tell of nobody', async () => {
    await until('the traces have come', () => collector.spans.some(span => span.name === 'POST /api/gate/scans'), 30_000)
    expect(foundIn(collector.text(), secrets, person)).toEqual([])
  })

  it('Redis has no secret and tells of nobody', async () => {
    const client = new Redis(redis.url)
    const keys = await client.keys('*')
    expect(keys.length).toBeGreaterThan(3)
    const values = await Promise.all(keys.map(async key => `${key} ${(await client.dumpBuffer(key))?.toString('latin1')} ${JSON.stringify(await valueOf(client, key))}`))
    client.disconnect()
    expect(foundIn(values.join('\n'), secrets, person)).toEqual([])
  })

  it('what is counted of visits tells of nobody', async () => {
    const rows = await rowsOf('behaviour')
    expect(rows).toContain('/search')
    expect(foundIn(rows, secrets, person)).toEqual([])
  })

  it('the database has secrets as hashes only, or sealed', async () => {
    const tables = (await database.db.execute(sql`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`)).map(row => row.name as string)
    expect(tables.length).toBeGreaterThan(80)
    const found: string[] = []
    // The mailbox is where a demo shows its mails: who may open it sees what they say.
    for (const table of tables.filter(name => name !== 'mailbox')) for (const what of foundIn(await rowsOf(table), secrets)) found.push(`${table}: ${what}`)
    expect(found).toEqual([])
  })

  it('mails have what they are for, and nothing else that opens or pays', async () => {
    const mails = await rowsOf('mailbox')
    expect(mails).toContain('/reset?token=')
    const meant = ['the token of a link to a new password', 'the link to a copy of one\'s data', 'the key to a guest\'s order', 'the key to another order']
    expect(foundIn(mails, secrets).filter(name => !meant.includes(name))).toEqual([])
  })
})

async function valueOf(client: Redis, key: string): Promise<unknown> {
  const type = await client.type(key)
  if (type === 'string') return await client.get(key)
  if (type === 'hash') return await client.hgetall(key)
  if (type === 'set') return await client.smembers(key)
  if (type === 'zset') return await client.zrange(key, 0, -1)
  if (type === 'list') return await client.lrange(key, 0, -1)
  return type === 'stream' ? await client.xrange(key, '-', '+') : null
}
