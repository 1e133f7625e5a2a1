import { request } from 'node:http'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type TestApp, startApp } from '#tests/support/app.ts'
import { newDatabaseUrl } from '#tests/support/database.ts'

const SECRET = 'Zq7-hunter2-S3cr3tValue_0123456789abcdefXY'

interface Line { time: string, level: string, message: string, requestId?: string, route?: string, status?: number, [field: string]: unknown }

let app: TestApp

/** Sends what `fetch` would mend. */
const send = (path: string, { method = 'GET', headers = {}, body }: { method?: string, headers?: Record<string, string>, body?: string } = {}) => new Promise<{ status: number, id: string }>((resolve, reject) => {
  const asked = request({ host: '127.0.0.1', port: app.port, path, method, headers }, (answer) => {
    answer.resume().on('end', () => resolve({ status: answer.statusCode!, id: String(answer.headers['x-request-id']) }))
  })
  asked.on('error', reject)
  asked.end(body)
})

const rawLines = () => app.logs().split('\n').filter(line => line !== '')
const lines = () => rawLines().map(line => JSON.parse(line) as Line)
const lineOf = (id: string) => vi.waitFor(() => {
  const found = lines().filter(line => line.requestId === id)
  expect(found).not.toEqual([])
  return found
}, { timeout: 20_000, interval: 50 })

describe('V-15: the log of a running house', () => {
  beforeAll(async () => {
    app = await startApp({ env: { DATABASE_URL: await newDatabaseUrl(), FOYER_LOG: 'debug' } })
  })
  afterAll(() => app?.stop())

  it('has one line of JSON an event, by the id that the answer carries', async () => {
    const { id } = await send('/api/events/search?q=dune')
    expect(await lineOf(id)).toEqual([expect.objectContaining({ level: 'info', message: 'request', method: 'GET', route: '/api/events/search', status: 200, ms: expect.any(Number), time: expect.stringMatching(/^\d{4}-.*Z$/) })])
  })

  it('names pages by their route, rendered or kept', async () => {
    // The catalogue may be read for the first time meanwhile, and all that is kept forgotten once.
    await vi.waitFor(async () => {
      const { id } = await send('/search')
      expect(await lineOf(id)).toEqual([expect.objectContaining({ route: '/search', status: 200, page: 'kept' })])
    }, { timeout: 30_000, interval: 50 })
    expect(lines()).toContainEqual(expect.objectContaining({ route: '/search', status: 200, page: 'rendered' }))
  })

  it('a page that is not there is no error', async () => {
    const { status, id } = await send(`/events/no-such-event-${Date.now()}`)
    expect(status).toBe(404)
    expect(await lineOf(id)).toEqual([expect.objectContaining({ level: 'info', message: 'request', status: 404, route: expect.stringContaining('/events/:slug') })])
  })

  it('has nothing of what was sent in paths, queries, headers, cookies and bodies, and no line of somebody else\'s', async () => {
    const forged = '\r\n{"level":"error","message":"forged"}'
    const asked = await Promise.all([
      send(`/unsubscribe?token=${SECRET}`), send(`/reset?token=${SECRET}`), send(`/tickets/${SECRET}`), send(`/api/notifications/unsubscribe?token=${SECRET}`),
      send(`/api/auth/oauth/google/callback?code=${SECRET}&state=${SECRET}`), send(`/api/orders/${SECRET}`), send(`/${encodeURIComponent(forged)}?key=${SECRET}`),
      send('/api/user/profile', { headers: { authorization: `Bearer ${SECRET}` } }), send('/api/user/profile', { headers: { authorization: `Bearer foyer_${SECRET}` } }),
      send('/api/user/profile', { headers: { 'cookie': `foyer-access=${SECRET}; __Host-foyer-access=${SECRET}`, 'user-agent': `\u009b31m"${SECRET}` } }),
      send('/api/auth/login', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ login: `${SECRET}@example.org`, password: SECRET }) }),
      send('/api/auth/login', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ login: 'x'.repeat(1_000_000), password: forged }) }),
      send('/api/payments/stripe/webhook', { method: 'POST', headers: { 'stripe-signature': `t=1,v1=${SECRET}` }, body: `{"secret":"${SECRET}"}` }),
      send(`/${'a'.repeat(7_000)}`)
    ])
    for (const { id } of asked) await lineOf(id)
    expect(app.logs()).not.toContain('hunter2')
    expect(lines().some(line => line.message === 'forged')).toBe(false)
    expect(Math.max(...rawLines().map(line => line.length))).toBeLessThan(20_000)
    expect(app.logs().replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u2028\u2029]/u)
  })

  it('tells of what the house itself began with, in the same way', () => {
    expect(lines().some(line => line.message.startsWith('Listening on http'))).toBe(true)
  })
})

describe('V-15: what nobody expected', () => {
  it('is one line with its stack, and the answer has nothing of it', async () => {
    const databaseUrl = await newDatabaseUrl()
    const broken = await startApp({ env: { DATABASE_URL: databaseUrl, FOYER_LOG: 'info' } })
    try {
      // The table that a search needs is gone: a fault of the house, which no refusal explains.
      const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} })
      await sql`alter table categories rename to categories_gone`
      await sql.end()
      const answer = await fetch(`${broken.url}/api/categories`)
      expect(answer.status).toBe(500)
      const id = answer.headers.get('x-request-id')!
      expect(await answer.text()).not.toContain('categories_gone')
      const found = await vi.waitFor(() => {
        const told = broken.logs().split('\n').filter(Boolean).map(line => JSON.parse(line) as Line).filter(line => line.requestId === id)
        expect(told).toHaveLength(2)
        return told
      }, { timeout: 20_000, interval: 50 })
      expect(found).toContainEqual(expect.objectContaining({ level: 'error', message: 'request failed', route: '/api/categories', error: expect.stringMatching(/relation "categories" does not exist/) }))
      expect(found).toContainEqual(expect.objectContaining({ level: 'warn', message: 'request', status: 500, refusal: 'internal' }))
    } finally {
      await broken.stop()
    }
  })
})
