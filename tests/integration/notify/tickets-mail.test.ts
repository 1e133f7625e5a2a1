import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deliveries, mailbox, notifications } from '#drizzle/schema/index.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { createOrder, ownOrder } from '#server/domain/orders/index.ts'
import { payOrder } from '#server/domain/payments/index.ts'
import type { House } from '#server/house.ts'
import { deliverNews, sendPost } from '#server/jobs/housekeeping.ts'
import { newId } from '#shared/ids/id.ts'
import { type TestSession, givenCustomer, givenSession } from '#tests/support/fixtures.ts'
import { openTestHouse, person } from '#tests/support/house.ts'
import { payAtSandbox } from '#tests/support/sandbox.ts'

let house: House
let session: TestSession
let seat = 0
beforeAll(async () => {
  house = await openTestHouse()
  session = await givenSession(house.db, { rows: 4, seatsPerRow: 10 })
})
afterAll(() => house.close())

async function ordered(userId: string | null, email: string) {
  const buyer = person(house, userId)
  const hold = await holdSeats(house, buyer, session.sessionId, { seats: [{ seatId: session.seat(seat++) }] })
  const order = await createOrder(house, { ...buyer, locale: 'zh' }, { sessionId: session.sessionId, holdToken: hold.holdToken, contact: { name: 'Guest', email } })
  return { ...order, reader: { userId, guestSecret: order.guestSecret } }
}

async function postTwice(): Promise<void> {
  for (let i = 0; i < 2; i++) {
    await deliverNews(house)
    await sendPost(house)
  }
}

const mailsTo = (address: string) => house.db.select().from(mailbox).where(eq(mailbox.address, address))

describe('a paid order', () => {
  it('of a guest is mailed with a link that opens it, and the key to it is kept nowhere in the clear', async () => {
    const email = `guest-${newId()}@example.org`
    const { orderId, guestSecret, reader } = await ordered(null, email)
    const { paymentId } = await payOrder(house, reader, orderId, 'sandbox')
    await payAtSandbox(house, paymentId)
    await postTwice()
    const [mail, ...others] = await mailsTo(email)
    expect(others).toEqual([])
    expect(mail!.subject).toBe('您的《测试话剧》门票')
    expect(mail!.text).toContain(`http://localhost:3000/zh/orders/${orderId}?secret=${guestSecret}`)
    expect(mail!.text).toContain('池座 A排1座')
    // The link of the mail is what opens the order.
    const secret = /secret=([\w-]+)/.exec(mail!.text)![1]!
    expect((await ownOrder(house.db, { userId: null, guestSecret: secret }, orderId)).state).toBe('paid')
    const kept = JSON.stringify([await house.db.select().from(deliveries), await house.db.select().from(notifications), await ownOrder(house.db, reader, orderId)])
    expect(kept).not.toContain(guestSecret)
  })

  it('of a customer is told in the app and by mail, without a key: he signs in', async () => {
    const { userId, email } = await givenCustomer(house.db, 100_000)
    const { orderId, reader } = await ordered(userId, 'someone-else@example.org')
    await payOrder(house, reader, orderId, 'points')
    await postTwice()
    expect((await mailsTo(email)).map(m => /http\S+/.exec(m.text)![0])).toEqual([`http://localhost:3000/orders/${orderId}`])
    expect(await mailsTo('someone-else@example.org')).toEqual([])
    expect(await house.db.select().from(notifications).where(eq(notifications.userId, userId))).toMatchObject([{ kind: 'tickets-ready', path: `/orders/${orderId}` }])
  })
})
