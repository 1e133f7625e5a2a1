import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { SessionStatusReply } from '#shared/api/catalogue.ts'
import { unpackStatus } from '#shared/seating/seat-status.ts'
import { type TestApp, startApp } from '#tests/support/app.ts'
import { openNewDatabase } from '#tests/support/database.ts'
import { type TestSession, givenSession } from '#tests/support/fixtures.ts'
import { HttpPerson } from '#tests/support/http-person.ts'
import { type RedisServer, startRedisServer } from '#tests/support/redis-server.ts'
import { type SeatWatcher, type Way, keepWatching, watchSeats } from '#tests/support/seat-watcher.ts'
import { until } from '#tests/support/until.ts'

const WAYS: Way[] = ['events', 'socket']

let database: Awaited<ReturnType<typeof openNewDatabase>>
let redis: RedisServer
let apps: TestApp[]
let session: TestSession
const open: { close(): void }[] = []

const openApp = (port?: number) => startApp({ port, env: { DATABASE_URL: database.url, REDIS_URL: redis.url, FOYER_DEMO: '1' } })

beforeAll(async () => {
  database = await openNewDatabase()
  redis = await startRedisServer()
  apps = [await openApp(), await openApp()]
})
beforeEach(async () => {
  session = await givenSession(database.db, { rows: 10, seatsPerRow: 20, holdSeconds: 60 })
})
afterEach(() => {
  for (const line of open.splice(0)) line.close()
})
afterAll(async () => {
  await Promise.all(apps.map(app => app.stop()))
  await redis.stop()
  await database.close()
})

const watch = (app: TestApp, way: Way, from?: number) => {
  const watcher = watchSeats(app.url, session.sessionId, way, { from })
  open.push(watcher)
  return watcher
}
const hold = async (app: TestApp, ...seats: number[]) => {
  const held = await new HttpPerson(app.url).hold(session.sessionId, ...seats.map(seat => session.seat(seat)))
  expect(held.status, held.text).toBe(200)
  return held.body
}
const shows = (watcher: SeatWatcher, ...seats: number[]) => seats.every(seat => watcher.seats[seat] === 1)
const known = (watcher: SeatWatcher) => until('the watcher knows the seats', () => watcher.seats.length > 0)

async function statusBy(app: TestApp): Promise<Uint8Array> {
  const { body } = await new HttpPerson(app.url).send<SessionStatusReply>('GET', `/api/sessions/${session.sessionId}/status`)
  return unpackStatus(Buffer.from(body.packed, 'base64'), body.seatCount)
}

describe('RT-04: with two instances', () => {
  it.each(WAYS)('what is held by one is seen by the watchers of both (%s), by a hint and not by asking', async (way) => {
    const [here, there] = apps.map(app => watch(app, way))
    await Promise.all([known(here!), known(there!)])
    const took: number[] = []
    for (let seat = 0; seat < 20; seat++) {
      await hold(apps[seat % 2]!, seat)
      took.push(await until('both see it', () => shows(here!, seat) && shows(there!, seat), 3_000))
    }
    expect(took.toSorted((a, b) => a - b)[10]!).toBeLessThan(600)
  })
})

describe('a watcher', () => {
  it.each(WAYS)('RT-02: who comes back is told what he missed and no more, by any instance (%s)', async (way) => {
    const before = watch(apps[0]!, way)
    await known(before)
    before.close()
    await hold(apps[1]!, 3, 4)
    const after = watch(apps[1]!, way, before.version)
    after.seats = before.seats
    await until('he sees what he missed', () => shows(after, 3, 4))
    expect(after.heard).not.toContain('snapshot')
  })

  it.each(WAYS)('RT-02: who comes from before a flush, or from nowhere, gets a snapshot (%s)', async (way) => {
    await hold(apps[0]!, 7)
    for (const from of [1, 2 ** 52]) {
      const strange = watch(apps[0]!, way, from)
      await until('he knows', () => strange.seats.length > 0 && shows(strange, 7))
      expect(strange.heard).toContain('snapshot')
    }
  })

  it('sees a hold that ran out come back, with nobody sweeping', async () => {
    session = await givenSession(database.db, { rows: 2, holdSeconds: 2 })
    const watchers = WAYS.map(way => watch(apps[0]!, way))
    await Promise.all(watchers.map(known))
    await hold(apps[1]!, 5)
    await until('it is held', () => watchers.every(watcher => shows(watcher, 5)), 3_000)
    await until('it is free', () => watchers.every(watcher => watcher.seats[5] === 0), 7_000)
  })

  it('RT-06: who can only ask gets 304 while nothing changed, and is told when to ask again', async () => {
    const asker = new HttpPerson(apps[0]!.url)
    const first = await asker.send('GET', `/api/sessions/${session.sessionId}/status`)
    const again = () => asker.send('GET', `/api/sessions/${session.sessionId}/status`, undefined, { 'if-none-match': first.headers.get('etag')! })
    const same = await again()
    expect([same.status, same.text]).toEqual([304, ''])
    for (const reply of [first, same]) expect(Number(reply.headers.get('x-poll-after-ms'))).toBeGreaterThanOrEqual(2_400)
    await hold(apps[1]!, 11)
    await until('the change is told', async () => (await again()).status === 200, 2_000)
  })
})

describe('I11: every watcher, every instance and every cache agree with Postgres within five seconds', () => {
  const agreed = (watchers: { now(): SeatWatcher }[], seats: number[], withinMs: number) => until('all see the same', async () => {
    const statuses = await Promise.all(apps.map(statusBy))
    return [...statuses, ...watchers.map(watcher => watcher.now().seats)].every(status => seats.every(seat => status[seat] === 2) && [...status].filter(value => value !== 0).length === seats.length)
  }, withinMs)

  const buy = async (app: TestApp, ...seats: number[]) => {
    const buyer = new HttpPerson(app.url)
    const held = await buyer.hold(session.sessionId, ...seats.map(seat => session.seat(seat)))
    expect(held.status, held.text).toBe(200)
    const order = await buyer.order(session.sessionId, held.body.holdToken)
    expect((await buyer.pay(order.body)).status).toBe(200)
  }

  const watchers = () => {
    const all = WAYS.flatMap(way => apps.map((_, n) => keepWatching(() => apps.map((__, k) => apps[(n + k) % apps.length]!.url), session.sessionId, way)))
    open.push(...all.map(watcher => ({ close: watcher.stop })))
    return all
  }

  it('after FLUSHALL', async () => {
    const all = watchers()
    await buy(apps[0]!, 1, 2)
    await hold(apps[1]!, 30)
    await until('the hold is seen', () => all.every(watcher => shows(watcher.now(), 30)), 5_000)
    await redis.flush()
    await agreed(all, [1, 2], 5_000)
  })

  it('after Redis was killed and came back empty; meanwhile they are told that nobody knows', async () => {
    const all = watchers()
    await buy(apps[0]!, 1, 2)
    await agreed(all, [1, 2], 5_000)
    await redis.kill()
    await until('they are told', () => all.every(watcher => watcher.now().isPaused()), 5_000)
    await redis.start()
    await agreed(all, [1, 2], 5_000)
    await until('they are live again', () => all.every(watcher => !watcher.now().isPaused()), 5_000)
    await hold(apps[0]!, 40)
    await until('they see what is held', () => all.every(watcher => shows(watcher.now(), 40)), 5_000)
  })

  it('RT-02: after kill -9 of an instance, and after an orderly end of the other, which takes no time', { timeout: 180_000 }, async () => {
    const all = watchers()
    await buy(apps[0]!, 1, 2)
    await agreed(all, [1, 2], 5_000)
    const { port } = apps[0]!
    await apps[0]!.kill9()
    await buy(apps[1]!, 3)
    apps[0] = await openApp(port)
    await agreed(all, [1, 2, 3], 10_000)
    const other = apps[1]!
    const endedAfter = await Promise.all([other.stop(), Promise.resolve(performance.now())]).then(([, at]) => performance.now() - at)
    expect(endedAfter).toBeLessThan(2_500)
    await buy(apps[0]!, 4)
    apps[1] = await openApp(other.port)
    await agreed(all, [1, 2, 3, 4], 10_000)
  })
})
