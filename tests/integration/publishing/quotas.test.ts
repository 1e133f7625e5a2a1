import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ticketQuotas } from '#drizzle/schema/index.ts'
import { checkInvariants } from '#server/domain/insight/index.ts'
import { cancelOrder } from '#server/domain/orders/index.ts'
import { decideEvent, duplicateEvent, readEditedEvent, readReview } from '#server/domain/publishing/index.ts'
import { describeProblem } from '#shared/errors/problem.ts'
import type { DomainError } from '#shared/errors/domain-error.ts'
import { newId } from '#shared/ids/id.ts'
import type { EventDocument } from '#shared/publishing/event-document.ts'
import { refusalCode } from '#tests/support/house.ts'
import { choosing } from '../places/places-house.ts'
import { type Desk, openDesk } from './desk.ts'

let desk: Desk
beforeAll(async () => { desk = await openDesk() })
afterEach(async () => {
  expect((await checkInvariants(desk.house.db)).filter(i => i.violations > 0)).toEqual([])
})
afterAll(() => desk.house.close())

/** A play whose seats and standing places are counted together: so many in each of its two sessions. */
function limitedPlay(capacity: number): EventDocument {
  const document = desk.play()
  return { ...document, quotas: [{ key: newId(), name: { en: 'The whole house', zh: '全场' }, ticketTypeKeys: document.ticketTypes.map(type => type.key), capacity }] }
}

const quotasOf = (sessionId: string) => desk.house.db.select().from(ticketQuotas).where(eq(ticketQuotas.sessionId, sessionId))
const standing = (quantity: number) => ({ standing: [{ areaKey: 'floor', quantity }] })

async function order(sessionId: string, quantity: number) {
  const { order } = await choosing(desk.house, { sessionId } as never, standing(quantity))
  const { orderId, guestSecret } = await order()
  return { orderId, reader: { userId: null, guestSecret } }
}

describe('the quotas of an event', () => {
  it('count in each session that sells one of their types, from the approval on', async () => {
    const { document } = await desk.approved(limitedPlay(4))
    for (const { key } of document.sessions) expect(await quotasOf(key)).toMatchObject([{ nameEn: 'The whole house', nameZh: '全场', capacity: 4, taken: 0 }])
    const [first, second] = document.sessions.map(session => session.key) as [string, string]
    await order(first, 3)
    expect([(await quotasOf(first))[0]!.taken, (await quotasOf(second))[0]!.taken]).toEqual([3, 0])
  })

  it('are counted anew over what was taken before there were any, and over other types', async () => {
    const { eventId, document } = await desk.approved()
    const [first] = document.sessions.map(session => session.key) as [string]
    await order(first, 3)
    const given = await order(first, 2)
    await cancelOrder(desk.house, given.reader, given.orderId)
    const [seats, floor] = document.ticketTypes.map(type => type.key) as [string, string]
    const quota = { key: newId(), name: { en: 'Floor', zh: '站席' }, ticketTypeKeys: [floor], capacity: 10 }
    await desk.approve(eventId, await desk.handIn(eventId, (draft) => { draft.quotas = [quota] }))
    expect(await quotasOf(first)).toMatchObject([{ capacity: 10, taken: 3 }])
    await desk.approve(eventId, await desk.handIn(eventId, (draft) => { draft.quotas![0]!.ticketTypeKeys = [seats] }))
    expect(await quotasOf(first)).toMatchObject([{ taken: 0 }])
    await desk.approve(eventId, await desk.handIn(eventId, (draft) => { draft.quotas = [] }))
    expect(await quotasOf(first)).toEqual([])
  })

  it('are shown to an admin as what is different, large where less is left to be sold', async () => {
    const { eventId, document } = await desk.approved(limitedPlay(10))
    const submissionId = await desk.handIn(eventId, (draft) => { draft.quotas![0]!.capacity = 8 })
    const review = await readReview(desk.house, desk.admin, submissionId)
    expect(review.changes).toEqual([expect.objectContaining({ path: `quotas.${document.quotas![0]!.key}.capacity`, subject: 'quota', size: 'large', before: 10, after: 8 })])
  })

  it('are not lowered below what is taken: the editor, the handing in and the approval name the quota and the number', async () => {
    const { eventId, document } = await desk.approved(limitedPlay(10))
    const [first, second] = document.sessions.map(session => session.key) as [string, string]
    await order(first, 3)
    const submissionId = await desk.handIn(eventId, (draft) => { draft.quotas![0]!.capacity = 3 })
    // Sold between the handing in and the decision.
    await order(second, 5)
    const refusal = await decideEvent(desk.house, desk.admin, eventId, { submissionId, decision: 'approve' }).then(() => null, (error: unknown) => error as DomainError)
    expect(refusal).toMatchObject({ code: 'quota-below-taken', data: { quota: { en: 'The whole house', zh: '全场' }, taken: 5, capacity: 3 } })
    expect(describeProblem(refusal!.code, refusal!.data, 'zh', '/', 'r').detail).toBe('某一场次中“全场”已售出或待支付 5 张，不能设为 3。没有任何更改，所有门票仍然有效。')
    expect(await quotasOf(first)).toMatchObject([{ capacity: 10, taken: 3 }])
    await decideEvent(desk.house, desk.admin, eventId, { submissionId, decision: 'reject', reason: 'Sold meanwhile.' })
    expect(await refusalCode(desk.handIn(eventId, (draft) => { draft.quotas![0]!.capacity = 4 }))).toBe('event-not-ready')
    const { faults } = await readEditedEvent(desk.house, desk.publisher, eventId)
    expect(faults).toEqual([{ path: `quotas.${document.quotas![0]!.key}.capacity`, code: 'quota-below-taken', data: { quota: { en: 'The whole house', zh: '全场' }, taken: 5, capacity: 4 } }])
  })

  it('come along with a copy of the event, over its own prices', async () => {
    const { eventId, document } = await desk.approved(limitedPlay(10))
    const copy = await duplicateEvent(desk.house, desk.publisher, eventId, { shiftDays: 7 })
    const { document: copied } = await readEditedEvent(desk.house, desk.publisher, copy.id)
    expect(copied.quotas).toMatchObject([{ name: { en: 'The whole house', zh: '全场' }, capacity: 10, ticketTypeKeys: copied.ticketTypes.map(type => type.key) }])
    expect(copied.quotas![0]!.key).not.toBe(document.quotas![0]!.key)
  })

  it('are right after approvals, orders and returns all at once', async () => {
    const { eventId, document } = await desk.approved(limitedPlay(1_000))
    const [first] = document.sessions.map(session => session.key) as [string]
    const kinds = document.ticketTypes.map(type => type.key)
    const buyers = Array.from({ length: 24 }, async (_, n) => {
      const { orderId, reader } = await order(first, 1)
      if (n % 2) await cancelOrder(desk.house, reader, orderId)
    })
    const approvals = (async () => {
      for (let n = 0; n < 4; n++) await desk.approve(eventId, await desk.handIn(eventId, (draft) => { draft.quotas = [{ ...document.quotas![0]!, key: newId(), ticketTypeKeys: n % 2 ? kinds : [kinds[1]!] }] }))
    })()
    await Promise.all([...buyers, approvals])
    expect((await quotasOf(first)).map(quota => quota.taken)).toEqual([12])
  })
})
