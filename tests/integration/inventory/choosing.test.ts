import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { holdSeats, withOffers } from '#server/domain/inventory/index.ts'
import type { House } from '#server/house.ts'
import type { BestAvailableWish } from '#shared/api/holds.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { type TestSession, givenSession } from '#tests/support/fixtures.ts'
import { openTestHouse, person } from '#tests/support/house.ts'
import { type RedisServer, startRedisServer } from '#tests/support/redis-server.ts'

describe.each(['memory', 'redis-server'] as const)('choosing seats, with holds in %s', (store) => {
  let redis: RedisServer | undefined
  let house: House

  beforeAll(async () => {
    redis = store === 'redis-server' ? await startRedisServer() : undefined
    house = await openTestHouse(redis ? { REDIS_URL: redis.url } : {})
  })
  afterAll(async () => {
    await house.close()
    await redis?.stop()
  })

  const take = (session: TestSession, seats: number[], who = person(house), holdToken?: string) =>
    holdSeats(house, who, session.sessionId, { holdToken, seats: seats.map(seat => ({ seatId: session.seat(seat) })) })
  const best = (session: TestSession, wish: BestAvailableWish, who = person(house)) => holdSeats(house, who, session.sessionId, { bestAvailable: wish })

  /** What the caller is told who may not have these seats. */
  async function refusal(session: TestSession, work: Promise<unknown>): Promise<DomainError> {
    const error = await work.then(() => null, (reason: unknown) => reason)
    if (!(error instanceof DomainError)) throw new Error('was not refused')
    return await withOffers(house, session.sessionId, error)
  }

  describe('the best available', () => {
    it('say which seats they are and that they are side by side, at the price of their zone', async () => {
      const session = await givenSession(house.db, { rows: 4, seatsPerRow: 10 })
      const reply = await best(session, { count: 3 })
      expect(reply.best).toEqual({ split: false, groups: [[4, 5, 6].map(session.seat)] })
      expect(reply.lines.map(line => [line.seatId, line.row, line.seat, line.unitPrice.amountMinor])).toEqual([4, 5, 6].map(seat => [session.seat(seat), 'A', String(seat + 1), 38_000]))
    })

    it('are split over neighbouring rows where no row has room, with nobody alone, and say how', async () => {
      const session = await givenSession(house.db, { rows: 3, seatsPerRow: 4 })
      const { best: lies } = await best(session, { count: 6 })
      expect(lies!.split).toBe(true)
      expect(lies!.groups.flat()).toHaveLength(6)
      expect(lies!.groups.every(group => group.length > 1)).toBe(true)
    })

    it('keep to the zone, the section and the price that were wished, and are none where nothing suits', async () => {
      const session = await givenSession(house.db, { rows: 2, seatsPerRow: 4 })
      expect((await best(session, { count: 2, categoryKey: 'seats', sectionKey: 'stalls', price: { minMinor: 38_000, maxMinor: 38_000 } })).lines).toHaveLength(2)
      for (const wish of [{ categoryKey: 'floor' }, { categoryKey: 'nothing' }, { sectionKey: 'nowhere' }, { price: { maxMinor: 37_999 } }, { price: { minMinor: 38_001 } }]) {
        expect((await refusal(session, best(session, { count: 2, ...wish }))).code).toBe('no-block-left')
      }
    })

    it('are the same seats when the request is repeated', async () => {
      const session = await givenSession(house.db, { rows: 2, seatsPerRow: 6 })
      const who = { ...person(house), idempotencyKey: 'the-same-request' }
      const [first, again] = [await best(session, { count: 2 }, who), await best(session, { count: 2 }, who)]
      expect(again.best).toEqual(first.best)
      expect(again.holdToken).toBe(first.holdToken)
    })
  })

  describe('a single seat', () => {
    const strict = () => givenSession(house.db, { rows: 2, seatsPerRow: 6, allowsSingleSeats: false })

    it('is not left over: the refusal names it and offers what is fine, and nothing is held', async () => {
      const session = await strict()
      const refused = await refusal(session, take(session, [1, 2]))
      expect(refused).toMatchObject({ code: 'single-seat-left', data: { seatIds: [session.seat(0)], seatNames: [{ en: expect.stringContaining('row'), zh: expect.stringContaining('排') }] } })
      const choices = refused.data.choices as string[][]
      expect(choices[0]).toEqual([0, 1, 2].map(session.seat))
      expect(choices).toContainEqual([0, 1].map(session.seat))
      for (const choice of choices) {
        const one = await strict()
        await expect(take(one, choice.map(id => [...one.plan.seats.label.keys()].find(seat => one.seat(seat) === id)!))).resolves.toBeTruthy()
      }
      await expect(take(session, [0, 1, 2])).resolves.toBeTruthy()
    })

    it('is judged with what one holds already', async () => {
      const session = await strict()
      const who = person(house)
      const { holdToken } = await take(session, [0, 1], who)
      expect((await refusal(session, take(session, [3], who, holdToken))).code).toBe('single-seat-left')
      expect((await take(session, [2, 3], who, holdToken)).lines).toHaveLength(4)
    })

    it('may be left where nothing else is possible, and where the publisher does not mind', async () => {
      const narrow = await givenSession(house.db, { rows: 1, seatsPerRow: 3, allowsSingleSeats: false })
      await expect(take(narrow, [0, 1])).resolves.toBeTruthy()
      const lenient = await givenSession(house.db, { rows: 2, seatsPerRow: 6, allowsSingleSeats: true })
      await expect(take(lenient, [1, 2])).resolves.toBeTruthy()
    })

    it('is never left by two who take at the same moment what is fine for each alone', async () => {
      for (let round = 0; round < 8; round++) {
        const session = await givenSession(house.db, { rows: 2, seatsPerRow: 5, allowsSingleSeats: false })
        const answers = await Promise.allSettled([take(session, [0, 1]), take(session, [3, 4])])
        expect(answers.filter(answer => answer.status === 'fulfilled')).toHaveLength(1)
      }
    })
  })

  describe('a seat that somebody else took meanwhile (U-07)', () => {
    it('is answered with one beside those that stay held', async () => {
      const session = await givenSession(house.db, { rows: 3, seatsPerRow: 10 })
      const who = person(house)
      const { holdToken } = await take(session, [4], who)
      await take(session, [5])
      const refused = await refusal(session, take(session, [5], who, holdToken))
      expect(refused).toMatchObject({ code: 'seat-taken', data: { alternatives: [session.seat(3)] } })
      expect((await take(session, [3], who, holdToken)).lines.map(line => line.seatId)).toEqual([3, 4].map(session.seat))
    })

    it('is answered with seats for the whole party where nothing was held yet', async () => {
      const session = await givenSession(house.db, { rows: 3, seatsPerRow: 10 })
      await take(session, [5])
      const refused = await refusal(session, take(session, [4, 5]))
      const offered = refused.data.alternatives as string[]
      expect(offered).toEqual([4, 3].map(session.seat))
    })
  })
})
