import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RedisConnection, createRedis } from '#server/gateways/redis/connect.ts'
import { createHoldStore } from '#server/gateways/redis/hold-store.ts'
import { SeatStatus } from '#shared/seating/seat-status.ts'
import { type TestApp, startApp } from '#tests/support/app.ts'
import { openNewDatabase } from '#tests/support/database.ts'
import { type TestSession, givenSession } from '#tests/support/fixtures.ts'
import { type RedisServer, startRedisServer } from '#tests/support/redis-server.ts'
import { type SeatWatcher, watchSeats } from '#tests/support/seat-watcher.ts'
import { until } from '#tests/support/until.ts'
import { PATIENT_MS } from '#tests/integration/redis/helpers.ts'

const SEATS = 20_000
const SLOW = 60
const FRAMES = 24

let database: Awaited<ReturnType<typeof openNewDatabase>>
let redis: RedisServer
let connection: RedisConnection
let app: TestApp
let session: TestSession
const open: SeatWatcher[] = []

beforeAll(async () => {
  database = await openNewDatabase()
  redis = await startRedisServer()
  connection = createRedis({ kind: 'tcp', url: redis.url }, PATIENT_MS)
  app = await startApp({ env: { DATABASE_URL: database.url, REDIS_URL: redis.url, FOYER_DEMO: '1' } })
  session = await givenSession(database.db, { rows: 200, seatsPerRow: 100 })
})
afterAll(async () => {
  for (const watcher of open) watcher.close()
  await app.stop()
  await connection.close()
  await redis.stop()
  await database.close()
})

const watch = () => {
  const watcher = watchSeats(app.url, session.sessionId, 'events')
  open.push(watcher)
  return watcher
}

async function residentMB(): Promise<number> {
  return Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${app.pid}/status`, 'utf8'))![1]) / 1024
}

describe.skipIf(process.platform !== 'linux')('RT-03: readers who do not read', () => {
  it('cost no memory that grows, and see the hall as it is when they read again', { timeout: 300_000 }, async () => {
    const store = createHoldStore(connection)
    let seq = 0
    // The whole hall is sold and given back again and again: as much to tell as there can be.
    const flip = async (state: 'sold' | 'free') => {
      seq++
      const seats = Array.from({ length: SEATS }, (_, seatIndex) => ({ seatIndex, state, seq }))
      // A busy machine may let a call run out of time; telling twice does what telling once does.
      await until('the store has heard', () => store.tell(session.sessionId, { seats, areas: [] }).then(() => true, () => false), 60_000)
    }
    const slow = Array.from({ length: SLOW }, watch)
    const quick = watch()
    await until('all are there', () => [...slow, quick].every(watcher => watcher.seats.length === SEATS))
    for (const watcher of slow) watcher.stall()
    const before = await residentMB()
    const sizes: number[] = []
    let told = 0
    let lastHeard = quick.heard.length
    while (told < FRAMES) {
      await flip(told % 2 ? 'free' : 'sold')
      await until('the quick one has heard of it', () => quick.heard.length > lastHeard, 60_000)
      lastHeard = quick.heard.length
      told++
      sizes.push(await residentMB())
    }
    await flip('sold')
    // 60 readers x 24 frames of 150 KB would be 216 MB.
    expect(Math.max(...sizes) - before).toBeLessThan(120)
    for (const watcher of slow) watcher.goOn()
    const isRight = (watcher: SeatWatcher) => watcher.seats.every(seat => seat === SeatStatus.sold)
    // Who has read nothing for half a minute (on a busy machine) has been sent away, and comes back as a browser does.
    await until('all see the hall as it is, or come back for it', () => [...slow, quick].every(watcher => isRight(watcher) || !watcher.isOpen()), 60_000)
    const back = slow.filter(watcher => !isRight(watcher)).map(() => watch())
    await until('those see it too', () => back.every(watcher => watcher.seats.length === SEATS && isRight(watcher)), 60_000)
  })
})
