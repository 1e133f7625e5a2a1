import { and, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as schema from '#drizzle/schema/index.ts'
import { auditLog, events, outbox, submissions, users, venues } from '#drizzle/schema/index.ts'
import { readEvent } from '#server/domain/catalogue/index.ts'
import { assignReview, cancelEvent, createEvent, decideEvent, documentOf, duplicateEvent, listPublishedEvents, previewDraft, previewSubmission, readEditedEvent, readReview, removeDraft, reviewQueue, saveDraft, submitEvent, withdrawEvent } from '#server/domain/publishing/index.ts'
import { storePlan } from '#server/domain/seating/index.ts'
import { addHall, addVenue, changeVenue, removeVenue } from '#server/domain/venues/index.ts'
import { decideEventInput, previewReply } from '#shared/api/publishing.ts'
import { newId } from '#shared/ids/id.ts'
import { givenSession, plainPlan } from '#tests/support/fixtures.ts'
import { refusalCode } from '#tests/support/house.ts'
import { type Desk, openDesk, sessionRowsOf } from './desk.ts'

let desk: Desk
beforeAll(async () => { desk = await openDesk() })
afterAll(() => desk?.house.close())

const auditOf = async (subjectId: string) => (await desk.house.db.select().from(auditLog).where(eq(auditLog.subjectId, subjectId)).orderBy(auditLog.id)).map(row => `${row.action} ${row.fromState}>${row.toState}`)

describe('the decision', () => {
  it('of fifty that admins make at once one is counted, and the others hear whose', async () => {
    const { house } = desk
    const { eventId, submissionId } = await desk.submitted()
    const admins = await Promise.all(['Ada', 'Ben', 'Cy', 'Di', 'Eve'].map(name => desk.somebody('admin', name)))
    const all = await Promise.allSettled(Array.from({ length: 50 }, (_, i) => decideEvent(house, admins[i % 5]!, eventId, i % 2 === 0 ? { submissionId, decision: 'approve' } : { submissionId, decision: 'reject', reason: 'No.' })))
    expect(all.filter(one => one.status === 'fulfilled')).toHaveLength(1)
    const [decided] = await house.db.select({ state: submissions.state, name: users.displayName }).from(submissions).innerJoin(users, eq(users.id, submissions.decidedBy)).where(eq(submissions.id, submissionId))
    for (const one of all) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'already-decided', data: { state: decided!.state, decidedBy: decided!.name } })
    expect((await auditOf(eventId)).filter(line => /approved|rejected/.test(line))).toHaveLength(1)
    expect(await auditOf(submissionId)).toEqual(['submission.pending null>pending', `submission.${decided!.state} pending>${decided!.state}`])
    const told = await house.db.select().from(outbox).where(eq(outbox.topic, 'notice'))
    expect(told.filter(row => row.key === `event-${decided!.state}:${submissionId}`)).toHaveLength(1)
    expect(told.filter(row => row.key === `event-submitted:${submissionId}`)).toMatchObject([{ payload: { to: { role: 'admin' }, path: `/admin/reviews/${submissionId}` } }])
  })

  it('needs a reason where it is no', () => {
    expect(decideEventInput.safeParse({ submissionId: newId(), decision: 'reject' }).success).toBe(false)
    expect(decideEventInput.safeParse({ submissionId: newId(), decision: 'reject', reason: '  ' }).success).toBe(false)
    expect(decideEventInput.safeParse({ submissionId: newId(), decision: 'approve', status: 'approved' }).success).toBe(false)
  })

  it('Z-08: on an event of one\'s own is another admin\'s', async () => {
    const { house, admin } = desk
    const { id } = await createEvent(house, admin, desk.play())
    const { submissionId } = await submitEvent(house, admin, id, { version: 1 })
    expect(await refusalCode(decideEvent(house, admin, id, { submissionId, decision: 'approve' }))).toBe('not-yourself')
    await decideEvent(house, await desk.somebody('admin'), id, { submissionId, decision: 'approve' })
    const other = await desk.submitted()
    expect(await refusalCode(decideEvent(house, admin, other.eventId, { submissionId, decision: 'approve' }))).toBe('not-found')
  })

  it('on what cannot be any more is refused and leaves everything as it was', async () => {
    const { house, publisher } = desk
    const { eventId, submissionId } = await desk.submitted()
    await house.db.update(submissions).set({ document: desk.play({ categoryId: newId() }) }).where(eq(submissions.id, submissionId))
    await expect(desk.approve(eventId, submissionId)).rejects.toMatchObject({ code: 'event-not-ready', data: { faults: [{ code: 'category-unknown' }] } })
    expect(await readEditedEvent(house, publisher, eventId)).toMatchObject({ status: 'pending', submissions: [{ state: 'pending' }] })
  })

  it('makes a proposed venue public, and another publisher\'s cannot be used at all', async () => {
    const { house, publisher } = desk
    const propose = async (createdBy: string) => {
      const [venue] = await house.db.insert(venues).values({
        slug: newId(), nameEn: 'Barn', nameZh: '谷仓', addressEn: '1', addressZh: '1', cityEn: 'Suzhou', cityZh: '苏州', country: 'CN', timeZone: 'Asia/Shanghai', createdBy, approvedAt: null
      }).returning()
      return { venueId: venue!.id, planId: (await storePlan(house.db, { venueId: venue!.id, hall: 'main', plan: plainPlan(2, 5, 30) })).planId }
    }
    const at = (hall: { venueId: string, planId: string }) => {
      const play = desk.play()
      return { ...play, sessions: play.sessions.map(session => ({ ...session, ...hall })), ticketTypes: play.ticketTypes.map(type => ({ ...type, planId: hall.planId })) }
    }
    const mine = await propose(publisher.userId)
    await desk.approved(at(mine))
    expect((await house.db.select().from(venues).where(eq(venues.id, mine.venueId)))[0]!.approvedAt).not.toBeNull()
    const theirs = await propose((await desk.somebody('publisher')).userId)
    await expect(desk.submitted(at(theirs))).rejects.toMatchObject({ data: { faults: [{ code: 'hall-unknown' }, { code: 'hall-unknown' }] } })
  })
})

describe('Z-03: another publisher\'s event', () => {
  it('is not there: not to read, change, hand in, take back, cancel, copy, preview or throw away', async () => {
    const { house, publisher } = desk
    const stranger = await desk.somebody('publisher')
    const { eventId, document } = await desk.approved()
    const attempts = [
      readEditedEvent(house, stranger, eventId), saveDraft(house, stranger, eventId, { version: 1, document }), submitEvent(house, stranger, eventId, { version: 1 }), withdrawEvent(house, stranger, eventId),
      cancelEvent(house, stranger, eventId, { reason: 'Mine now.' }), duplicateEvent(house, stranger, eventId, { shiftDays: 0 }), previewDraft(house, stranger, eventId), removeDraft(house, stranger, eventId)
    ]
    expect(await Promise.all(attempts.map(refusalCode))).toEqual(attempts.map(() => 'not-found'))
    expect((await readEditedEvent(house, publisher, eventId)).status).toBe('approved')
    expect((await listPublishedEvents(house, stranger, { publisher: publisher.userId })).events).toEqual([])
  })

  it('cannot be robbed of a session by naming its key', async () => {
    const { house } = desk
    const victim = await desk.approved()
    const play = desk.play()
    const robber = { ...play, sessions: [{ ...play.sessions[0]!, key: victim.document.sessions[0]!.key }] }
    await expect(desk.submitted(robber)).rejects.toMatchObject({ data: { faults: [{ code: 'session-key-taken' }] } })
    expect(await sessionRowsOf(house, victim.eventId)).toHaveLength(2)
  })
})

describe('beside the decision', () => {
  it('an admin takes a submission, another takes it over, and it is given back', async () => {
    const { house, admin } = desk
    const { eventId, submissionId } = await desk.submitted()
    const ben = await desk.somebody('admin', 'Ben')
    await assignReview(house, admin, submissionId, 'me')
    expect((await reviewQueue(house, admin, { assignee: 'me' })).reviews.map(review => review.id)).toEqual([submissionId])
    expect(await assignReview(house, ben, submissionId, 'me')).toEqual({ assignee: { id: ben.userId, name: 'Ben' } })
    expect(await readReview(house, admin, submissionId)).toMatchObject({ assignee: { name: 'Ben' } })
    expect(await assignReview(house, ben, submissionId, 'nobody')).toEqual({ assignee: null })
    await desk.approve(eventId, submissionId)
    expect(await refusalCode(assignReview(house, ben, submissionId, 'me'))).toBe('already-decided')
    expect(await refusalCode(assignReview(house, ben, newId(), 'me'))).toBe('not-found')
  })

  it('the queue is oldest first and goes on where it stopped', async () => {
    const { house, admin } = desk
    for (let i = 0; i < 3; i++) await desk.submitted()
    const whole = (await reviewQueue(house, admin, {})).reviews.map(review => review.id)
    const paged: string[] = []
    for (let cursor: string | undefined; ;) {
      const page = await reviewQueue(house, admin, { limit: 2, cursor })
      paged.push(...page.reviews.map(review => review.id))
      if (!page.nextCursor) break
      cursor = page.nextCursor
    }
    expect(paged).toEqual(whole)
    expect(whole.length).toBeGreaterThan(2)
    expect((await reviewQueue(house, admin, { q: '铁皮', size: 'first', assignee: 'nobody' })).reviews.map(review => review.id)).toEqual(whole)
    expect((await reviewQueue(house, admin, { q: '100%' })).reviews).toEqual([])
    expect(await refusalCode(reviewQueue(house, admin, { cursor: 'x' }))).toBe('invalid-input')
  })

  it('a preview is the page as it would be, for an unfinished draft too', async () => {
    const { house, publisher } = desk
    const { eventId, submissionId } = await desk.submitted()
    const page = previewReply.parse(await previewSubmission(house, submissionId))
    expect(page).toMatchObject({ status: 'pending', descriptionHtml: { en: '<p><strong>Waves</strong> and words.</p>\n' }, category: { slug: 'plays' }, sessions: [{ hall: { zh: '测试厅' }, priceFrom: { amountMinor: 18_000 } }, {}], posterUrl: `/api/publishing/events/${eventId}/poster` })
    const { id } = await createEvent(house, publisher)
    expect(previewReply.parse(await previewDraft(house, publisher, id))).toMatchObject({ status: 'draft', sessions: [] })
  })

  it('a copy has keys of its own, another day and the same hour, and is nobody\'s but the author\'s', async () => {
    const { house, publisher } = desk
    const { eventId, document } = await desk.approved()
    const { id } = await duplicateEvent(house, publisher, eventId, { shiftDays: 7 })
    const copy = await readEditedEvent(house, publisher, id)
    expect(copy).toMatchObject({ status: 'draft', faults: [], size: 'first', document: { name: document.name } })
    expect(new Set([...copy.document.sessions, ...document.sessions].map(session => session.key)).size).toBe(4)
    expect(copy.document.sessions.map(session => Date.parse(session.startsAt!))).toEqual(document.sessions.map(session => Date.parse(session.startsAt) + 7 * 86_400_000))
  })

  it('a draft may be thrown away, what was approved may not', async () => {
    const { house, publisher } = desk
    const { id } = await createEvent(house, publisher)
    await removeDraft(house, publisher, id)
    expect(await refusalCode(readEditedEvent(house, publisher, id))).toBe('not-found')
    expect(await auditOf(id)).toEqual(['event.draft null>draft', 'event.removed draft>null'])
    const { eventId } = await desk.approved()
    expect(await refusalCode(removeDraft(house, publisher, eventId))).toBe('illegal-transition')
  })
})

describe('events of one name', () => {
  it('that are approved at the same moment get an address each', async () => {
    const { house } = desk
    const name = { en: 'Same Night Twice', zh: '同夜两场' }
    const handedIn = await Promise.all(Array.from({ length: 8 }, () => desk.submitted(desk.play({ name }))))
    const admins = await Promise.all(handedIn.map(() => desk.somebody('admin')))
    const decided = await Promise.all(handedIn.map(({ eventId, submissionId }, n) => decideEvent(house, admins[n]!, eventId, { submissionId, decision: 'approve' })))
    expect(new Set(decided.map(one => one.slug)).size).toBe(8)
    expect(decided.every(one => /^same-night-twice(-[0-9a-z]{4})?$/.test(one.slug))).toBe(true)
  })
})

describe('a proposed venue', () => {
  const place = { address: { en: '2 Kiln Lane', zh: '窑巷2号' }, city: { en: 'Jingdezhen', zh: '景德镇' }, country: 'CN', timeZone: 'Asia/Shanghai', latitude: null, longitude: null }
  const rows = (count: number) => ({ kind: 'rows' as const, name: { en: 'Hall', zh: '厅' }, rows: count, seatsPerRow: 10 })

  it('Z-08: stays as the admin saw it while its event is before him, and its hall as others use it once it is public', async () => {
    const { house, publisher, admin } = desk
    const { id: venueId } = await addVenue(house, publisher, { ...place, name: { en: 'Kiln Nine', zh: '九号窑' } })
    const { planId } = await addHall(house, publisher, venueId, rows(5))
    const document = desk.play()
    document.sessions.forEach(session => Object.assign(session, { venueId, planId }))
    document.ticketTypes = [{ ...document.ticketTypes[0]!, planId, categoryKey: 'seats' }]
    const { eventId, submissionId } = await desk.submitted(document)
    const other = { name: { en: 'Somewhere else', zh: '别处' } }
    expect(await refusalCode(changeVenue(house, publisher, venueId, other))).toBe('under-review')
    expect(await refusalCode(removeVenue(house, admin, venueId))).toBe('venue-in-use')
    await withdrawEvent(house, publisher, eventId)
    await changeVenue(house, publisher, venueId, { name: { en: 'Kiln Ten', zh: '十号窑' } })
    expect(await refusalCode(desk.approve(eventId, submissionId))).toBe('already-decided')
    await desk.approve(eventId, await desk.handIn(eventId, () => {}))
    expect(await refusalCode(changeVenue(house, publisher, venueId, other))).toBe('not-allowed')
    expect(await refusalCode(addHall(house, publisher, venueId, rows(1)))).toBe('not-allowed')
    expect(await addHall(house, publisher, venueId, rows(5))).toMatchObject({ planId, version: 1 })
    expect(await addHall(house, publisher, venueId, { ...rows(3), name: { en: 'Cellar', zh: '地窖' } })).toMatchObject({ version: 1 })
    expect(await addHall(house, admin, venueId, rows(6))).toMatchObject({ version: 2 })
  })

  it('that only a draft names is not deleted', async () => {
    const { house, publisher, admin } = desk
    const { id: venueId } = await addVenue(house, publisher, { ...place, name: { en: 'Kiln Twelve', zh: '十二号窑' } })
    const { planId } = await addHall(house, publisher, venueId, rows(5))
    const document = desk.play()
    document.sessions.forEach(session => Object.assign(session, { venueId, planId }))
    await createEvent(house, publisher, document)
    expect(await refusalCode(removeVenue(house, admin, venueId))).toBe('venue-in-use')
  })
})

describe('an event older than documents', () => {
  it('is edited as its rows say, and keeps its sessions and prices when it is approved', async () => {
    const { house, admin } = desk
    const old = await givenSession(house.db, { standingCapacity: 40 })
    const document = await documentOf(house.db, old.eventId)
    expect(await documentOf(house.db, old.eventId)).toEqual(document)
    const [event] = await house.db.select().from(events).where(eq(events.id, old.eventId))
    const owner = { userId: event!.createdBy, role: 'publisher' as const }
    const edited = await readEditedEvent(house, owner, old.eventId)
    expect(edited).toMatchObject({ status: 'approved', version: 1, faults: [], changes: [], document })
    const saved = await saveDraft(house, owner, old.eventId, { version: 1, document: { ...document, summary: { en: 'Two evenings.', zh: '两个夜晚。' } } })
    expect(saved).toMatchObject({ size: 'small', changes: [{ path: 'summary.en' }, { path: 'summary.zh' }] })
    const { submissionId } = await submitEvent(house, owner, old.eventId, { version: saved.version })
    expect(await decideEvent(house, admin, old.eventId, { submissionId, decision: 'approve' })).toMatchObject({ slug: old.slug, holdersTold: 0 })
    const types = await house.db.select().from(schema.ticketTypes).where(and(eq(schema.ticketTypes.sessionId, old.sessionId)))
    expect(types.map(type => type.id).toSorted()).toEqual([old.seatTypeId, old.standingTypeId].toSorted())
    expect(types.every(type => type.documentKey === type.id && type.retiredAt === null)).toBe(true)
    expect(await readEvent(house, old.slug)).toMatchObject({ summary: { en: 'Two evenings.' }, sessions: [{ id: old.sessionId }] })
  })
})

describe('the cost of the lists (D-02)', () => {
  it('is the same number of queries for one event and for forty', async () => {
    const fresh = await openDesk()
    const client = postgres(fresh.house.databaseUrl, { max: 4, onnotice: () => {} })
    let queries = 0
    const db = drizzle(client, { schema, logger: { logQuery: () => void queries++ } })
    const cost = async (ask: () => Promise<unknown>) => {
      queries = 0
      await ask()
      return queries
    }
    try {
      const { submissionId } = await fresh.submitted()
      const asks = [() => listPublishedEvents({ db }, fresh.publisher, {}), () => reviewQueue({ db }, fresh.admin, {}), () => readReview({ db }, fresh.admin, submissionId)]
      const few = []
      for (const ask of asks) few.push(await cost(ask))
      for (let i = 0; i < 40; i++) await fresh.submitted()
      const many = []
      for (const ask of asks) many.push(await cost(ask))
      expect(many).toEqual(few)
      expect(Math.max(...many)).toBeLessThanOrEqual(10)
    } finally {
      await client.end()
      await fresh.house.close()
    }
  })
})
