import { Redis } from 'ioredis'
import { createRedis } from '#server/gateways/redis/connect.ts'
import { createHoldStore } from '#server/gateways/redis/hold-store.ts'
import type { HoldStore } from '#server/domain/inventory/index.ts'
import { newId } from '#shared/ids/id.ts'
import { type TestApp, startApp } from '#tests/support/app.ts'
import { givenSession } from '#tests/support/fixtures.ts'
import { until } from '#tests/support/until.ts'
import { type SeatWatcher, watchSeats } from '#tests/support/seat-watcher.ts'
import { openArrivals, round } from './lib/measure.ts'
import { measureCpu, residentMB } from './lib/process-cost.ts'
import type { ScenarioResult } from './lib/report.ts'
import type { Stage } from './lib/stage.ts'
import { startCrowd } from './lib/watcher-crowd.ts'

const CHANGES_PER_SECOND = 100
/** What the hall has more than the run needs. */
const SPARE_SEATS = 500

/**
 * B6, live fan-out: watchers of one session, half by server-sent events, half by WebSocket; a hundred seats a second are held,
 * each once, through the hold store, as other processes of the house would; then the app is ended and started again, and
 * meanwhile more seats are held. What one change takes to reach one watcher counts from the moment before it is asked for.
 */
export async function liveFanOut(stage: Stage, scale: number): Promise<ScenarioResult> {
  const watchers = Math.max(50, Math.round(10_000 * scale))
  const seconds = scale >= 1 ? 60 : 20
  const session = await givenSession(stage.database.db, { rows: Math.ceil((seconds * CHANGES_PER_SECOND + SPARE_SEATS) / 50), seatsPerRow: 50 })
  // Each tenth of the limit of a network from one address, as a proxy in front would say.
  const openApp = (port?: number) => startApp({ port, env: { DATABASE_URL: stage.databaseUrl, REDIS_URL: stage.redis.url, FOYER_DEMO: '1', FOYER_LOG: 'info', FOYER_TRUST_PROXY: '1', NITRO_SHUTDOWN_TIMEOUT: '30000' } })
  let app = await openApp()
  const connection = createRedis({ kind: 'tcp', url: stage.redis.url })
  const store = createHoldStore(connection)
  const idle = await idleCost(stage, app, Math.round(300 * Math.min(1, scale * 2)))
  const crowd = startCrowd()
  const emptyMB = await residentMB(app.pid)

  const opensAt = performance.now()
  crowd.open({ port: app.port, path: `/api/sessions/${session.sessionId}`, count: watchers, atOnce: 100 })
  await until('all watch', async () => (await crowd.state()).open === watchers, 180_000)
  const openedMs = performance.now() - opensAt

  const fullMB = await residentMB(app.pid)
  const [appCpu, crowdCpu] = [await measureCpu(app.pid), await measureCpu(crowd.pid)]
  const changes: [number, number][] = []
  const startedAt = performance.now()
  const lateMs = await openArrivals(seconds * CHANGES_PER_SECOND, seconds * 1_000, async (seat) => {
    const atMs = performance.timeOrigin + performance.now()
    if (await hold(store, session.sessionId, seat)) changes.push([seat, atMs])
  })
  const tookSeconds = (performance.now() - startedAt) / 1_000
  const [appShare, crowdShare] = [await appCpu(), await crowdCpu()]
  const busyMB = await residentMB(app.pid)
  await until('all know the last state', async () => (await crowd.state()).knowing[changes.length] === watchers, 30_000)
  const delays = await crowd.judge(changes)

  const droppedAt = performance.timeOrigin + performance.now()
  await app.stop()
  for (let seat = 0; seat < 50; seat++) await hold(store, session.sessionId, seconds * CHANGES_PER_SECOND + seat)
  app = await openApp(app.port)
  const upAfterMs = performance.timeOrigin + performance.now() - droppedAt
  const expected = changes.length + 50
  await until('all are back and know the last state', async () => (await crowd.state()).knowing[expected] === watchers, 60_000).catch(() => 0)
  const after = await crowd.state()
  crowd.end()
  await app.stop()
  await connection.close()

  return {
    name: 'B6 live fan-out',
    load: `${watchers} watchers of one session (half SSE, half WebSocket), ${CHANGES_PER_SECOND} changes a second for ${seconds} s, then all are dropped`,
    seconds: round(tookSeconds),
    rows: [{ step: 'deliver', count: delays.count, perSecond: round(delays.count / tookSeconds), p50: delays.p50, p95: delays.p95, p99: delays.p99, max: delays.max, errors: 0, answers: { 'changes made': changes.length } }],
    facts: {
      'changes not told one by one (told in a snapshot instead)': delays.missing,
      'watchers with the right last state': `${watchers} of ${watchers}`,
      'time to open all': `${round(openedMs / 1000)} s`,
      'app up again after': `${round(upAfterMs / 1000)} s`,
      'all back after the drop': `${round((after.lastBackMs - droppedAt) / 1000)} s`,
      'watchers with the right last state after the drop': `${after.knowing[expected] ?? 0} of ${watchers}`,
      'CPU of the app while told': `${appShare} % of a core, ${round(appShare / watchers * 1000)} % for 1,000 watchers`,
      'CPU of the generator': `${crowdShare} % of a core`,
      'memory of the app': `${emptyMB} MB without watchers, ${fullMB} MB with, ${busyMB} MB after the run: ${round((busyMB - emptyMB) / watchers * 1024)} KB a watcher`,
      'generator of changes late at worst': `${lateMs} ms`,
      ...idle
    }
  }
}

async function hold(store: HoldStore, sessionId: string, seat: number): Promise<boolean> {
  const outcome = await store.hold({
    sessionId, token: newId(), personKey: `visitor:${seat}`, perPersonLimit: 6, ttlMs: 600_000, requestHash: newId(), areas: [],
    seats: [{ seatIndex: seat, line: '{}' }]
  }).catch(() => ({ ok: false }))
  return outcome.ok
}

/** What sessions cost in which nothing happens, each with one watcher, over ten seconds. */
async function idleCost(stage: Stage, app: TestApp, sessions: number): Promise<Record<string, string>> {
  const redis = new Redis(stage.redis.url)
  const commands = async () => Number(/total_commands_processed:(\d+)/.exec(await redis.info('stats'))![1])
  const watchers: SeatWatcher[] = []
  for (let n = 0; n < sessions; n++) {
    const { sessionId } = await givenSession(stage.database.db, { rows: 2 })
    watchers.push(watchSeats(app.url, sessionId, 'events', { headers: { 'x-forwarded-for': `10.1.${n % 250}.1` } }))
  }
  await until('all idle sessions are watched', () => watchers.every(watcher => watcher.seats.length > 0), 60_000)
  const cpu = await measureCpu(app.pid)
  const [before, from] = [await commands(), performance.now()]
  await new Promise(resolve => setTimeout(resolve, 10_000))
  const perSecond = (await commands() - before) / (performance.now() - from) * 1_000
  const share = await cpu()
  for (const watcher of watchers) watcher.close()
  redis.disconnect()
  return { [`${sessions} watched sessions in which nothing happens`]: `${round(perSecond)} Redis commands a second (those inside scripts too), ${share} % of a core of the app` }
}
