import Redis from 'ioredis'
import { eq } from 'drizzle-orm'
import { admissions, events } from '#drizzle/schema/index.ts'
import { enter, lookAtLine, moveRoom, setRoom, takePlace, type QueueDeps } from '#server/domain/queue/index.ts'
import { createRedis } from '#server/gateways/redis/connect.ts'
import { createLineStore } from '#server/gateways/redis/queue/line-store.ts'
import { newId } from '#shared/ids/id.ts'
import { givenSession } from '#tests/support/fixtures.ts'
import { Steps, round } from './lib/measure.ts'
import type { ScenarioResult } from './lib/report.ts'
import type { Stage } from './lib/stage.ts'

const PACES = [500, 1_000, 3_000]

/** Somebody in line: asks when he was told to. */
interface Person { visitor: string, place: string | null, askAt: number, position: number }

/**
 * B10, the waiting room: so many people in line, who each ask again when the server says, while the pace is 500, 1,000 and 3,000 a
 * minute. The domain over a real Redis, without HTTP: what is measured is the line.
 */
export async function waitingRoom(stage: Stage, scale: number): Promise<ScenarioResult> {
  const count = Math.round(100_000 * scale)
  const msOfPace = Math.max(10_000, Math.round(60_000 * scale))
  const connection = createRedis({ kind: 'tcp', url: stage.redis.url })
  const redis = new Redis(stage.redis.url)
  const deps: QueueDeps = { db: stage.database.db, line: createLineStore(connection), limiter: { hit: async () => ({ allowed: true, retryAfterSeconds: 0 }) }, queueKey: Buffer.alloc(32, 1), areBrakesOn: false }
  const session = await givenSession(stage.database.db)
  const [event] = await stage.database.db.select().from(events).where(eq(events.id, session.eventId))
  const author = { userId: event!.createdBy, role: 'publisher' as const }
  const settings = (outflowPerMinute: number) => setRoom(deps, author, session.sessionId, { outflowPerMinute, insideSeconds: 7200, maxInside: null, opensAtHoldsPerMinute: null })
  const join = new Steps('join'), ask = new Steps('ask'), go = new Steps('go in')
  const facts: Record<string, string | number> = {}
  const startedAt = performance.now()

  await settings(PACES[0]!)
  await moveRoom(deps, author, session.sessionId, { move: 'open' })
  await moveRoom(deps, author, session.sessionId, { move: 'pause' })
  const bytesBefore = await memoryOf(redis)
  const people = await joinAll(deps, session.sessionId, count, join)
  facts['bytes in Redis a waiter'] = round((await memoryOf(redis) - bytesBefore) / count)

  await moveRoom(deps, author, session.sessionId, { move: 'resume' })
  const entered: number[] = []
  for (const pace of PACES) {
    await settings(pace)
    const line = { sessionId: session.sessionId, round: 1 }
    const before = await deps.line.counts(line)
    const [cpuBefore, redisBefore, asksBefore] = [process.cpuUsage(), await cpuOf(redis), ask.row(1).count]
    const measuredMs = await askFor(deps, session.sessionId, people, msOfPace, { ask, go, entered })
    const after = await deps.line.counts(line)
    if (typeof before === 'string' || typeof after === 'string') throw new Error('the line was forgotten')
    const asks = ask.row(1).count - asksBefore
    const { user, system } = process.cpuUsage(cpuBefore)
    const measured = (after.letThrough - before.letThrough) / measuredMs * 60_000
    facts[`${pace} a minute`] = `${round(measured)} let through a minute (${round((measured / pace - 1) * 100)} %), ${asks} questions, ${round((user + system) / asks)} µs of CPU each in the app, ${round((await cpuOf(redis) - redisBefore) * 1e6 / asks)} µs in Redis`
  }
  const seconds = (performance.now() - startedAt) / 1000
  facts['admitted'] = entered.length
  facts['admissions in Postgres'] = (await stage.database.db.select({ number: admissions.number }).from(admissions).where(eq(admissions.sessionId, session.sessionId))).length
  facts['FIFO inversions'] = await inversions(redis, session.sessionId)
  redis.disconnect()
  await connection.close()
  return { name: 'B10 waiting room', load: `${count} waiting, ${PACES.join(', ')} let through a minute for ${msOfPace / 1000} s each`, seconds: round(seconds), rows: [join, ask, go].map(steps => steps.row(seconds)), facts }
}

async function joinAll(deps: QueueDeps, sessionId: string, count: number, join: Steps): Promise<Person[]> {
  const people: Person[] = []
  let next = 0
  await Promise.all(Array.from({ length: 32 }, async () => {
    while (next < count) {
      const visitor = `${newId()}-${next++}`
      const began = performance.now()
      const { reply, place } = await takePlace(deps, { userId: null, visitor }, sessionId, null)
      join.add(performance.now() - began, reply.you)
      people.push({ visitor, place, askAt: performance.now() + Math.random() * 30_000, position: reply.number! })
    }
  }))
  return people
}

/** Lets everybody ask when it is his time, for `ms`; who is called goes in and asks no more. @returns how long it was */
async function askFor(deps: QueueDeps, sessionId: string, people: Person[], ms: number, tell: { ask: Steps, go: Steps, entered: number[] }): Promise<number> {
  const began = performance.now()
  while (performance.now() - began < ms) {
    const now = performance.now()
    const due = people.filter(person => person.askAt <= now)
    if (due.length === 0) await new Promise(resolve => setTimeout(resolve, 5))
    for (let from = 0; from < due.length; from += 64) await Promise.all(due.slice(from, from + 64).map(person => askOnce(deps, sessionId, person, tell)))
  }
  return performance.now() - began
}

async function askOnce(deps: QueueDeps, sessionId: string, person: Person, { ask, go, entered }: { ask: Steps, go: Steps, entered: number[] }): Promise<void> {
  const who = { userId: null, visitor: person.visitor }
  const began = performance.now()
  const { reply } = await lookAtLine(deps, who, sessionId, person.place)
  ask.add(performance.now() - began, reply.you)
  person.askAt = performance.now() + reply.pollAfterMs
  if (reply.you !== 'called') return
  const asked = performance.now()
  await enter(deps, who, sessionId, person.place)
  go.add(performance.now() - asked, 'inside')
  entered.push(person.position)
  person.askAt = Infinity
}

/** Of all who were let through: nobody behind one who waits and was there. Those passed over for their absence stand in `late`. */
async function inversions(redis: Redis, sessionId: string): Promise<number> {
  const key = `foyer:{${sessionId}}:line:`
  const served = Number(await redis.hget(`${key}room`, 'served'))
  const inside = (await redis.zcard(`${key}inside`)) + (await redis.zcard(`${key}called`)) + (await redis.zcard(`${key}late`))
  // Everybody up to `served` had his turn; whoever of them has neither been let through nor come back late was passed over.
  return Math.max(0, served - inside)
}

async function memoryOf(redis: Redis): Promise<number> {
  return Number(/used_memory:(\d+)/.exec(await redis.info('memory'))![1])
}

async function cpuOf(redis: Redis): Promise<number> {
  const info = await redis.info('cpu')
  return ['used_cpu_user', 'used_cpu_sys'].reduce((sum, name) => sum + Number(new RegExp(`${name}:([\\d.]+)`).exec(info)![1]), 0)
}
