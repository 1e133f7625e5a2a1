import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { events, outbox, standingStock, ticketTypes } from '#drizzle/schema/index.ts'
import { readEvent } from '#server/domain/catalogue/index.ts'
import { createEvent, decideEvent, listPublishedEvents, readEditedEvent, readReview, reviewQueue, saveDraft, submitEvent, withdrawEvent } from '#server/domain/publishing/index.ts'
import { editedEventReply, publishedEventsReply, reviewQueueReply, reviewReply } from '#shared/api/publishing.ts'
import { refusalCode } from '#tests/support/house.ts'
import { type Desk, openDesk } from './desk.ts'

let desk: Desk
beforeAll(async () => { desk = await openDesk() })
afterAll(() => desk?.house.close())

describe('from a draft to the page that visitors see', () => {
  it('an empty draft says what is missing, and nobody else sees it', async () => {
    const { house, publisher } = desk
    const { id } = await createEvent(house, publisher)
    const edited = editedEventReply.parse(await readEditedEvent(house, publisher, id))
    expect(edited).toMatchObject({ status: 'draft', version: 1, size: 'first', changes: [], submissions: [] })
    expect(edited.faults.map(fault => `${fault.path} ${fault.code}`)).toEqual(expect.arrayContaining(['name.en missing', 'categoryId missing', 'sessions no-sessions', 'ticketTypes no-ticket-types']))
    await expect(submitEvent(house, publisher, id, { version: 1 })).rejects.toMatchObject({ code: 'event-not-ready', data: { faultCount: edited.faults.length } })
    await expect(readEvent(house, edited.slug)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('Z-08: is handed in, looked at, approved, and only then there for everybody', async () => {
    const { house, publisher, admin } = desk
    const { eventId, submissionId } = await desk.submitted()
    const draft = (await readEditedEvent(house, publisher, eventId))
    expect(draft.status).toBe('pending')
    await expect(readEvent(house, draft.slug)).rejects.toMatchObject({ code: 'not-found' })

    const queue = reviewQueueReply.parse(await reviewQueue(house, admin, {}))
    expect(queue.reviews.map(review => review.id)).toContain(submissionId)
    const review = reviewReply.parse(await readReview(house, admin, submissionId))
    expect(review).toMatchObject({ size: 'first', base: null, changes: [], categoryPath: [{ en: 'Plays' }], publisher: { name: 'Pei' }, holders: [], publisherRecord: { rejected: 0 } })
    expect(review.venues.map(venue => venue.id)).toEqual([desk.hall.venueId])

    const { slug } = await desk.approve(eventId, submissionId)
    expect(slug).toMatch(/^the-tin-lighthouse/)
    const shown = await readEvent(house, slug)
    expect(shown).toMatchObject({ status: 'approved', name: { zh: '铁皮灯塔' }, sessions: [{ priceFrom: { amountMinor: 18_000 }, priceTo: { amountMinor: 38_000 } }, {}] })
    expect(shown.sessions.map(session => session.id)).toEqual(draft.document.sessions.map(session => session.key))
    const counters = await house.db.select().from(standingStock).where(eq(standingStock.sessionId, shown.sessions[0]!.id))
    expect(counters).toMatchObject([{ areaKey: 'floor', capacity: 30, taken: 0 }])
    const told = await house.db.select().from(outbox).where(and(eq(outbox.key, eventId), eq(outbox.topic, 'catalogue.changed')))
    expect(told).toMatchObject([{ topic: 'catalogue.changed', payload: { eventId } }])
  })

  it('Z-08: what is changed after an approval is seen by nobody until it is approved too', async () => {
    const { house, publisher } = desk
    const { eventId, slug, document } = await desk.approved()
    const { version } = await readEditedEvent(house, publisher, eventId)
    const changed = { ...document, name: { en: 'The Tin Lighthouses', zh: '铁皮灯塔' }, ticketTypes: document.ticketTypes.map(type => ({ ...type, priceMinor: 1 })) }
    const saved = await saveDraft(house, publisher, eventId, { version, document: changed })
    expect(saved).toMatchObject({ size: 'large', faults: [], version: version + 1 })
    const { submissionId } = await submitEvent(house, publisher, eventId, { version: saved.version })
    expect(await readEvent(house, slug)).toMatchObject({ status: 'approved', name: { en: 'The Tin Lighthouse' }, sessions: [{ priceFrom: { amountMinor: 18_000 } }, {}] })
    expect(await refusalCode(decideEvent(house, publisher, eventId, { submissionId, decision: 'approve' }))).toBe('not-yourself')
    await desk.approve(eventId, submissionId)
    expect(await readEvent(house, slug)).toMatchObject({ name: { en: 'The Tin Lighthouses' }, sessions: [{ priceFrom: { amountMinor: 1 } }, {}] })
    const types = await house.db.select().from(ticketTypes).where(eq(ticketTypes.sessionId, document.sessions[0]!.key))
    expect(types.map(type => [type.documentKey, type.priceMinor, type.retiredAt])).toEqual(document.ticketTypes.map(type => [type.key, 1, null]))
  })

  it('a rejection says why, changes nothing, and lets it be handed in again', async () => {
    const { house, publisher, admin } = desk
    const { eventId, submissionId } = await desk.submitted()
    expect(await decideEvent(house, admin, eventId, { submissionId, decision: 'reject', reason: 'The poster is too dark.' })).toMatchObject({ status: 'rejected', holdersTold: 0 })
    const edited = await readEditedEvent(house, publisher, eventId)
    expect(edited).toMatchObject({ status: 'rejected', submissions: [{ state: 'rejected', reason: 'The poster is too dark.', decidedBy: 'Avery' }] })
    const again = await desk.handIn(eventId, (document) => { document.summary.en = 'An evening by a brighter sea.' })
    await desk.approve(eventId, again)
    const [event] = await house.db.select().from(events).where(eq(events.id, eventId))
    expect(event).toMatchObject({ status: 'approved', reviewReason: null, reviewedBy: admin.userId })
  })

  it('is taken back before it is decided, and not after', async () => {
    const { house, publisher } = desk
    const { eventId, submissionId } = await desk.submitted()
    const { version, document } = await readEditedEvent(house, publisher, eventId)
    expect(await refusalCode(saveDraft(house, publisher, eventId, { version, document }))).toBe('under-review')
    expect(await withdrawEvent(house, publisher, eventId)).toEqual({ status: 'draft' })
    expect(await refusalCode(desk.approve(eventId, submissionId))).toBe('already-decided')
    expect(await refusalCode(withdrawEvent(house, publisher, eventId))).toBe('already-decided')
    expect(await saveDraft(house, publisher, eventId, { version, document })).toMatchObject({ faults: [] })
  })

  it('nothing changed is nothing to hand in', async () => {
    const { house, publisher } = desk
    const { eventId } = await desk.approved()
    const { version } = await readEditedEvent(house, publisher, eventId)
    expect(await refusalCode(submitEvent(house, publisher, eventId, { version }))).toBe('nothing-to-submit')
  })

  it('of two tabs the slower one is told that the draft has changed', async () => {
    const { house, publisher } = desk
    const { id } = await createEvent(house, publisher, desk.play())
    const save = (en: string) => saveDraft(house, publisher, id, { version: 1, document: desk.play({ name: { en, zh: '灯塔' } }) })
    const both = await Promise.allSettled([save('One'), save('Two')])
    expect(both.map(one => one.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(both.find(one => one.status === 'rejected')!.reason).toMatchObject({ code: 'draft-changed', data: { version: 2 } })
  })

  it('is listed for its publisher with what waits', async () => {
    const { house, publisher, admin } = desk
    const { eventId } = await desk.approved(desk.play({ name: { en: 'Listed play', zh: '名单里的戏' } }))
    await desk.handIn(eventId, (document) => { document.summary.en = 'Changed.' })
    const list = publishedEventsReply.parse(await listPublishedEvents(house, publisher, { q: '名单' }))
    expect(list.events).toMatchObject([{ id: eventId, status: 'approved', waiting: { size: 'small' }, hasUnsubmittedChanges: false, sessionCount: 2, sold: 0, capacity: 100, timeZone: 'Asia/Shanghai' }])
    expect(list.counts.pending).toBeGreaterThan(0)
    expect((await listPublishedEvents(house, admin, { q: 'Listed', publisher: publisher.userId, status: 'pending' })).events).toHaveLength(1)
    expect((await listPublishedEvents(house, await desk.somebody('publisher'), { })).events).toEqual([])
  })
})
