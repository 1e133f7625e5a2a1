import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { events, outbox, sessions } from '#drizzle/schema/index.ts'
import { listFavourites, readWishes, remindOfSales, setFavourite, setSaleReminder } from '#server/domain/wishes/index.ts'
import type { House } from '#server/house.ts'
import { givenCustomer, givenSession } from '#tests/support/fixtures.ts'
import { openTestHouse, refusalCode } from '#tests/support/house.ts'

let house: House

beforeAll(async () => {
  house = await openTestHouse()
})
afterAll(() => house.close())

const toldOf = async (eventId: string) => (await house.db.select().from(outbox).where(eq(outbox.topic, 'notice')))
  .filter(message => message.payload.kind === 'sale-opened' && String(message.payload.key).startsWith(`sale-opened:${eventId}:`))

describe('favourites', () => {
  it('are kept once, listed newest first a page at a time, and let go', async () => {
    const { userId } = await givenCustomer(house.db)
    const shows: string[] = []
    for (let i = 0; i < 26; i++) shows.push((await givenSession(house.db, { rows: 1, seatsPerRow: 2 })).eventId)
    for (const eventId of shows) await setFavourite(house.db, userId, eventId, true)
    expect(await setFavourite(house.db, userId, shows[0]!, true)).toEqual({ isFavourite: true, isReminded: false })

    const first = await listFavourites(house.db, userId, undefined)
    const second = await listFavourites(house.db, userId, first.nextCursor!)
    expect([...first.events, ...second.events].map(e => e.id)).toEqual([...shows].reverse())
    expect(second.nextCursor).toBeNull()

    await setFavourite(house.db, userId, shows[25]!, false)
    expect((await listFavourites(house.db, userId, undefined)).events.map(e => e.id)).not.toContain(shows[25])
  })

  it('are of public events only, and of their owner only', async () => {
    const [{ userId: mine }, { userId: other }, { eventId }] = await Promise.all([givenCustomer(house.db), givenCustomer(house.db), givenSession(house.db)])
    await setFavourite(house.db, mine, eventId, true)
    expect(await readWishes(house.db, other, eventId)).toEqual({ isFavourite: false, isReminded: false })
    await house.db.update(events).set({ status: 'draft' }).where(eq(events.id, eventId))
    expect((await listFavourites(house.db, mine, undefined)).events).toEqual([])
    expect(await refusalCode(setFavourite(house.db, other, eventId, true))).toBe('not-found')
  })
})

describe('reminders of a sale', () => {
  it('come when the sale opens, once for each person, however many processes look', async () => {
    const [{ userId: first }, { userId: second }, { eventId, sessionId }] = await Promise.all([givenCustomer(house.db), givenCustomer(house.db), givenSession(house.db, { saleStartsInMs: 3_600_000 })])
    for (const userId of [first, second]) await setSaleReminder(house.db, userId, eventId, true)
    await remindOfSales(house.db)
    expect(await toldOf(eventId)).toEqual([])

    await house.db.update(sessions).set({ saleStartsAt: sql`now() - interval '1 second'` }).where(eq(sessions.id, sessionId))
    await Promise.all(Array.from({ length: 5 }, () => remindOfSales(house.db)))
    expect((await toldOf(eventId)).map(m => (m.payload.to as { userId: string }).userId).sort()).toEqual([first, second].sort())
  })

  it('are not sent to who thought better of it', async () => {
    const [{ userId }, { eventId }] = await Promise.all([givenCustomer(house.db), givenSession(house.db)])
    await setSaleReminder(house.db, userId, eventId, true)
    await setSaleReminder(house.db, userId, eventId, false)
    await remindOfSales(house.db)
    expect(await toldOf(eventId)).toEqual([])
  })
})
