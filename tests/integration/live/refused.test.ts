import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '#shared/ids/id.ts'
import { type TestApp, startApp } from '#tests/support/app.ts'
import { openNewDatabase } from '#tests/support/database.ts'
import { type TestSession, givenSession } from '#tests/support/fixtures.ts'
import { type SeatWatcher, watchSeats } from '#tests/support/seat-watcher.ts'
import { until } from '#tests/support/until.ts'

let database: Awaited<ReturnType<typeof openNewDatabase>>
let app: TestApp
let session: TestSession

beforeAll(async () => {
  database = await openNewDatabase()
  // Behind one proxy, so that these tests can come from many places.
  app = await startApp({ env: { DATABASE_URL: database.url, FOYER_DEMO: '1', FOYER_TRUST_PROXY: '1' } })
  session = await givenSession(database.db, { rows: 2 })
})
afterAll(async () => {
  await app.stop()
  await database.close()
})

interface Answer { status: number, code?: string, retryAfter?: string }

/** Asks for a line and hangs up as soon as it is known whether there is one. A socket that opens is 101. */
function ask(path: string, headers: Record<string, string> = {}, isSocket = false): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const upgrade = isSocket ? { 'connection': 'Upgrade', 'upgrade': 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' } : {}
    const asked = request(app.url + path, { headers: { ...upgrade, ...headers }, agent: false }, (res) => {
      if (res.headers['content-type']?.startsWith('text/event-stream')) {
        resolve({ status: res.statusCode! })
        return asked.destroy()
      }
      let text = ''
      res.on('data', (chunk: Buffer) => { text += chunk.toString() })
      res.on('end', () => resolve({ status: res.statusCode!, code: (JSON.parse(text) as { code: string }).code, retryAfter: res.headers['retry-after'] }))
    })
    asked.on('upgrade', (_res, socket) => {
      socket.destroy()
      resolve({ status: 101 })
    })
    asked.on('error', reject)
    asked.end()
  })
}

const feed = () => `/api/sessions/${session.sessionId}/feed`
const socket = () => `/api/sessions/${session.sessionId}/socket`

describe('RT-05: a live line is refused', () => {
  it('to the page of another site', async () => {
    const foreign = { origin: 'https://evil.example' }
    expect(await ask(socket(), foreign, true)).toMatchObject({ status: 403, code: 'cross-site' })
    expect(await ask(feed(), foreign)).toMatchObject({ status: 403, code: 'cross-site' })
    expect(await ask(socket(), { 'sec-fetch-site': 'cross-site' }, true)).toMatchObject({ status: 403, code: 'cross-site' })
    expect(await ask(socket(), { origin: 'null' }, true)).toMatchObject({ status: 403, code: 'cross-site' })
    expect(await ask(socket(), { origin: app.url }, true)).toEqual({ status: 101 })
    expect(await ask(feed(), { origin: app.url })).toEqual({ status: 200 })
  })

  it('where there is nothing to follow', async () => {
    for (const path of ['/', '/api/orders/create', `/api/sessions/${newId()}/socket`, '/api/sessions/no-id/socket', '/_nuxt/socket']) {
      expect(await ask(path, {}, true), path).toMatchObject({ status: 404, code: 'not-found' })
    }
    expect(await ask(`/api/sessions/${newId()}/feed`)).toMatchObject({ status: 404, code: 'not-found' })
  })

  it('without an upgrade, by a word of what is asked for here', async () => {
    expect(await ask(socket())).toMatchObject({ status: 426, code: 'upgrade-required' })
  })

  it('to somebody who speaks: a megabyte closes it before it is read, a word closes it too', async () => {
    for (const [text, code] of [['x'.repeat(1_000_000), 1009], ['hello', 1008]] as const) {
      const speaker = new WebSocket(app.url.replace('http', 'ws') + socket())
      await new Promise(resolve => { speaker.onopen = resolve })
      const closed = new Promise<number>(resolve => { speaker.onclose = event => resolve(event.code) })
      speaker.send(text)
      expect(await closed).toBe(code)
    }
  })

  it('to a person who has many, of 1,000 that he asks for at once, by 429 and when to come back', async () => {
    const person = { cookie: `foyer-visitor=${'p'.repeat(22)}`, 'x-forwarded-for': '192.0.2.1' }
    const others = { 'x-forwarded-for': '192.0.2.2' }
    const mine = Array.from({ length: 1_000 }, (_, n) => watchSeats(app.url, session.sessionId, n % 2 ? 'events' : 'socket', { headers: person }))
    await until('twenty are open', () => mine.filter(line => line.heard.includes('hello')).length >= 20)
    expect(await ask(feed(), person)).toMatchObject({ status: 429, code: 'too-many-lines', retryAfter: '30' })
    expect(await ask(socket(), person, true)).toMatchObject({ status: 429, code: 'too-many-lines', retryAfter: '30' })
    expect(mine.filter(line => line.heard.includes('hello'))).toHaveLength(20)
    expect(await ask(feed(), others)).toEqual({ status: 200 })
    for (const line of mine) line.close()
    await until('his lines are given back', async () => (await ask(feed(), person)).status === 200)
  })

  it('to an address from which five hundred are open, and to no other', async () => {
    const mine: SeatWatcher[] = Array.from({ length: 520 }, (_, n) => watchSeats(app.url, session.sessionId, n % 2 ? 'events' : 'socket', { headers: { 'x-forwarded-for': '2001:db8:0:7::' + n.toString(16) } }))
    await until('five hundred are open', () => mine.filter(line => line.heard.includes('hello')).length >= 500)
    expect(await ask(feed(), { 'x-forwarded-for': '2001:db8:0:7::9999' })).toMatchObject({ status: 429, code: 'too-many-lines' })
    expect(await ask(feed(), { 'x-forwarded-for': '2001:db8:0:8::1' })).toEqual({ status: 200 })
    for (const line of mine) line.close()
  })
})
