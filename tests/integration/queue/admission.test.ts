import { describe, expect, it } from 'vitest'
import { deliverNews } from '#server/jobs/housekeeping.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { grantWelcomePoints } from '#server/domain/payments/index.ts'
import { admissions, auditLog } from '#drizzle/schema/index.ts'
import { and, eq } from 'drizzle-orm'
import { person, refusalCode } from '#tests/support/house.ts'
import { signedIn } from '#tests/support/signed-in.ts'
import { until } from '#tests/support/until.ts'
import { foyerForTests } from './foyer.ts'

const foyer = foyerForTests()

describe('an admission', () => {
  it('D-10: without one nobody holds a seat, by whichever endpoint he asks; the negative control without the door holds it', async () => {
    const { session } = await foyer.open()
    const bot = foyer.somebody()
    expect(await bot.hold(session, 0)).toMatchObject({ status: 409, body: { code: 'queue-first', sessionId: session.sessionId } })
    expect(await bot.lock(session, 0)).toMatchObject({ status: 409, body: { code: 'queue-first' } })
    expect(await bot.enter(session.sessionId)).toMatchObject({ status: 409, body: { code: 'not-your-turn' } })
    // The same request with the check taken away gets the seat: it is the check that refuses, nothing else.
    const { db, holds } = foyer.house
    expect((await holdSeats({ db, holds }, person(foyer.house), session.sessionId, { seats: [{ seatId: session.seat(0) }] })).lines).toHaveLength(1)
  })

  it('lets its owner hold seats, in as many requests as he likes', async () => {
    const { session } = await foyer.open()
    const ann = foyer.somebody()
    const entered = await ann.goIn(session.sessionId)
    expect(entered.you).toBe('inside')
    expect(entered.remainingMs).toBeGreaterThan(590_000)
    expect((await ann.hold(session, 1)).status).toBe(200)
    expect((await ann.lock(session, 2)).status).toBe(200)
    expect((await ann.look(session.sessionId)).body).toMatchObject({ you: 'inside' })
    // A program shows it as a header.
    const program = foyer.somebody()
    for (const [name, value] of ann.jar) if (name.startsWith('foyer-visitor')) program.jar.set(name, value)
    expect((await program.hold(session, 3, { 'x-foyer-admission': entered.admission })).status).toBe(200)
  })

  it('D-10: copied to another session, to another person, forged or tampered with it is refused by a code of its own', async () => {
    const { session } = await foyer.open()
    const { session: other } = await foyer.open()
    const ann = foyer.somebody()
    const { admission } = await ann.goIn(session.sessionId)
    const shown = (token: string) => ({ 'x-foyer-admission': token })
    expect(await ann.hold(other, 0, shown(admission))).toMatchObject({ status: 403, body: { code: 'admission-refused', why: 'other-session' } })
    expect(await foyer.somebody().hold(session, 0, shown(admission))).toMatchObject({ status: 403, body: { code: 'admission-refused', why: 'other-person' } })
    const parts = admission.split('.')
    const changed = (at: number, value: string) => parts.with(at, value).join('.')
    for (const forged of [changed(1, other.sessionId), changed(3, '2'), changed(4, '2'), changed(6, 'A'.repeat(43)), `${admission}x`, 'nonsense', changed(0, 'p')]) {
      expect(await ann.hold(session, 0, shown(forged)), forged).toMatchObject({ status: 403, body: { code: 'admission-refused', why: 'forged' } })
    }
    // A place in line is no admission, although it is signed with the same key.
    const place = ann.jar.get(`foyer-place-${session.sessionId}`)!
    expect(await ann.hold(session, 0, shown(place))).toMatchObject({ status: 403, body: { code: 'admission-refused', why: 'forged' } })
    expect((await ann.hold(session, 0)).status).toBe(200)
  })

  it('D-10: when its time has run out it is over, and a new place is at the end of the line', async () => {
    const { session } = await foyer.open({ insideSeconds: 30 })
    const ann = foyer.somebody()
    const entered = await ann.goIn(session.sessionId)
    await foyer.house.line.end({ sessionId: session.sessionId, round: 1 }, '', 1, 'left')
    expect(await ann.hold(session, 0, { 'x-foyer-admission': entered.admission })).toMatchObject({ status: 410, body: { code: 'admission-over' } })
    expect(await ann.enter(session.sessionId)).toMatchObject({ status: 410, body: { code: 'admission-over' } })
    expect((await ann.look(session.sessionId)).body.you).toBe('over')
    expect((await ann.join(session.sessionId)).body).toMatchObject({ number: 2 })
  })

  it('D-10: of an earlier opening it counts no more', async () => {
    const { session, publisher } = await foyer.open()
    const ann = foyer.somebody()
    const { admission } = await ann.goIn(session.sessionId)
    await foyer.desk(publisher, session.sessionId, 'close')
    expect((await foyer.somebody().hold(session, 0)).status).toBe(200)
    await foyer.desk(publisher, session.sessionId, 'open')
    expect(await ann.hold(session, 1, { 'x-foyer-admission': admission })).toMatchObject({ status: 410, body: { code: 'admission-over' } })
    expect((await ann.join(session.sessionId)).body).toMatchObject({ number: 1 })
  })

  it('D-10: replayed at once from many requests it is one admission, and after the purchase it is used up', async () => {
    const { session } = await foyer.open({}, {}, { perPersonLimit: 6 })
    const buyer = await signedIn(foyer.house)
    await foyer.house.db.transaction(tx => grantWelcomePoints(tx, buyer.userId, 1_000_000))
    const ann = foyer.somebody()
    await ann.join(session.sessionId, buyer.headers)
    await until('it is her turn', async () => (await ann.look(session.sessionId, buyer.headers)).body.you === 'called')
    const entries = await Promise.all(Array.from({ length: 20 }, () => ann.enter(session.sessionId, buyer.headers)))
    expect(new Set(entries.map(entry => entry.body.admission)).size).toBe(1)
    expect(await foyer.house.db.select().from(admissions).where(eq(admissions.sessionId, session.sessionId))).toHaveLength(1)
    const held = await ann.hold(session, 5, buyer.headers)
    const order = await ann.ask<{ id: string, guestSecret: string | null }>('POST /api/orders/create', { sessionId: session.sessionId, holdToken: held.body.holdToken, contact: { name: 'Ann', email: 'ann@example.org' } }, buyer.headers)
    expect(order.status).toBe(201)
    const line = { sessionId: session.sessionId, round: 1 }
    expect(await foyer.house.line.counts(line)).toMatchObject({ inside: 1, buying: 1, bought: 0 })
    expect((await ann.ask(`POST /api/orders/pay/${order.body.id}`, { method: 'points' }, buyer.headers)).status).toBe(200)
    await deliverNews(foyer.house)
    expect(await foyer.house.line.counts(line)).toMatchObject({ inside: 0, buying: 0, bought: 1 })
    expect(await ann.hold(session, 6, { ...buyer.headers, 'x-foyer-admission': entries[0]!.body.admission })).toMatchObject({ status: 410, body: { code: 'admission-over' } })
    const [admitted] = await foyer.house.db.select().from(admissions).where(eq(admissions.sessionId, session.sessionId))
    expect(admitted).toMatchObject({ number: 1, outcome: 'bought' })
  })

  it('gives way to the next when its owner leaves', async () => {
    const { session } = await foyer.open({ maxInside: 1 })
    const ann = foyer.somebody(), bob = foyer.somebody()
    await ann.goIn(session.sessionId)
    await bob.join(session.sessionId)
    expect((await bob.look(session.sessionId)).body).toMatchObject({ you: 'waiting', ahead: 0 })
    await ann.leave(session.sessionId)
    expect((await bob.goIn(session.sessionId)).you).toBe('inside')
    expect(await ann.hold(session, 0)).toMatchObject({ status: 409, body: { code: 'queue-first' } })
  })
})

describe('the system', () => {
  it('opens the room by itself when more seats are asked for within a minute than its publisher allows, once, and writes it down', async () => {
    const { session, publisher } = await foyer.open({ opensAtHoldsPerMinute: 10 })
    await foyer.desk(publisher, session.sessionId, 'close')
    const answers = await Promise.all(Array.from({ length: 14 }, (_, seat) => foyer.somebody().hold(session, seat)))
    expect(answers.filter(answer => answer.status === 200)).toHaveLength(10)
    for (const answer of answers.filter(answer => answer.status !== 200)) expect(answer.body.code).toBe('queue-first')
    expect((await foyer.desk(publisher, session.sessionId)).body).toMatchObject({ state: 'open', round: 2 })
    const acts = await foyer.house.db.select().from(auditLog).where(and(eq(auditLog.subjectId, session.sessionId), eq(auditLog.actor, 'waiting-room'), eq(auditLog.action, 'queue.open')))
    expect(acts).toHaveLength(1)
    expect(await refusalCode(holdSeats(foyer.house, person(foyer.house), session.sessionId, { seats: [{ seatId: session.seat(19) }] }))).toBe('queue-first')
  })
})
