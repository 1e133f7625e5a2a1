import { eq, inArray, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { behaviour, eventEmbeddings, events, houseFacts, orders, recommendModels, sessions, userEmbeddings } from '#drizzle/schema/index.ts'
import { makePartitions } from '#server/domain/insight/behaviour/partitions.ts'
import { choosePersonal, keepRecommendationsUp, recommendFor, similarTo } from '#server/domain/recommend/index.ts'
import * as interactions from '#server/domain/recommend/interactions.ts'
import { learn } from '#server/domain/recommend/learn.ts'
import type { House } from '#server/house.ts'
import { openTestHouse, refusalCode } from '#tests/support/house.ts'
import { newId } from '#shared/ids/id.ts'
import { type Town, booked, caughtUp, kept, reindex, smallTown, somebodyNew } from './small-town.ts'

let house: House
let town: Town
beforeAll(async () => {
  house = await openTestHouse()
  town = await smallTown(house.db)
})
afterAll(() => house.close())

const of = async (userId: string, wish: { city?: string, limit?: number } = {}) => await recommendFor(house.db, userId, { limit: 6, ...wish })
const ids = (reply: Awaited<ReturnType<typeof of>>) => reply.recommendations.map(one => one.event.id)
const idsOf = (kind: 'jazz' | 'drama') => town.all[kind].map(session => session.eventId)

describe('recommendations', () => {
  it('follow what somebody did, leave out what he has, and say why in both languages', async () => {
    const ada = await somebodyNew(house.db)
    await booked(house.db, ada, town.all.jazz[0]!)
    await kept(house.db, ada, town.all.jazz[1]!)
    const reply = await of(ada)
    expect(reply).toMatchObject({ isPersonal: true, isAllowed: true })
    expect(ids(reply)).not.toContain(town.all.jazz[0]!.eventId)
    expect(ids(reply)).not.toContain(town.all.jazz[1]!.eventId)
    expect(idsOf('jazz')).toContain(ids(reply)[0])
    expect(ids(reply).slice(0, 3).every(id => idsOf('jazz').includes(id)), 'half of a list may be of one category').toBe(true)
    expect(idsOf('drama').some(id => ids(reply).includes(id)), 'the other half is of others').toBe(true)
    expect(reply.recommendations[0]!.reason).toMatchObject({ kind: expect.stringMatching(/booked|kept/), text: { en: expect.stringContaining('Because you '), zh: expect.stringContaining('因为您') } })
  })

  it('lean to what was done lately', async () => {
    const ben = await somebodyNew(house.db)
    await booked(house.db, ben, town.all.jazz[0]!, 700)
    await booked(house.db, ben, town.all.drama[0]!, 2)
    expect(idsOf('drama')).toContain(ids(await of(ben))[0])
  })

  it('of people who go to the same things show what the others went to', async () => {
    const crowd = await Promise.all(Array.from({ length: 12 }, () => somebodyNew(house.db)))
    // These go to one concert and one play: nothing in words or facts ties the two.
    for (const userId of crowd) {
      await booked(house.db, userId, town.all.jazz[5]!)
      await booked(house.db, userId, town.all.drama[5]!)
    }
    await learn(house.db)
    const cleo = await somebodyNew(house.db)
    await booked(house.db, cleo, town.all.jazz[5]!)
    const dramas = ids(await of(cleo, { limit: 10 })).filter(id => idsOf('drama').includes(id))
    expect(dramas[0]).toBe(town.all.drama[5]!.eventId)
    const similar = (await similarTo(house.db, town.all.jazz[5]!.slug, 10)).events.map(card => card.id).filter(id => idsOf('drama').includes(id))
    expect(similar[0]).toBe(town.all.drama[5]!.eventId)
  })

  it('follow what somebody looked at and held, however often, and show it again', async () => {
    const hal = await somebodyNew(house.db)
    await makePartitions(house.db)
    const seen = town.all.drama[1]!.eventId
    await house.db.insert(behaviour).values(Array.from({ length: 9 }, () => ({ kind: 'view' as const, userId: hal, eventId: seen })))
    await house.db.insert(behaviour).values({ kind: 'view', userId: null, visitor: 'nobody', eventId: town.all.jazz[1]!.eventId })
    expect((await interactions.interactionsOfUsers(house.db, [hal])).map(({ kind, weight }) => ({ kind, weight }))).toEqual([{ kind: 'seen', weight: 0.3 }])
    const reply = await of(hal, { limit: 12 })
    expect(ids(reply)).toContain(seen)
    const [first] = reply.recommendations.filter(one => one.event.id !== seen && one.reason.event)
    expect(first!.reason.text).toEqual({ en: 'Because you saw drama 1', zh: expect.stringMatching(/^因为您看过《/) })
  })

  it('at a cold start are what is popular, first where the visitor is, said in either language', async () => {
    const newcomer = await somebodyNew(house.db)
    const here = await of(newcomer, { city: '杭州' })
    expect(here.isPersonal).toBe(false)
    expect(ids(here)[0]).toBe(town.all.drama[5]!.eventId)
    expect(here.recommendations[0]!.reason).toEqual({ kind: 'popular-here', text: { en: 'Popular in Hangzhou', zh: '杭州热门' } })
    expect(ids(await of(newcomer, { city: 'hangzhou' }))).toEqual(ids(here))
    expect((await of(newcomer, { city: 'Atlantis' })).recommendations.length).toBeGreaterThan(0)
  })

  it('are those of a newcomer for whoever switched them off: nothing that he did is read, and what was computed is gone', async () => {
    const dora = await somebodyNew(house.db)
    await booked(house.db, dora, town.all.jazz[0]!)
    const read = vi.spyOn(interactions, 'interactionsOfUsers')
    expect((await of(dora)).isPersonal).toBe(true)
    expect(read).toHaveBeenCalled()
    read.mockClear()
    expect(await house.db.select().from(userEmbeddings).where(eq(userEmbeddings.userId, dora))).toHaveLength(1)

    await choosePersonal(house.db, dora, false)
    await choosePersonal(house.db, dora, false)
    const reply = await of(dora)
    expect(read).not.toHaveBeenCalled()
    read.mockRestore()
    expect(reply).toMatchObject({ isPersonal: false, isAllowed: false })
    expect(ids(reply)).toEqual(ids(await of(await somebodyNew(house.db))))
    expect(await interactions.interactionsOfUsers(house.db, [dora]), 'no reader finds anything of him').toEqual([])
    expect((await interactions.interactionsToLearnFrom(house.db, 10_000)).filter(act => act.userId === dora)).toEqual([])
    expect((await interactions.interactionsSince(house.db, new Date(0))).userIds).not.toContain(dora)
    await caughtUp(house.db)
    expect(await house.db.select().from(userEmbeddings).where(eq(userEmbeddings.userId, dora))).toHaveLength(0)

    await choosePersonal(house.db, dora, true)
    expect((await of(dora)).isPersonal).toBe(true)
    const [audit] = await house.db.execute<{ acts: string[] }>(sql`select array_agg(action order by id) as acts from audit_log where subject_id = ${dora}`)
    expect(audit!.acts).toEqual(['recommendations.off', 'recommendations.on'])
  })

  it('of nobody are not found', async () => {
    expect(await refusalCode(of(newId()))).toBe('not-found')
    expect(await refusalCode(similarTo(house.db, 'no-such-event'))).toBe('not-found')
  })

  it('are never of what cannot be bought now, whatever of it was sold, ended, called off or not on sale yet', async () => {
    const eve = await somebodyNew(house.db)
    await booked(house.db, eve, town.all.jazz[0]!)
    const others = [...town.all.jazz.slice(1), ...town.all.drama]
    const ways = {
      'on sale': {}, 'over': { startsAt: sql`now() - interval '3 hours'`, endsAt: sql`now() - interval '1 minute'` }, 'called off': { status: 'cancelled' as const },
      'not yet': { saleStartsAt: sql`now() + interval '1 hour'` }, 'sale over': { saleStartsAt: sql`now() - interval '2 hours'`, saleEndsAt: sql`now() - interval '1 hour'` }, 'sold out': { offSaleSeats: [0, 1, 2, 3] }
    }
    const before = await house.db.select().from(sessions)
    await fc.assert(fc.asyncProperty(fc.array(fc.constantFrom(...Object.keys(ways) as (keyof typeof ways)[]), { minLength: others.length, maxLength: others.length }), fc.boolean(), async (states, isIndexed) => {
      for (const [at, { sessionId }] of others.entries()) if (states[at] !== 'on sale') await house.db.update(sessions).set(ways[states[at]!]).where(eq(sessions.id, sessionId))
      // Also where the index has not heard of it yet.
      if (isIndexed) await reindex(house.db, town)
      const buyable = new Set([town.all.jazz[0]!.eventId, ...others.filter((_, at) => states[at] === 'on sale').map(session => session.eventId)])
      const shown = [...ids(await of(eve, { limit: 12 })), ...ids(await of(await somebodyNew(house.db), { limit: 12 })), ...(await similarTo(house.db, town.all.jazz[0]!.slug, 12)).events.map(card => card.id)]
      for (const session of before) await house.db.update(sessions).set(session).where(eq(sessions.id, session.id))
      await reindex(house.db, town)
      expect(shown.filter(id => !buyable.has(id))).toEqual([])
    }), { numRuns: 8 })
    await house.db.update(events).set({ status: 'cancelled' }).where(inArray(events.id, idsOf('drama')))
    expect(ids(await of(eve, { limit: 12 })).filter(id => idsOf('drama').includes(id))).toEqual([])
    await house.db.update(events).set({ status: 'approved' }).where(inArray(events.id, idsOf('drama')))
  })
})

describe('the layout', () => {
  it('is kept up with what people do and with events that change, and the same when that is done twice', async () => {
    const newest = town.all.jazz[4]!
    const layout = async () => await house.db.select({ eventId: eventEmbeddings.eventId, vector: eventEmbeddings.vector, popularity: eventEmbeddings.popularity }).from(eventEmbeddings).orderBy(eventEmbeddings.eventId)
    const before = await layout()
    const [frank, gita] = [await somebodyNew(house.db), await somebodyNew(house.db)]
    for (const userId of [frank, gita]) {
      await booked(house.db, userId, newest)
      await booked(house.db, userId, town.all.drama[5]!)
    }
    await house.db.update(events).set({ nameEn: 'Another name', updatedAt: sql`clock_timestamp()` }).where(eq(events.id, town.all.drama[0]!.eventId))
    await caughtUp(house.db)
    const once = await layout()
    const changed = once.filter((row, at) => JSON.stringify(row.vector) !== JSON.stringify(before[at]!.vector)).map(row => row.eventId)
    expect(changed).toEqual(expect.arrayContaining([newest.eventId, town.all.drama[0]!.eventId]))
    expect(once.find(row => row.eventId === newest.eventId)!.popularity).not.toBeNull()

    await Promise.all([keepRecommendationsUp(house), keepRecommendationsUp(house)])
    const twice = await layout()
    expect(twice.map(row => row.vector)).toEqual(once.map(row => row.vector))
    twice.forEach((row, at) => row.popularity === null ? expect(once[at]!.popularity).toBeNull() : expect(row.popularity).toBeCloseTo(once[at]!.popularity!, 6))
  })

  it('is the same whatever the order in which rows were written', async () => {
    const vectors = async () => (await house.db.select().from(eventEmbeddings).orderBy(eventEmbeddings.eventId)).map(row => row.vector)
    await learn(house.db)
    const before = await vectors()
    // Every order is written again, last first: the table lies in another order now.
    const rows = await house.db.select().from(orders).orderBy(orders.id)
    for (const row of rows.toReversed()) await house.db.update(orders).set({ contactName: 'B' }).where(eq(orders.id, row.id))
    await learn(house.db)
    expect(await vectors()).toEqual(before)
    expect(await house.db.select().from(recommendModels)).toHaveLength(1)
  })

  it('never goes back to what was read before', async () => {
    await caughtUp(house.db)
    const cursor = async () => ((await house.db.select().from(houseFacts).where(eq(houseFacts.name, 'recommend-cursor')))[0]!.value as { at: string }).at
    const first = await cursor()
    await keepRecommendationsUp(house)
    expect(await cursor() > first).toBe(true)
  })
})
