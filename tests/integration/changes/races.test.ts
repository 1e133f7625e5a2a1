import { and, eq, ne } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { claims, orders, tickets, outbox } from '#drizzle/schema/index.ts'
import { acceptTicket, offerTicket } from '#server/domain/holders/index.ts'
import { checkInvariants } from '#server/domain/insight/invariants.ts'
import { openGuestSecret } from '#server/domain/notify/index.ts'
import { payOrder, settleRefunds, walletBalance } from '#server/domain/payments/index.ts'
import { giveBack } from '#server/domain/refunds/index.ts'
import type { House } from '#server/house.ts'
import { openTestHouse } from '#tests/support/house.ts'
import { payAtSandbox } from '#tests/support/sandbox.ts'
import { doorsOf, givenPhone } from '../gate/gate-house.ts'
import { standOf } from '../payments/buying.ts'
import { type Bought, beginChange, givenBought, givenTwoEvenings, orderRow, pay, ticketsOf } from './given-changes.ts'

let house: House

beforeAll(async () => {
  house = await openTestHouse()
})
const isBroken = async () => (await checkInvariants(house.db)).filter(i => i.violations > 0)
// What one race leaves behind must not hide what the next one does.
beforeEach(async () => expect(await isBroken()).toEqual([]))
afterAll(async () => {
  await settleRefunds(house)
  const broken = await isBroken()
  await house.close()
  expect(broken).toEqual([])
})

const ROUNDS = 8

/** Two evenings with room for all rounds, and somebody with one ticket a round who has begun to change it. */
async function rounds(work: (bought: Bought, begun: Awaited<ReturnType<typeof beginChange>>, n: number, show: Awaited<ReturnType<typeof givenTwoEvenings>>) => Promise<void>) {
  const show = await givenTwoEvenings(house)
  for (let n = 0; n < ROUNDS; n++) {
    const bought = await givenBought(house, show.first, { seats: [10 * n], points: 100_000 })
    await work(bought, await beginChange(house, bought, bought.ticketIds[0]!, { session: show.second, seat: 10 * n }), n, show)
  }
}

const stateOf = async (ticketId: string) => (await house.db.select({ state: tickets.state }).from(tickets).where(eq(tickets.id, ticketId)))[0]!.state

describe('a change meets', () => {
  it('the gate: either the old ticket opens the door, or the new one is bought, never both', async () => {
    await rounds(async (bought, begun, n, show) => {
      const doors = await doorsOf(house, show.first)
      const phone = await givenPhone(house, doors, `Door ${n}`)
      const [ticket] = await ticketsOf(house, bought.orderId)
      const [scan, paid] = await Promise.allSettled([doors.code(ticket!).then(code => phone.scan({ code })), payOrder(house, bought.reader, begun.orderId, 'points')])
      const isIn = scan.status === 'fulfilled' && scan.value.verdict === 'admitted'
      const isChanged = paid.status === 'fulfilled'
      expect([isIn, isChanged].filter(Boolean)).toHaveLength(1)
      expect(await stateOf(ticket!.id)).toBe(isChanged ? 'changed' : 'used')
      expect((await orderRow(house, begun.orderId)).state).toBe(isChanged ? 'paid' : 'cancelled')
      expect(await walletBalance(house.db, bought.userId!)).toBe(isChanged ? 50_000 : 62_000)
      if (isChanged) expect((await phone.scan({ code: await doors.code(ticket!) })).verdict).toBe('changed')
    })
  })

  it('a refund of the same ticket: its money goes one way only', async () => {
    await rounds(async (bought, begun) => {
      await house.db.update(orders).set({ refundTerms: { review: 'automatic', steps: [{ until: '2999-01-01T00:00:00.000Z', feePercent: 0 }] } }).where(eq(orders.id, bought.orderId))
      const [back, paid] = await Promise.allSettled([giveBack(house, bought.reader, bought.orderId, { ticketIds: bought.ticketIds }), payOrder(house, bought.reader, begun.orderId, 'points')])
      expect([back.status, paid.status].filter(status => status === 'fulfilled')).toHaveLength(1)
      expect(await walletBalance(house.db, bought.userId!)).toBe(paid.status === 'fulfilled' ? 50_000 : 100_000)
    })
  })

  it('somebody who accepts the ticket as a gift: one of the two has it', async () => {
    await rounds(async (bought, begun) => {
      await offerTicket({ db: house.db, guestKey: house.keys.guests }, bought.reader, bought.ticketIds[0]!, { name: 'Grace', email: 'grace@example.org', locale: 'en' })
      const notice = (await house.db.select().from(outbox).where(eq(outbox.topic, 'notice')).orderBy(outbox.id)).map(row => row.payload as { kind: string, path: string, params: { guestSecretSealed: string } }).findLast(one => one.kind === 'ticket-offered')!
      const [taken, paid] = await Promise.allSettled([
        acceptTicket(house, { userId: null, guestSecret: openGuestSecret(house.keys.guests, notice.params.guestSecretSealed) }, notice.path.split('/').at(-1)!),
        payOrder(house, bought.reader, begun.orderId, 'points')
      ])
      expect([taken.status, paid.status]).toEqual(['fulfilled', 'rejected'])
      expect(await stateOf(bought.ticketIds[0]!)).toBe('transferred')
      expect((await orderRow(house, begun.orderId)).state).toBe('cancelled')
    })
  })

  it('itself: twenty requests to pay it change the ticket once', async () => {
    await rounds(async (bought, begun) => {
      const paid = await Promise.allSettled(Array.from({ length: 20 }, () => payOrder(house, bought.reader, begun.orderId, 'points')))
      expect(new Set(paid.map(one => one.status === 'fulfilled' ? one.value.paymentId : 'refused')).size).toBe(1)
      expect(await walletBalance(house.db, bought.userId!)).toBe(50_000)
    })
  })

  it('another change of the same ticket, both paid outside at one moment: one wins, the money of the other goes back, and its place is free', async () => {
    const { first, second } = await givenTwoEvenings(house)
    for (let n = 0; n < ROUNDS; n++) {
      const bought = await givenBought(house, first, { seats: [10 * n], points: null })
      const begun = []
      for (const seat of [20 * n, 20 * n + 1]) {
        const one = await beginChange(house, bought, bought.ticketIds[0]!, { session: second, seat })
        // Begun at its provider it does not give way to the next one.
        begun.push({ ...one, paymentId: (await payOrder(house, bought.reader, one.orderId, 'sandbox')).paymentId })
      }
      await Promise.all(begun.map(one => payAtSandbox(house, one.paymentId)))
      const stands = await Promise.all(begun.map(one => standOf(house, { orderId: one.orderId, reader: bought.reader })))
      expect(stands.map(stand => `${stand.order} ${stand.payments[0]}`).sort()).toEqual(['cancelled surplus', 'paid captured'])
      expect(stands.flatMap(stand => stand.refunds.map(refund => refund.amountMinor))).toEqual([12_000])
    }
    expect(await house.db.$count(claims, and(eq(claims.sessionId, second.sessionId), ne(claims.state, 'released')))).toBe(ROUNDS)
  })
})

describe('many people change into the same few seats', () => {
  it('and each seat has one owner, each person one ticket', async () => {
    const { first, second } = await givenTwoEvenings(house)
    const people = []
    for (let n = 0; n < 12; n++) people.push(await givenBought(house, first, { seats: [n * 10], points: 100_000 }))
    const outcomes = await Promise.allSettled(people.map(async (bought, n) => {
      const begun = await beginChange(house, bought, bought.ticketIds[0]!, { session: second, seat: (n % 4) * 20 })
      await pay(house, bought.reader, begun.orderId, 'points')
    }))
    expect(outcomes.filter(one => one.status === 'fulfilled')).toHaveLength(4)
    for (const bought of people) {
      const own = await house.db.select({ state: tickets.state }).from(tickets).innerJoin(orders, eq(orders.id, tickets.orderId)).where(and(eq(orders.userId, bought.userId!), eq(tickets.state, 'valid')))
      expect(own).toHaveLength(1)
    }
  })
})
