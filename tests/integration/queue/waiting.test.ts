import { describe, expect, it } from 'vitest'
import { eq, sql } from 'drizzle-orm'
import { admissions, waitingRooms } from '#drizzle/schema/index.ts'
import { lookAtLine, takePlace } from '#server/domain/queue/index.ts'
import { forgetRoom } from '#server/domain/queue/rooms.ts'
import { inParallel, range } from '#tests/integration/redis/helpers.ts'
import { newId } from '#shared/ids/id.ts'
import { type RedisServer, startRedisServer } from '#tests/support/redis-server.ts'
import { signedIn } from '#tests/support/signed-in.ts'
import { until } from '#tests/support/until.ts'
import { foyerForTests } from './foyer.ts'

let redis: RedisServer
const foyer = foyerForTests(async () => {
  redis = await startRedisServer()
  return { REDIS_URL: redis.url }
})

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString()
const guests = (count: number) => range(count).map(n => ({ userId: null, visitor: `guest-${newId()}-${n}` }))

/** The clock strikes: the doors of a room open now. */
async function strike(sessionId: string) {
  await foyer.house.db.update(waitingRooms).set({ lobbyAt: sql`now() - interval '1 second'`, doorsAt: sql`now()` }).where(eq(waitingRooms.sessionId, sessionId))
  forgetRoom(foyer.house.db, sessionId)
}

describe('before the doors', () => {
  it('tells who comes early when they open, and keeps the seed secret behind its hash until then', async () => {
    const { session, publisher } = await foyer.open({}, { doorsAt: inAnHour() })
    const ann = foyer.somebody()
    const { body } = await ann.join(session.sessionId)
    expect(body).toMatchObject({ phase: 'lobby', you: 'waiting', number: 1, ahead: null, etaSeconds: null, shuffle: { seed: null, early: null } })
    expect(body.opensInMs).toBeGreaterThan(3_500_000)
    expect((await ann.enter(session.sessionId)).body.code).toBe('not-your-turn')
    expect((await ann.hold(session, 0)).body.code).toBe('queue-first')
    const hash = body.shuffle!.seedHash
    // Who is there is counted anew every now and then, not at each look.
    await expect.poll(async () => (await foyer.desk(publisher, session.sessionId)).body, { timeout: 10_000 }).toMatchObject({ phase: 'lobby', seedHash: hash, counts: { waiting: 1 } })
    await strike(session.sessionId)
    const after = (await ann.look(session.sessionId)).body
    expect(after.shuffle!.early).toBe(1)
    expect(after.shuffle!.seedHash).toBe(hash)
    const { createHash } = await import('node:crypto')
    expect(createHash('sha256').update(after.shuffle!.seed!).digest('hex')).toBe(hash)
  })

  it('D-08: 3,000 who came early stand by the draw and not by arrival; who came later stands behind them, in order', async () => {
    const { session, publisher } = await foyer.open({}, { doorsAt: inAnHour() })
    const early = guests(3_000)
    await inParallel(early, 50, who => takePlace(foyer.house, who, session.sessionId, null))
    // Nobody is let in meanwhile, so that all can be counted.
    await foyer.desk(publisher, session.sessionId, 'pause')
    await strike(session.sessionId)
    const late = guests(20)
    for (const who of late) await takePlace(foyer.house, who, session.sessionId, null)
    await until('everybody has been seen', async () => (await lookAtLine(foyer.house, late[19]!, session.sessionId, null)).reply.ahead === 3_019)
    const told = await inParallel([...early, ...late], 50, async who => (await lookAtLine(foyer.house, who, session.sessionId, null)).reply)
    // Everybody has another number of people before him.
    const ahead = told.map(reply => reply.ahead!)
    expect([...ahead].sort((a, b) => a - b)).toEqual(range(3_020))
    expect(ahead.slice(3_000)).toEqual(range(20).map(n => 3_000 + n))
    const inArrivalOrder = range(3_000).filter(n => ahead[n] === n).length
    expect(inArrivalOrder).toBeLessThan(20)
    const firstHalf = ahead.slice(0, 1_500).reduce((sum, n) => sum + n, 0) / 1_500
    expect(Math.abs(firstHalf - 1_500)).toBeLessThan(100)
  })
})

describe('a place in line', () => {
  it('D-09: survives reload, a lost cookie of an account, and a second browser of it; tabs and browsers are one place', async () => {
    const { session } = await foyer.open({ outflowPerMinute: 1 })
    const { headers } = await signedIn(foyer.house)
    const first = foyer.somebody()
    await foyer.somebody().join(session.sessionId)
    const { number } = (await first.join(session.sessionId, headers)).body
    const tabs = await Promise.all(range(10).map(() => first.join(session.sessionId, headers)))
    expect(new Set(tabs.map(tab => tab.body.number))).toEqual(new Set([number]))
    const browsers = await Promise.all(range(10).map(() => foyer.somebody().join(session.sessionId, headers)))
    expect(new Set(browsers.map(browser => browser.body.number))).toEqual(new Set([number]))
    expect((await foyer.somebody().join(session.sessionId)).body.number).toBe(number! + 1)
  })

  it('D-09: goes on in the order of arrival, and tells everybody who waits how long it will be', { timeout: 120_000 }, async () => {
    const perMinute = 3_000
    const { session, publisher } = await foyer.open({ outflowPerMinute: perMinute })
    const people = guests(500)
    await foyer.desk(publisher, session.sessionId, 'pause')
    for (const who of people) await takePlace(foyer.house, who, session.sessionId, null)
    await foyer.desk(publisher, session.sessionId, 'resume')
    const told = new Map<number, number>()
    await inParallel([...people.entries()], 20, async ([n, who]) => {
      const { reply } = await lookAtLine(foyer.house, who, session.sessionId, null)
      if (reply.you === 'waiting') told.set(n, reply.etaSeconds!)
    })
    const order: number[] = []
    await until('all are called', async () => {
      for (const [n, who] of people.entries()) {
        if (n < order.length) continue
        const { reply } = await lookAtLine(foyer.house, who, session.sessionId, null)
        if (reply.you !== 'called') break
        order.push(n)
      }
      return order.length === people.length
    }, 90_000)
    expect(order).toEqual(range(500))
    // How right the estimate was is for a benchmark to say: here nobody behind is promised an earlier turn than somebody before him.
    const estimates = [...told].toSorted(([a], [b]) => a - b).map(([, eta]) => eta)
    expect(estimates.length).toBeGreaterThan(50)
    expect(estimates.every(eta => eta >= 0)).toBe(true)
  })

  it('rests while the publisher lets it rest, follows his dial, and ends when he closes the room', async () => {
    const { session, publisher } = await foyer.open({ outflowPerMinute: 60_000, maxInside: 1 })
    const ann = foyer.somebody(), bob = foyer.somebody()
    await ann.goIn(session.sessionId)
    await bob.join(session.sessionId)
    await foyer.desk(publisher, session.sessionId, 'pause')
    await ann.leave(session.sessionId)
    await until('bob hears of it', async () => (await bob.look(session.sessionId)).body.phase === 'paused')
    expect((await bob.look(session.sessionId)).body).toMatchObject({ you: 'waiting', etaSeconds: null })
    await foyer.desk(publisher, session.sessionId, 'resume')
    await until('bob is called', async () => (await bob.look(session.sessionId)).body.you === 'called')
    await foyer.desk(publisher, session.sessionId, 'close')
    expect((await bob.look(session.sessionId)).body).toMatchObject({ phase: 'none' })
    expect((await bob.hold(session, 0)).status).toBe(200)
  })

  it('is nothing that a stranger may handle: neither the desk nor the room of another publisher', async () => {
    const { session } = await foyer.open()
    const other = await signedIn(foyer.house, { role: 'publisher' })
    expect((await foyer.desk(other, session.sessionId)).status).toBe(404)
    expect((await foyer.desk(other, session.sessionId, 'close')).status).toBe(404)
    expect((await foyer.desk(await signedIn(foyer.house), session.sessionId, 'close')).status).toBe(403)
  })
})

describe('when Redis is lost', () => {
  it('F-03: early places stand where the draw put them, who was admitted is not admitted again, and nobody jumps the line', { timeout: 60_000 }, async () => {
    const { session, publisher } = await foyer.open({ outflowPerMinute: 600 }, { doorsAt: inAnHour() })
    const people = range(30).map(() => foyer.somebody())
    for (const person of people) await person.join(session.sessionId)
    await strike(session.sessionId)
    const inside = new Set<number>()
    await until('three are inside', async () => {
      for (const [n, person] of people.entries()) {
        if (inside.size < 3 && (await person.look(session.sessionId)).body.you === 'called' && (await person.enter(session.sessionId)).status === 200) inside.add(n)
      }
      return inside.size === 3
    })
    // The line stands still, so that two looks at it can be compared.
    await foyer.desk(publisher, session.sessionId, 'pause')
    const waiting = async () => await Promise.all(people.map(async person => (await person.look(session.sessionId)).body))
    const before = await waiting()
    const waitedBefore = before.flatMap((reply, n) => reply.you === 'waiting' ? [n] : []).sort((a, b) => before[a]!.ahead! - before[b]!.ahead!)
    await redis.flush({ scripts: true })
    const numbers = await Promise.all(people.map(person => person.join(session.sessionId)))
    numbers.forEach(({ body }, n) => expect(body.number).toBe(before[n]!.number))
    await until('the count of who is there is new', async () => (await waiting()).every(reply => reply.you !== 'waiting' || reply.waiting! >= waitedBefore.length))
    const after = await waiting()
    for (const n of inside) {
      expect(after[n]!.you).toBe('inside')
      expect((await people[n]!.enter(session.sessionId)).status).toBe(200)
      expect((await people[n]!.hold(session, n)).status).toBe(200)
    }
    const order = waitedBefore.filter(n => after[n]!.you === 'waiting')
    expect(order.map(n => after[n]!.ahead)).toEqual([...order.map(n => after[n]!.ahead!)].sort((a, b) => a - b))
    expect((await foyer.somebody().join(session.sessionId)).body.number).toBeGreaterThan(30)
    expect(await foyer.house.db.select().from(admissions).where(eq(admissions.sessionId, session.sessionId))).toHaveLength(3)
  })

  it('F-04: while it is away nobody gets in round the line, and the place is kept', { timeout: 30_000 }, async () => {
    const { session } = await foyer.open({ outflowPerMinute: 1 })
    const ann = foyer.somebody()
    await foyer.somebody().join(session.sessionId)
    const { number } = (await ann.join(session.sessionId)).body
    redis.pause()
    expect((await ann.look(session.sessionId)).status).toBe(503)
    expect((await ann.hold(session, 0)).status).not.toBe(200)
    redis.resume()
    await until('Redis is back', async () => (await ann.look(session.sessionId)).status === 200)
    expect((await ann.look(session.sessionId)).body.number).toBe(number)
  })
})
