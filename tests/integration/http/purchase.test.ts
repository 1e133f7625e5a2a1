import { request } from 'node:http'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkInvariants } from '#server/domain/insight/invariants.ts'
import { newId } from '#shared/ids/id.ts'
import type { OrderReply } from '#shared/api/orders.ts'
import type { TicketReply } from '#shared/tickets/ticket-reply.ts'
import { type TestApp, startApp } from '#tests/support/app.ts'
import { openNewDatabase } from '#tests/support/database.ts'
import { type TestSession, givenSession } from '#tests/support/fixtures.ts'
import { HttpPerson } from '#tests/support/http-person.ts'
import { type RedisServer, startRedisServer } from '#tests/support/redis-server.ts'

let database: Awaited<ReturnType<typeof openNewDatabase>>
let redis: RedisServer
let app: TestApp
let session: TestSession

beforeAll(async () => {
  database = await openNewDatabase()
  redis = await startRedisServer()
  app = await startApp({ env: { DATABASE_URL: database.url, REDIS_URL: redis.url, FOYER_DEMO: '1', FOYER_WELCOME_POINTS: '100000' } })
  session = await givenSession(database.db, { rows: 20, seatsPerRow: 20, offSaleSeats: [399] })
})
afterAll(async () => {
  const broken = (await checkInvariants(database.db)).filter(i => i.violations > 0)
  await app.stop()
  await redis.stop()
  await database.close()
  expect(broken).toEqual([])
})

let nextSeat = 0
const freshSeat = () => session.seat(nextSeat++)

async function claimsCount(): Promise<number> {
  const [row] = await database.db.execute<{ n: string }>(sql`select count(*) as n from claims where session_id = ${session.sessionId}`)
  return Number(row!.n)
}

describe('a purchase over HTTP', () => {
  it('by a guest goes from a seat to a ticket with a QR code', async () => {
    const guest = new HttpPerson(app.url)
    const held = await guest.send<{ holdToken: string, total: { amountMinor: number } }>('PUT', `/api/tickets/lock/${freshSeat()}`, { sessionId: session.sessionId })
    expect(held.status).toBe(200)
    const second = await guest.send<{ lines: unknown[] }>('PUT', `/api/tickets/lock/${freshSeat()}`, { sessionId: session.sessionId, holdToken: held.body.holdToken })
    expect(second.body.lines).toHaveLength(2)
    const order = await guest.order(session.sessionId, held.body.holdToken)
    expect(order.status).toBe(201)
    expect(order.body.total).toEqual({ amountMinor: 76_000, currency: 'CNY' })
    expect((await guest.pay(order.body)).body).toMatchObject({ id: order.body.id, state: 'paid' })
    const tickets = await guest.send<{ tickets: TicketReply[] }>('GET', `/api/orders/${order.body.id}/tickets`, undefined, { 'x-order-secret': order.body.guestSecret! })
    expect(tickets.body.tickets).toHaveLength(2)
    expect(tickets.body.tickets[0]!.qrSvg).toContain('<svg')
    expect(tickets.headers.get('cache-control')).toBe('no-store')
  })

  it('by a customer is paid with points and stands in the history', async () => {
    const customer = new HttpPerson(app.url)
    await customer.register()
    const held = await customer.hold(session.sessionId, freshSeat())
    const order = await customer.order(session.sessionId, held.body.holdToken)
    expect(order.body.paymentMethods.find(m => m.name === 'points')).toMatchObject({ usable: true, balance: 100_000 })
    const paid = await customer.send<{ order: OrderReply }>('POST', `/api/orders/pay/${order.body.id}`, { method: 'points' })
    expect(paid.body.order.state).toBe('paid')
    const history = await customer.send<{ orders: { id: string }[] }>('GET', '/api/orders')
    expect(history.body.orders.map(o => o.id)).toEqual([order.body.id])
  })

  it('with a hold made before signing in keeps the seats through the sign-up', async () => {
    const person = new HttpPerson(app.url)
    const held = await person.hold(session.sessionId, freshSeat())
    await person.register()
    expect((await person.order(session.sessionId, held.body.holdToken)).status).toBe(201)
  })
})

describe('repeated requests', () => {
  it('P-12: the same key gives one order, one charge and the same answer', async () => {
    const guest = new HttpPerson(app.url)
    const held = await guest.hold(session.sessionId, freshSeat())
    const key = { 'idempotency-key': `order-${newId()}` }
    const first = await guest.order(session.sessionId, held.body.holdToken, key)
    const again = await guest.order(session.sessionId, held.body.holdToken, key)
    expect(again.status).toBe(first.status)
    expect(again.text).toBe(first.text)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
  })

  it('P-13: the same key with another body is refused, and while the first is at work it is told to wait', async () => {
    const guest = new HttpPerson(app.url)
    const held = await guest.hold(session.sessionId, freshSeat(), freshSeat())
    const key = { 'idempotency-key': `order-${newId()}` }
    const twins = await Promise.all(Array.from({ length: 6 }, () => guest.order(session.sessionId, held.body.holdToken, key)))
    expect(twins.filter(t => t.status === 201).length).toBeGreaterThan(0)
    for (const twin of twins) expect([201, 409]).toContain(twin.status)
    for (const twin of twins.filter(t => t.status === 409)) expect(twin.headers.get('retry-after')).toBe('1')
    const other = await guest.send('POST', '/api/orders/create', { sessionId: session.sessionId, holdToken: held.body.holdToken, contact: { name: 'Other', email: 'other@example.org' } }, key)
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-mismatch'])
  })

  it('the same key for a hold finds the same hold', async () => {
    const guest = new HttpPerson(app.url)
    await guest.send('PUT', `/api/tickets/lock/${freshSeat()}`, { sessionId: session.sessionId })
    const body = { seats: [{ seatId: freshSeat() }] }
    const key = { 'idempotency-key': `hold-${newId()}` }
    const first = await guest.send('POST', `/api/sessions/${session.sessionId}/holds`, body, key)
    const again = await guest.send('POST', `/api/sessions/${session.sessionId}/holds`, body, key)
    expect(again.body.holdToken).toBe(first.body.holdToken)
    const other = await guest.send('POST', `/api/sessions/${session.sessionId}/holds`, { seats: [{ seatId: freshSeat() }] }, key)
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-mismatch'])
  })
})

describe('bad input', () => {
  const cases: [string, (p: HttpPerson) => Promise<{ status: number, body: Record<string, unknown>, headers: Headers }>, number, string][] = [
    ['an unknown session', p => p.send('POST', `/api/sessions/${newId()}/holds`, { seats: [{ seatId: 'stalls.A.1' }] }), 404, 'not-found'],
    ['an id that is none', p => p.send('POST', '/api/sessions/7/holds', { seats: [{ seatId: 'stalls.A.1' }] }), 404, 'not-found'],
    ['a broken percent code', p => p.send('PUT', '/api/tickets/lock/%E0%A4%A', { sessionId: session.sessionId }), 404, 'seat-not-in-session'],
    ['a seat of another hall', p => p.send('PUT', '/api/tickets/lock/circle.Z.99', { sessionId: session.sessionId }), 404, 'seat-not-in-session'],
    ['a seat that is off sale', p => p.send('PUT', `/api/tickets/lock/${session.seat(399)}`, { sessionId: session.sessionId }), 409, 'seat-not-for-sale'],
    ['no seats', p => p.send('POST', `/api/sessions/${session.sessionId}/holds`, { seats: [] }), 422, 'invalid-input'],
    ['too many seats', p => p.hold(session.sessionId, ...Array.from({ length: 7 }, (_, i) => session.seat(300 + i))) as never, 409, 'limit-reached'],
    ['a thousand seats', p => p.hold(session.sessionId, ...Array.from({ length: 1000 }, () => session.seat(0))) as never, 422, 'invalid-input'],
    ['a price sent by the client', p => p.send('POST', `/api/sessions/${session.sessionId}/holds`, { seats: [{ seatId: session.seat(300), priceMinor: 1 }] }), 422, 'invalid-input'],
    ['an unknown hold token', p => p.order(session.sessionId, 'x'.repeat(43)) as never, 410, 'hold-expired'],
    ['an order of nobody', p => p.send('GET', `/api/orders/${newId()}`), 404, 'not-found'],
    ['broken JSON', p => p.send('POST', '/api/orders/create', '{"sessionId": '), 400, 'malformed-body'],
    ['another content type', p => p.send('POST', '/api/orders/create', 'a=1', { 'content-type': 'text/plain' }), 415, 'unsupported-media-type'],
    ['a string of one megabyte', p => p.send('POST', '/api/orders/create', { sessionId: session.sessionId, holdToken: 'x'.repeat(1_000_000) }), 413, 'body-too-large'],
    ['JSON of ten thousand levels', p => p.send('POST', '/api/orders/create', '['.repeat(10_000) + ']'.repeat(10_000)), 422, 'invalid-input'],
    ['a prototype in the body', p => p.send('POST', '/api/orders/create', `{"__proto__": {"total": 1}, "sessionId": "${session.sessionId}", "holdToken": "${'x'.repeat(43)}"}`), 422, 'invalid-input'],
    ['a form of another site', p => p.send('POST', '/api/orders/create', {}, { origin: 'https://evil.example' }), 403, 'cross-site'],
    ['a history of nobody', p => p.send('GET', '/api/orders'), 401, 'login-required'],
    ['a path that is not there', p => p.send('GET', '/api/nothing'), 404, 'not-found']
  ]

  it.each(cases)('%s is a clear problem, and nothing changes', async (_, ask, status, code) => {
    const before = await claimsCount()
    const answer = await ask(new HttpPerson(app.url))
    expect([answer.status, answer.body.code]).toEqual([status, code])
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(answer.body).toMatchObject({ status, instance: expect.any(String), title: expect.any(String), detail: expect.any(String), requestId: expect.any(String) })
    expect(await claimsCount()).toBe(before)
  })

  it.each([['GET', '/api/tickets/lock/x'], ['POST', '/api/health'], ['OPTIONS', '/api/orders/create'], ['DELETE', '/api/orders/1'], ['TRACE', '/api/version'], ['PATCH', '/api/events/search']])(
    '%s %s, a verb that is not there, is a problem and no fault of ours', async (verb, path) => {
      const answer = await rawRequest(app.url, verb, path)
      expect([404, 405, 501]).toContain(answer.status)
      if (answer.status === 404) expect(answer.contentType).toContain('application/problem+json')
    })

  it('HEAD is answered as GET without its body', async () => {
    expect((await rawRequest(app.url, 'HEAD', '/api/health')).status).toBe(200)
    expect((await rawRequest(app.url, 'HEAD', '/api/categories')).status).toBe(200)
  })

  it('a refusal speaks the reader\'s language', async () => {
    const answer = await new HttpPerson(app.url).send('GET', `/api/orders/${newId()}`, undefined, { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.5' })
    expect(answer.body.title).toBe('找不到该内容')
  })

  it('a sold seat is refused with free ones nearby', async () => {
    const seat = freshSeat()
    const owner = new HttpPerson(app.url)
    const held = await owner.hold(session.sessionId, seat)
    await owner.pay((await owner.order(session.sessionId, held.body.holdToken)).body)
    const late = await new HttpPerson(app.url).send('PUT', `/api/tickets/lock/${seat}`, { sessionId: session.sessionId })
    expect([late.status, late.body.code]).toEqual([409, 'seat-taken'])
    expect((late.body.alternatives as string[]).length).toBe(1)
  })

  it('another person\'s order is as good as none, whatever the verb', async () => {
    const owner = new HttpPerson(app.url)
    await owner.register()
    const held = await owner.hold(session.sessionId, freshSeat())
    const order = (await owner.order(session.sessionId, held.body.holdToken)).body
    const thief = new HttpPerson(app.url)
    await thief.register()
    for (const [verb, path] of [['GET', `/api/orders/${order.id}`], ['GET', `/api/orders/${order.id}/tickets`], ['PUT', `/api/orders/${order.id}/cancel`]] as const) {
      expect([verb, path, (await thief.send(verb, path)).status]).toEqual([verb, path, 404])
    }
    expect((await thief.send('POST', `/api/orders/pay/${order.id}`, { method: 'points' })).status).toBe(404)
    expect((await owner.send<OrderReply>('GET', `/api/orders/${order.id}`)).body.state).toBe('pending')
  })

  it('S-10: of a guest\'s order others learn as much as of none, whatever they show for it', async () => {
    const guest = new HttpPerson(app.url)
    const order = (await guest.order(session.sessionId, (await guest.hold(session.sessionId, freshSeat())).body.holdToken)).body
    const stranger = new HttpPerson(app.url)
    const ask = async (id: string, secret?: string) => {
      const { status, headers, body } = await stranger.send('GET', `/api/orders/${id}`, undefined, secret === undefined ? {} : { 'x-order-secret': secret })
      const { instance: _, requestId: __, ...said } = body
      return { status, type: headers.get('content-type'), keys: Object.keys(body), said }
    }
    const none = await ask(newId())
    expect(none.status).toBe(404)
    const almost = `${order.guestSecret!.slice(0, -1)}${order.guestSecret!.endsWith('A') ? 'B' : 'A'}`
    for (const secret of [undefined, '', 'x'.repeat(43), almost]) expect(await ask(order.id, secret)).toEqual(none)
    expect((await ask(order.id, order.guestSecret!)).status).toBe(200)
  })

  it('a failing payment keeps the seats held and says until when', async () => {
    const customer = new HttpPerson(app.url)
    await customer.register()
    const held = await customer.hold(session.sessionId, freshSeat(), freshSeat(), freshSeat())
    const order = (await customer.order(session.sessionId, held.body.holdToken)).body
    const refused = await customer.send('POST', `/api/orders/pay/${order.id}`, { method: 'points' })
    expect([refused.status, refused.body.code, refused.body.until]).toEqual([402, 'points-short', order.expiresAt])
    expect((await customer.send<OrderReply>('GET', `/api/orders/${order.id}`)).body.state).toBe('pending')
  })
})

describe('the live feed', () => {
  it('shows what others take as they take it, and resumes after a break', async () => {
    const seen = await watchFrames(`${app.url}/api/sessions/${session.sessionId}/feed`)
    await seen.until(f => f.event === 'snapshot')
    const seatIndex = nextSeat
    await new HttpPerson(app.url).hold(session.sessionId, freshSeat())
    const frame = await seen.until(f => f.event === 'seats' && JSON.parse(f.data).seats.some(([seat, status]: [number, number]) => seat === seatIndex && status === 1))
    seen.close()
    const missedSeat = nextSeat
    await new HttpPerson(app.url).hold(session.sessionId, freshSeat())
    const resumed = await watchFrames(`${app.url}/api/sessions/${session.sessionId}/feed`, { 'last-event-id': frame.id })
    // A line begins with how long to wait before coming back, and with a greeting.
    const first = await resumed.until(f => f.event !== '' && f.event !== 'hello')
    resumed.close()
    expect(first.event).toBe('seats')
    expect(JSON.parse(first.data).seats).toContainEqual([missedSeat, 1])
  })
})

/** fetch refuses some verbs by itself. */
function rawRequest(url: string, method: string, path: string): Promise<{ status: number, contentType: string }> {
  return new Promise((resolve, reject) => {
    const req = request(url + path, { method }, (res) => {
      res.resume()
      resolve({ status: res.statusCode!, contentType: res.headers['content-type'] ?? '' })
    })
    req.on('error', reject)
    req.end()
  })
}

interface Frame { id: string, event: string, data: string }

/** Reads server-sent events and waits for the one that is wanted. */
async function watchFrames(url: string, headers: Record<string, string> = {}) {
  const stop = new AbortController()
  const answer = await fetch(url, { headers, signal: AbortSignal.any([stop.signal, AbortSignal.timeout(15_000)]) })
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    async until(isWanted: (frame: Frame) => boolean): Promise<Frame> {
      for (;;) {
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          const block = text.slice(0, end)
          text = text.slice(end + 2)
          const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1] ?? ''
          const frame = { id: field('id'), event: field('event'), data: field('data') }
          if (isWanted(frame)) return frame
        }
        const { value, done } = await reader.read()
        if (done) throw new Error('the feed ended')
        text += value
      }
    },
    close: () => stop.abort()
  }
}
