import { readdirSync } from 'node:fs'
import { type Socket, connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DatabaseConnection, connectDatabase } from '#server/gateways/database/connect.ts'
import { type TestApp, startApp } from '#tests/support/app.ts'
import { givenSession } from '#tests/support/fixtures.ts'
import { HttpPerson } from '#tests/support/http-person.ts'
import { type TestPostgres, startPostgres } from '#tests/support/postgres.ts'
import { until } from '#tests/support/until.ts'

/** Of each kind; a slow reader has some megabytes of answers under way. */
const EACH = process.env.FOYER_FULL === '1' ? 1_000 : 100
const READERS = 20
const PATIENCE_SECONDS = 3

let postgres: TestPostgres
let database: DatabaseConnection
let app: TestApp

beforeAll(async () => {
  postgres = await startPostgres()
  const databaseUrl = await postgres.createDatabase()
  database = connectDatabase(databaseUrl, { pool: 1 })
  app = await startApp({ env: { DATABASE_URL: databaseUrl, FOYER_DEMO: '1', FOYER_SLOW_CLIENT_SECONDS: String(PATIENCE_SECONDS) } })
})
afterAll(async () => {
  await app.kill9()
  await database.close(1)
  await postgres.stop()
})

const descriptors = () => readdirSync(`/proc/${app.pid}/fd`).length

/** Opens a connection, says `first`, then a byte now and then. It is closed when the house has had enough of it. */
async function dawdle(first: string, more: string): Promise<Socket> {
  const socket = connect(app.port, '127.0.0.1')
  socket.on('error', () => {})
  await new Promise(resolve => socket.once('connect', resolve))
  socket.write(first)
  const drip = setInterval(() => socket.writable && socket.write(more), 250)
  socket.once('close', () => clearInterval(drip))
  return socket
}

const crowd = (size: number, one: () => Promise<Socket>) => Promise.all(Array.from({ length: size }, one))
const HEAD = `Host: 127.0.0.1\r\nAccept: */*\r\n`

/** Other people are served until they are gone. */
async function expectRoom(areGone: () => boolean): Promise<void> {
  const others = new Set<number>()
  await until('they are cut off', async () => {
    others.add((await new HttpPerson(app.url).send('GET', '/api/categories')).status)
    return areGone()
  }, 120_000)
  expect([...others]).toEqual([200])
}

async function expectEnd(before: number, slow: Socket[]): Promise<void> {
  await expectRoom(() => slow.every(socket => socket.destroyed))
  await until('their descriptors are free', () => descriptors() <= before + EACH / 4, 60_000)
}

describe('D-01: crowds that are slow on purpose are cut off, others are served meanwhile, and no descriptor is left', () => {
  it.each([
    ['their headers', `GET / HTTP/1.1\r\n${HEAD}`, 'X-A: b\r\n'],
    ['the headers of a second request', `GET /api/categories HTTP/1.1\r\n${HEAD}\r\nGET / HTTP/1.1\r\n`, 'X-A: b\r\n'],
    ['their body', `POST /api/auth/login HTTP/1.1\r\n${HEAD}Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n{`, ' ']
  ])('in sending %s', async (_, first, more) => {
    const before = descriptors()
    await expectEnd(before, (await crowd(EACH, () => dawdle(first, more))).map(socket => socket.resume()))
  })

  it('in taking their answer', async () => {
    const before = descriptors()
    // More than the system itself takes of an answer that nobody reads.
    const asked = `GET /api-reader/swagger-ui-bundle.js HTTP/1.1\r\n${HEAD}\r\n`.repeat(6)
    const readers = await crowd(READERS, () => dawdle(asked, ''))
    // Whoever does not read does not hear either that his connection was closed.
    await expectRoom(() => descriptors() <= before + READERS / 4)
    for (const reader of readers) reader.destroy()
  })

  it('but not a line that has nothing to tell for long, and not a body that comes slowly from far away', async () => {
    const session = await givenSession(database.db)
    const line = (await dawdle(`GET /api/sessions/${session.sessionId}/feed HTTP/1.1\r\n${HEAD}\r\n`, '')).resume()
    const size = 1_000 * PATIENCE_SECONDS * 4
    let sent = 1
    const sender = await dawdle(`POST /api/orders/create HTTP/1.1\r\n${HEAD}Content-Type: application/json\r\nContent-Length: ${size}\r\n\r\n{`, '')
    let answer = ''
    sender.on('data', (bytes: Buffer) => { answer += bytes })
    // A kilobyte a second, for four times as long as anybody has for nothing.
    const drip = setInterval(() => {
      const more = Math.min(250, size - sent)
      sent += more
      if (more > 0) sender.write(' '.repeat(more - (sent === size ? 1 : 0)) + (sent === size ? '}' : ''))
    }, 250)
    await until('it is answered', () => answer !== '' || sender.destroyed, 120_000)
    clearInterval(drip)
    expect(answer).toMatch(/^HTTP\/1.1 422 /)
    expect(line.destroyed).toBe(false)
    line.destroy()
    sender.destroy()
  }, 300_000)
})
