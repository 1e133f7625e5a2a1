import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventDrafts, events, outbox, sessions, users, venues } from '#drizzle/schema/index.ts'
import { addHall, addVenue, approveVenue, type Asker, changeVenue, listVenues, readVenue, removeVenue, venueChoices } from '#server/domain/venues/index.ts'
import { newId } from '#shared/ids/id.ts'
import { openNewDatabase } from '#tests/support/database.ts'
import { givenSession } from '#tests/support/fixtures.ts'
import { refusalCode } from '#tests/support/house.ts'

let house: Awaited<ReturnType<typeof openNewDatabase>>
let admin: Asker
let pei: Asker
let rival: Asker
const place = {
  name: { en: 'Old Mill', zh: '老磨坊' }, address: { en: '1 Mill Lane', zh: '磨坊巷1号' }, city: { en: 'Suzhou', zh: '苏州' },
  country: 'CN', timeZone: 'Asia/Shanghai', latitude: 31.3, longitude: 120.6
}

beforeAll(async () => {
  house = await openNewDatabase()
  const given = async (role: Asker['role']): Promise<Asker> => {
    const [user] = await house.db.insert(users).values({ role, email: `${role}-${newId()}@example.org`, displayName: role }).returning({ userId: users.id, role: users.role })
    return user!
  }
  ;[admin, pei, rival] = [await given('admin'), await given('publisher'), await given('publisher')]
})
afterAll(() => house.close())

describe('a proposed venue', () => {
  it('is for its proposer alone until an admin approves it (Z-03)', async () => {
    const venue = await addVenue(house, pei, place)
    const seenBy = async (asker: Asker) => (await venueChoices(house, asker, { q: 'Old Mill' })).filter(v => v.id === venue.id)
    expect(await seenBy(pei)).toMatchObject([{ isProposed: true, isMine: true, name: place.name, halls: [] }])
    expect(await seenBy(rival)).toEqual([])
    expect(await venueChoices(house, rival, { ids: [venue.id] })).toEqual([])
    expect(await refusalCode(changeVenue(house, rival, venue.id, { website: 'https://evil.example' }))).toBe('not-found')
    expect(await refusalCode(addHall(house, rival, venue.id, { kind: 'standing', name: { en: 'Floor', zh: '场地' }, capacity: 10 }))).toBe('not-found')

    await approveVenue(house, admin.userId, venue.id)
    await approveVenue(house, admin.userId, venue.id)
    expect(await seenBy(rival)).toMatchObject([{ isProposed: false, isMine: false }])
    expect(await refusalCode(changeVenue(house, pei, venue.id, { website: 'https://mill.example' }))).toBe('not-allowed')
    await changeVenue(house, admin, venue.id, { website: 'https://mill.example' })
    expect(await readVenue(house, venue.id)).toMatchObject({ website: 'https://mill.example', address: place.address, proposedBy: { id: pei.userId } })
  })

  it('gets an address of its own, also when ten are proposed at once', async () => {
    const made = await Promise.all(Array.from({ length: 10 }, () => addVenue(house, pei, { ...place, name: { en: 'Blue Note', zh: '蓝调' } })))
    expect(new Set(made.map(venue => venue.slug)).size).toBe(10)
    expect(made.map(venue => venue.slug)).toContain('blue-note')
  })

  it('stands first in the list of admins, page after page', async () => {
    const seen: { id: string, isProposed: boolean }[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await listVenues(house, { limit: 3, ...cursor && { cursor } })
      seen.push(...page.venues)
      cursor = page.nextCursor
    }
    expect(new Set(seen.map(venue => venue.id)).size).toBe(seen.length)
    expect(seen.length).toBeGreaterThanOrEqual(11)
    expect(seen.findIndex(venue => !venue.isProposed)).toBe(10)
    expect(await refusalCode(listVenues(house, { cursor: 'nonsense' }))).toBe('invalid-input')
  })
})

describe('a plain hall', () => {
  it('is drawn with a price zone and counted', async () => {
    const venue = await addVenue(house, pei, { ...place, name: { en: 'Granary', zh: '粮仓' } })
    await addHall(house, pei, venue.id, { kind: 'rows', name: { en: 'Main hall', zh: '主厅' }, rows: 12, seatsPerRow: 20 })
    await addHall(house, pei, venue.id, { kind: 'standing', name: { en: 'Cellar', zh: '地窖' }, capacity: 150 })
    const [choice] = await venueChoices(house, pei, { ids: [venue.id] })
    expect(choice!.halls).toMatchObject([
      { hall: 'cellar', version: 1, seatCount: 0, standingCapacity: 150, categories: [{ key: 'floor', places: 150 }] },
      { hall: 'main-hall', version: 1, seatCount: 240, standingCapacity: 0, categories: [{ key: 'seats', places: 240 }] }
    ])
  })

  it('asked for twice is one; made larger it is a new version, and the old one can still be read by id', async () => {
    const venue = await addVenue(house, pei, { ...place, name: { en: 'Kiln', zh: '窑' } })
    const hall = (rows: number) => addHall(house, pei, venue.id, { kind: 'rows', name: { en: 'Hall', zh: '厅' }, rows, seatsPerRow: 10 })
    const [first, again] = [await hall(5), await hall(5)]
    expect(again.planId).toBe(first.planId)
    expect(await hall(6)).toMatchObject({ hall: 'hall', version: 2 })
    expect((await venueChoices(house, pei, { q: 'Kiln' }))[0]!.halls.map(h => h.version)).toEqual([2])
    expect((await venueChoices(house, pei, { ids: [venue.id] }))[0]!.halls.map(h => h.version)).toEqual([2, 1])
  })
})

describe('a venue with sessions', () => {
  it('tells visitors of a new name, keeps its zone, and is not deleted', async () => {
    const { sessionId, eventId } = await givenSession(house.db)
    const [session] = await house.db.select({ venueId: sessions.venueId }).from(sessions).where(eq(sessions.id, sessionId))
    expect(await refusalCode(changeVenue(house, admin, session!.venueId, { timeZone: 'Europe/London' }))).toBe('venue-in-use')
    expect(await refusalCode(removeVenue(house, admin, session!.venueId))).toBe('venue-in-use')
    await changeVenue(house, admin, session!.venueId, { name: { en: 'New name', zh: '新名' } })
    expect(await house.db.select({ topic: outbox.topic, payload: outbox.payload }).from(outbox).where(eq(outbox.key, eventId)))
      .toContainEqual({ topic: 'catalogue.changed', payload: { eventId } })
  })

  it('cannot be deleted from under a draft that names it either', async () => {
    const venue = await addVenue(house, pei, { ...place, name: { en: 'Drafted', zh: '草稿' } })
    const { eventId } = await givenSession(house.db)
    const [event] = await house.db.select({ createdBy: events.createdBy }).from(events).where(eq(events.id, eventId))
    await house.db.insert(eventDrafts).values({ eventId, updatedBy: event!.createdBy, document: { sessions: [{ key: newId(), venueId: venue.id }] } as never })
    expect(await refusalCode(removeVenue(house, admin, venue.id))).toBe('venue-in-use')
    await house.db.delete(eventDrafts).where(eq(eventDrafts.eventId, eventId))
    await removeVenue(house, admin, venue.id)
    expect(await house.db.select().from(venues).where(eq(venues.id, venue.id))).toEqual([])
  })
})
