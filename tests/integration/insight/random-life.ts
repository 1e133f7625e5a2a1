import { eq, inArray, sql } from 'drizzle-orm'
import { events, orders, sessions, tickets } from '#drizzle/schema/index.ts'
import { cancelOrder, sweepOverdue } from '#server/domain/orders/index.ts'
import { settleRefunds } from '#server/domain/payments/index.ts'
import { cancelEvent } from '#server/domain/publishing/index.ts'
import { giveBack, refundCalledOff } from '#server/domain/refunds/index.ts'
import { offerForSale } from '#server/domain/resale/index.ts'
import { moveTickets } from '#server/domain/tickets/index.ts'
import type { House } from '#server/house.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { type TestSession, givenCustomer, givenSession } from '#tests/support/fixtures.ts'
import { change, givenBought } from '../changes/given-changes.ts'
import { type Bought, buy, order, runOut } from '../resale/offered.ts'

export interface Life { sessions: TestSession[], bought: Awaited<ReturnType<typeof givenBought>>[] }

/** Shows of two publishers: three in the currency of the house (two of them of one event), one in another. */
export async function givenShows(house: House): Promise<Life> {
  const show = (currency = 'CNY', priceMinor = 38_000) => givenSession(house.db, { rows: 10, seatsPerRow: 30, standingCapacity: 200, perPersonLimit: 50, currency, priceMinor })
  const shows = [await show(), await show('CNY', 50_000), await show('CNY', 9_901), await show('JPY', 4_500)]
  await house.db.update(sessions).set({ eventId: shows[0]!.eventId }).where(eq(sessions.id, shows[1]!.sessionId))
  await house.db.update(sessions).set({ changeTerms: { hoursBefore: 1, feePercent: 7 } }).where(inArray(sessions.id, shows.map(one => one.sessionId)))
  return { sessions: shows.map((one, at) => at === 1 ? { ...one, eventId: shows[0]!.eventId } : one), bought: [] }
}

/** So many things that people do, one after another, as chance has it. What the house refuses is refused, and that is life too. */
export async function live(house: House, life: Life, steps: number, random: () => number): Promise<void> {
  const some = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const seat = () => Math.floor(random() * 300)
  for (let step = 0; step < steps; step++) {
    const roll = random()
    try {
      if (roll < 0.45 || life.bought.length === 0) {
        const session = some(life.sessions)
        const isHouse = session !== life.sessions[3]
        const way = isHouse ? some(['points', 'sandbox', 'mix'] as const) : 'sandbox' as const
        life.bought.push(await givenBought(house, session, { seats: [seat()], standing: random() < 0.4 ? 1 + Math.floor(random() * 3) : undefined, points: way === 'sandbox' ? null : way === 'mix' ? 7_777 : 1_000_000, way }))
      } else if (roll < 0.55) {
        const waits = await order(house, some(life.sessions), { seats: [seat()] }, random() < 0.5 ? { points: 0 } : {})
        if (random() < 0.4) await cancelOrder(house, waits.reader, waits.orderId)
        else if (random() < 0.7) {
          await runOut(house, waits.orderId)
          await sweepOverdue(house)
        }
      } else if (roll < 0.7) {
        const { orderId, reader, ticketIds } = some(life.bought)
        await house.db.update(orders).set({ refundTerms: { review: 'automatic', steps: [{ until: '2999-01-01T00:00:00.000Z', feePercent: some([0, 15]) }] } }).where(eq(orders.id, orderId))
        await giveBack(house, reader, orderId, random() < 0.6 ? { ticketIds: [ticketIds[0]!] } : {})
      } else if (roll < 0.8) {
        const mine = some(life.bought)
        await change(house, mine, mine.ticketIds[0]!, { session: some(life.sessions.slice(0, 2)), seat: seat() }, mine.userId ? 'points' : 'sandbox')
      } else if (roll < 0.88) await resell(house, some(life.bought))
      else if (roll < 0.95) await letIn(house, some(some(life.bought).ticketIds), random() < 0.4)
      else await settleRefunds(house)
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
    }
  }
}

async function resell(house: House, { session, reader, ticketIds }: Life['bought'][number]): Promise<Bought | null> {
  const [ticket] = await house.db.select().from(tickets).where(eq(tickets.id, ticketIds[0]!))
  if (ticket?.seatIndex === null || ticket?.seatIndex === undefined) return null
  await offerForSale(house, reader, ticket.id)
  const { userId } = await givenCustomer(house.db, 1_000_000)
  return await buy(house, session, { seats: [ticket.seatIndex] }, { userId })
}

async function letIn(house: House, ticketId: string, isTakenBack: boolean): Promise<void> {
  await house.db.transaction(tx => moveTickets(tx, [ticketId], 'valid', 'used', 'gate'))
  if (isTakenBack) await house.db.transaction(tx => moveTickets(tx, [ticketId], 'used', 'valid', 'gate'))
}

/** One show does not take place: everybody's money goes back. */
export async function callOff(house: House, show: TestSession): Promise<void> {
  const [event] = await house.db.select({ userId: events.createdBy }).from(events).where(eq(events.id, show.eventId))
  await cancelEvent(house, { userId: event!.userId, role: 'publisher' }, show.eventId, { reason: 'The singer is ill.' })
  while (await refundCalledOff(house) > 0);
}

/** Makes what took seconds take days, ending now: each time of the past lies `factor` times as far back. */
export async function stretch(house: House, factor: number): Promise<void> {
  const columns = { orders: ['created_at', 'paid_at', 'closed_at'], audit_log: ['created_at'], ledger_operations: ['created_at'], payments: ['created_at', 'settled_at'], refunds: ['created_at', 'settled_at'] }
  await house.db.transaction(async (tx) => {
    for (const [table, names] of Object.entries(columns)) {
      await tx.execute(sql`alter table ${sql.identifier(table)} disable trigger user`)
      const moved = names.map(name => sql`${sql.identifier(name)} = now() - (now() - ${sql.identifier(name)}) * ${factor}::int`)
      await tx.execute(sql`update ${sql.identifier(table)} set ${sql.join(moved, sql`, `)}`)
      await tx.execute(sql`alter table ${sql.identifier(table)} enable trigger user`)
    }
  })
}
