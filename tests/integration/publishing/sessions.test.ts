import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { promoCodes, standingStock, ticketTypes, venues } from '#drizzle/schema/index.ts'
import { addSessions, createEvent, readEditedEvent } from '#server/domain/publishing/index.ts'
import { createEventInput, createSessionsInput, saveDraftInput } from '#shared/api/publishing.ts'
import { newId } from '#shared/ids/id.ts'
import { offsetDateTime } from '#shared/time/zoned.ts'
import { refusalCode } from '#tests/support/house.ts'
import { type Desk, inDays, openDesk, sessionRowsOf } from './desk.ts'

let desk: Desk
beforeAll(async () => { desk = await openDesk() })
afterAll(() => desk?.house.close())

const rule = { frequency: 'weekly' as const, interval: 1, weekdays: [6], times: ['14:00', '19:30'], from: '2027-03-20', count: 4, exceptions: [] }

describe('sessions by a rule', () => {
  it('V-18: go into the draft at the hour that the clock in the house shows, before and after it changes', async () => {
    const { house, publisher, hall } = desk
    await house.db.update(venues).set({ timeZone: 'Europe/Berlin' }).where(eq(venues.id, hall.venueId))
    const { id } = await createEvent(house, publisher)
    const added = await addSessions(house, publisher, { eventId: id, ...hall, rule: { ...rule, count: 6 }, minutes: 120, doorsMinutesBefore: 30, saleStartsAt: inDays(0), saleEndsMinutesBefore: 60 })
    expect(added).toMatchObject({ version: 2, movedStarts: [] })
    const { document } = await readEditedEvent(house, publisher, id)
    expect(document.sessions.map(session => session.key)).toEqual(added.sessionKeys)
    expect(document.sessions.map(session => offsetDateTime(session.startsAt!, 'Europe/Berlin'))).toEqual([
      '2027-03-20T14:00:00+01:00', '2027-03-20T19:30:00+01:00', '2027-03-27T14:00:00+01:00', '2027-03-27T19:30:00+01:00', '2027-04-03T14:00:00+02:00', '2027-04-03T19:30:00+02:00'
    ])
    expect(document.sessions[0]).toMatchObject({ endsAt: '2027-03-20T15:00:00.000Z', doorsAt: '2027-03-20T12:30:00.000Z', saleEndsAt: '2027-03-20T12:00:00.000Z', status: 'scheduled' })
    await house.db.update(venues).set({ timeZone: 'Asia/Shanghai' }).where(eq(venues.id, hall.venueId))
  })

  it('Z-03: into nobody else\'s event, nor into a hall that is not to be had', async () => {
    const { house, publisher, hall } = desk
    const { id } = await createEvent(house, publisher)
    const one = { eventId: id, ...hall, startsAt: inDays(20), minutes: 90, saleStartsAt: inDays(0) }
    expect(await refusalCode(addSessions(house, await desk.somebody('publisher'), one))).toBe('not-found')
    expect(await refusalCode(addSessions(house, publisher, { ...one, planId: desk.otherHall.planId }))).toBe('not-found')
    expect((await addSessions(house, publisher, one)).sessionKeys).toHaveLength(1)
    expect(await refusalCode(addSessions(house, publisher, { ...one, startsAt: undefined, rule: { ...rule, exceptions: ['2027-03-20'], until: '2027-03-21' } }))).toBe('invalid-input')
    expect(await refusalCode(addSessions(house, publisher, { ...one, startsAt: undefined, rule: { ...rule, count: 400 } }))).toBe('invalid-input')
  })

  it('are not seen before an approval, and not changed while an admin looks', async () => {
    const { house, publisher, hall } = desk
    const { eventId } = await desk.approved()
    await addSessions(house, publisher, { eventId, ...hall, startsAt: inDays(40), minutes: 90, saleStartsAt: inDays(0) })
    expect(await sessionRowsOf(house, eventId)).toHaveLength(2)
    const submissionId = await desk.handIn(eventId, () => {})
    expect(await refusalCode(addSessions(house, publisher, { eventId, ...hall, startsAt: inDays(41), minutes: 90, saleStartsAt: inDays(0) }))).toBe('under-review')
    await desk.approve(eventId, submissionId)
    const rows = await sessionRowsOf(house, eventId)
    expect(rows).toHaveLength(3)
    expect(await house.db.select().from(standingStock).where(eq(standingStock.sessionId, rows[2]!.id))).toMatchObject([{ capacity: 30, taken: 0 }])
    expect(await house.db.select().from(ticketTypes).where(eq(ticketTypes.sessionId, rows[2]!.id))).toHaveLength(2)
  })
})

describe('what an approval writes', () => {
  it('prices that exchange their names, go, come back, and codes that are used', async () => {
    const { house } = desk
    const play = desk.play()
    const codes = [{ key: newId(), code: 'EARLY', percentOff: 10, amountOffMinor: null, maxUses: 10, startsAt: null, endsAt: null }, { key: newId(), code: 'LATE', percentOff: null, amountOffMinor: 500, maxUses: null, startsAt: null, endsAt: null }]
    const second = { ...play.ticketTypes[0]!, key: newId(), name: { en: 'Student', zh: '学生票' }, priceMinor: 20_000 }
    const { eventId } = await desk.approved({ ...play, ticketTypes: [...play.ticketTypes, second], promoCodes: codes })
    await house.db.update(promoCodes).set({ uses: 7 }).where(eq(promoCodes.code, 'EARLY'))
    const approveChange = async (change: Parameters<Desk['handIn']>[1]) => desk.approve(eventId, await desk.handIn(eventId, change))
    const typesNow = async () => (await house.db.select().from(ticketTypes).where(eq(ticketTypes.sessionId, play.sessions[0]!.key)).orderBy(ticketTypes.sortOrder)).map(type => `${type.nameEn} ${type.priceMinor}${type.retiredAt ? ' retired' : ''}`)
    const ids = async () => (await house.db.select({ id: ticketTypes.id }).from(ticketTypes).where(eq(ticketTypes.sessionId, play.sessions[0]!.key))).map(type => type.id).toSorted()
    const before = await ids()
    await approveChange((draft) => {
      draft.ticketTypes[0]!.name = second.name
      draft.ticketTypes[2]!.name = play.ticketTypes[0]!.name
      draft.promoCodes[0]!.code = 'LATE'
      draft.promoCodes[1]!.code = 'EARLY'
      draft.promoCodes[0]!.maxUses = 3
    })
    expect(await typesNow()).toEqual(['Student 38000', 'Standing 18000', 'Adult 20000'])
    expect((await house.db.select().from(promoCodes).where(eq(promoCodes.eventId, eventId)).orderBy(promoCodes.code)).map(code => `${code.code} ${code.uses}/${code.maxUses}`)).toEqual(['EARLY 0/null', 'LATE 7/7'])
    await approveChange((draft) => { draft.ticketTypes = draft.ticketTypes.slice(0, 2) })
    expect(await typesNow()).toEqual(['Student 38000', 'Standing 18000', 'Adult 20000 retired'])
    await approveChange((draft) => { draft.ticketTypes.unshift({ ...second, name: { en: 'Adult', zh: '成人票' } }) })
    expect((await typesNow()).toSorted()).toEqual(['Adult 20000', 'Standing 18000', 'Student 38000'])
    expect(await ids()).toEqual(before)
  })

  it('four hundred sessions with twenty prices, in a few seconds', async () => {
    const { house } = desk
    const play = desk.play()
    const [session] = play.sessions
    const sessions = Array.from({ length: 400 }, (_, i) => ({ ...session!, key: newId(), startsAt: inDays(30 + i), endsAt: inDays(30 + i, 2), doorsAt: null, saleEndsAt: inDays(30 + i) }))
    const types = Array.from({ length: 20 }, (_, i) => ({ ...play.ticketTypes[0]!, key: newId(), name: { en: `Price ${i}`, zh: `票价${i}` } }))
    const began = performance.now()
    const { eventId } = await desk.approved({ ...play, sessions, ticketTypes: types })
    expect(performance.now() - began).toBeLessThan(10_000)
    expect(await sessionRowsOf(house, eventId)).toHaveLength(400)
  })

  it('two events of one name have two addresses, and a Chinese name is one too', async () => {
    const first = await desk.approved(desk.play({ name: { en: 'Same Name: Live!', zh: '同名' } }))
    const second = await desk.approved(desk.play({ name: { en: 'Same Name: Live!', zh: '同名' } }))
    expect(first.slug).toBe('same-name-live')
    expect(second.slug).toMatch(/^same-name-live-[0-9a-z]{4}$/)
    expect((await desk.approved(desk.play({ name: { en: '红楼梦', zh: '红楼梦' } }))).slug).toBe('红楼梦')
  })
})

describe('Z-05: more than was asked for', () => {
  it('is refused wherever a body is read', () => {
    const document = desk.play()
    const bodies = [
      createEventInput.safeParse({ document: { status: 'approved' } }), createEventInput.safeParse({ createdBy: newId() }),
      saveDraftInput.safeParse({ version: 1, document: { ...document, isApproved: true } }), saveDraftInput.safeParse({ version: 1, document, status: 'approved' }),
      saveDraftInput.safeParse({ version: 1, document: { ...document, sessions: [{ ...document.sessions[0], eventId: newId() }] } }),
      createSessionsInput.safeParse({ eventId: newId(), ...desk.hall, startsAt: inDays(1), minutes: 90, saleStartsAt: inDays(0), status: 'scheduled', offSaleSeats: [] })
    ]
    expect(bodies.map(body => body.success)).toEqual(bodies.map(() => false))
    expect(saveDraftInput.safeParse({ version: 1, document }).success).toBe(true)
  })
})
