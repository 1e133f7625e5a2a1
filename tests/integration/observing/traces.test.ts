import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectDatabase } from '#server/gateways/database/connect.ts'
import { type TestApp, startApp } from '#tests/support/app.ts'
import { newDatabaseUrl } from '#tests/support/database.ts'
import { type TestSession, givenSession } from '#tests/support/fixtures.ts'
import { HttpPerson } from '#tests/support/http-person.ts'
import { type Collector, startCollector } from '#tests/support/otlp-collector.ts'
import { type RedisServer, startRedisServer } from '#tests/support/redis-server.ts'
import { until } from '#tests/support/until.ts'

const SECRET = 'Zq7-hunter2-S3cr3tValue_0123456789abcdefXY'
const TRACE = '0af7651916cd43dd8448eb211c80319c'

let collector: Collector
let redis: RedisServer
let app: TestApp
let session: TestSession
let database: ReturnType<typeof connectDatabase>

beforeAll(async () => {
  collector = await startCollector()
  redis = await startRedisServer()
  const databaseUrl = await newDatabaseUrl()
  app = await startApp({ env: { DATABASE_URL: databaseUrl, REDIS_URL: redis.url, FOYER_LOG: 'info', OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '200' } })
  database = connectDatabase(databaseUrl)
  session = await givenSession(database.db, { rows: 1, seatsPerRow: 4 })
})
afterAll(async () => {
  await app?.stop()
  await database?.close()
  await redis?.stop()
  await collector?.close()
})

const spansOf = (traceId: string) => collector.spans.filter(span => span.traceId === traceId)
const named = (traceId: string, name: string) => spansOf(traceId).find(span => span.name === name)
const asked = (path: string, init: RequestInit = {}, trace = TRACE) => fetch(`${app.url}${path}`, { ...init, headers: { ...init.headers as Record<string, string>, traceparent: `00-${trace}-b7ad6b7169203331-01` } })

describe('the traces of a house', () => {
  it('go on with that of who asks, from the request to its statements', async () => {
    const answer = await asked('/api/categories')
    await answer.text()
    await until('the request has arrived', () => named(TRACE, 'GET /api/categories') !== undefined, 30_000)
    const request = named(TRACE, 'GET /api/categories')!
    expect(request).toMatchObject({
      parentSpanId: 'b7ad6b7169203331', service: 'foyer',
      attributes: { 'http.request.method': 'GET', 'http.route': '/api/categories', 'http.response.status_code': 200, 'foyer.request_id': answer.headers.get('x-request-id') }
    })
    expect(spansOf(TRACE).filter(span => span.parentSpanId === request.spanId)).toContainEqual(expect.objectContaining({
      name: 'SQL WITH', attributes: { 'db.system.name': 'postgresql', 'db.query.text': expect.stringMatching(/from categories/) }
    }))
  })

  it('of a page have what it asked of the API below it', async () => {
    const trace = '1af7651916cd43dd8448eb211c80319c'
    await (await asked(`/events/none-such-${Date.now()}`, {}, trace)).text()
    await until('the page has arrived', () => named(trace, 'GET /events/:slug()') !== undefined, 30_000)
    const page = named(trace, 'GET /events/:slug()')!
    expect(spansOf(trace).find(span => span.name === 'GET /api/events/:event')?.parentSpanId).toBe(page.spanId)
  })

  it('follow a hold into Redis and an order into its transaction', async () => {
    const person = new HttpPerson(app.url)
    const hold = await person.send<{ holdToken: string }>('POST', `/api/sessions/${session.sessionId}/holds`, { seats: [{ seatId: session.seat(0) }] }, { traceparent: `00-2${TRACE.slice(1)}-b7ad6b7169203331-01` })
    expect(hold.status).toBe(200)
    expect((await person.send('POST', '/api/orders/create', { sessionId: session.sessionId, holdToken: hold.body.holdToken, contact: { name: SECRET, email: `${SECRET}@example.org` } }, { traceparent: `00-3${TRACE.slice(1)}-b7ad6b7169203331-01` })).status).toBe(201)
    const [ofHold, ofOrder] = [`2${TRACE.slice(1)}`, `3${TRACE.slice(1)}`]
    await until('both have arrived', () => named(ofHold, 'POST /api/sessions/:id/holds') !== undefined && named(ofOrder, 'POST /api/orders/create') !== undefined, 30_000)
    expect(spansOf(ofHold).some(span => span.name.startsWith('Redis EVAL') && span.attributes['db.system.name'] === 'redis')).toBe(true)
    const transactions = spansOf(ofOrder).filter(span => span.name === 'SQL transaction').map(span => span.spanId)
    const insert = spansOf(ofOrder).find(span => span.name === 'SQL INSERT' && /insert into "orders"/.test(String(span.attributes['db.query.text'])))!
    expect(transactions).toContain(insert.parentSpanId)
  })

  it('V-15: have neither values nor secrets in them, and the log names the trace', async () => {
    const trace = `4${TRACE.slice(1)}`
    const headers = { 'content-type': 'application/json', 'authorization': `Bearer ${SECRET}`, 'cookie': `foyer-access=${SECRET}` }
    await (await asked(`/api/auth/login?token=${SECRET}`, { method: 'POST', headers, body: JSON.stringify({ login: `${SECRET}@example.org`, password: SECRET }) }, trace)).text()
    await until('the login has arrived', () => named(trace, 'POST /api/auth/login') !== undefined, 30_000)
    expect(collector.text()).not.toContain('hunter2')
    expect(collector.text()).not.toContain('example.org')
    await until('the line is there', () => app.logs().includes(`"traceId":"${trace}"`), 20_000)
  })

  it('are lost where nobody takes them, and nothing else is', async () => {
    await collector.close()
    for (let i = 0; i < 20; i++) expect((await asked('/api/categories')).status).toBe(200)
    expect((await new HttpPerson(app.url).hold(session.sessionId, session.seat(2))).status).toBe(200)
  })
})

describe('without a collector', () => {
  it('nothing of OpenTelemetry is in memory', async () => {
    const plain = await startApp({ env: { DATABASE_URL: await newDatabaseUrl() }, nodeArguments: ['--trace-uncaught', '--import', `data:text/javascript,${encodeURIComponent('import { registerHooks } from "node:module"; registerHooks({ load(url, context, next) { if (/opentelemetry|prom-client/.test(url)) process.stderr.write(`LOADED ${url}\\n`); return next(url, context) } })')}`] })
    try {
      expect((await fetch(`${plain.url}/api/categories`)).status).toBe(200)
      expect(plain.logs()).not.toContain('LOADED')
    } finally {
      await plain.stop()
    }
  })
})
