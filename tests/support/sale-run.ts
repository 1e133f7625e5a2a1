import fc from 'fast-check'
import { holdSeats, releaseHold, sessionStatus } from '#server/domain/inventory/index.ts'
import { createOrder } from '#server/domain/orders/index.ts'
import { payOrder } from '#server/domain/payments/index.ts'
import type { House } from '#server/house.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { unpackStatus } from '#shared/seating/seat-status.ts'
import type { TestSession } from './fixtures.ts'
import { person } from './house.ts'
import { payAtSandbox } from './sandbox.ts'

/** What a buyer of a run was told, in his own log: compared with the database afterwards (I4). */
export interface BuyerLog { bought: { orderId: string, places: number }[], refusals: string[] }

export interface SaleRun {
  /** Each tries until he has his seats, gives up for a reason of his own, or nothing is left. */
  buyers: number
  /** Share of buyers who take a hold and leave. */
  abandon: number
  /** At the same time at work; the others wait in line like requests in a pool. */
  parallel: number
  seed: number
}

/** Sends many buyers at a session of seats, each wanting one to five of them by name. Deterministic in what they want. */
export async function runSeatSale(house: House, session: TestSession, seatCount: number, run: SaleRun): Promise<BuyerLog[]> {
  const wishes = fc.sample(fc.record({
    seats: fc.uniqueArray(fc.nat({ max: seatCount - 1 }), { minLength: 1, maxLength: 5 }),
    abandons: fc.double({ min: 0, max: 1, noNaN: true }).map(x => x < run.abandon)
  }), { numRuns: run.buyers, seed: run.seed })
  return await inParallel(wishes, run.parallel, (wish, n) => buySeats(house, session, wish, n))
}

async function buySeats(house: House, session: TestSession, wish: { seats: number[], abandons: boolean }, n: number): Promise<BuyerLog> {
  const buyer = person(house)
  const log: BuyerLog = { bought: [], refusals: [] }
  let wanted = wish.seats
  for (let tries = 0; tries < 5; tries++) {
    try {
      const hold = await holdSeats(house, buyer, session.sessionId, { seats: wanted.map(seat => ({ seatId: session.seat(seat) })) })
      if (wish.abandons) {
        await releaseHold(house, buyer, session.sessionId, hold.holdToken, {})
        return log
      }
      const orderId = await buy(house, buyer, session.sessionId, hold.holdToken, n)
      log.bought.push({ orderId, places: wanted.length })
      return log
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      log.refusals.push(error.code)
      wanted = await lookAgain(house, session.sessionId, wanted)
      if (wanted.length === 0) return log
    }
  }
  return log
}

/** Somebody was faster: the map shows what is free now, and the nearest of that is wanted next. */
async function lookAgain(house: House, sessionId: string, wanted: number[]): Promise<number[]> {
  const { packed, seatCount } = await sessionStatus(house, sessionId)
  const status = unpackStatus(Buffer.from(packed, 'base64'), seatCount)
  const next = new Set<number>()
  for (const seat of wanted) {
    for (let distance = 0; distance < seatCount; distance++) {
      const other = (seat + distance) % seatCount
      if (status[other] !== 0 || next.has(other)) continue
      next.add(other)
      break
    }
  }
  return [...next]
}

/** Latecomers take what was given back at the end, one by one, until nothing is left. */
export async function buyWhatIsLeft(house: House, session: TestSession): Promise<BuyerLog[]> {
  const logs: BuyerLog[] = []
  for (let n = 0; ; n++) {
    const buyer = person(house)
    const hold = await holdSeats(house, buyer, session.sessionId, { bestAvailable: { count: 1 } }).catch((error: unknown) => {
      if (error instanceof DomainError && error.code === 'no-block-left') return null
      throw error
    })
    if (!hold) return logs
    logs.push({ bought: [{ orderId: await buy(house, buyer, session.sessionId, hold.holdToken, 1_000_000 + n), places: 1 }], refusals: [] })
  }
}

/** Sends many buyers at the standing places of a session, each wanting one to four. */
export async function runStandingSale(house: House, session: TestSession, run: Omit<SaleRun, 'abandon'>): Promise<BuyerLog[]> {
  const wishes = fc.sample(fc.integer({ min: 1, max: 4 }), { numRuns: run.buyers, seed: run.seed })
  return await inParallel(wishes, run.parallel, async (quantity, n) => {
    const buyer = person(house)
    const log: BuyerLog = { bought: [], refusals: [] }
    // Who cannot have as many as he wants takes fewer: supply that is left while demand is not is a fault (T-02).
    for (let asked = quantity; asked >= 1; asked--) {
      try {
        const hold = await holdSeats(house, buyer, session.sessionId, { standing: [{ areaKey: 'floor', quantity: asked }] })
        log.bought.push({ orderId: await buy(house, buyer, session.sessionId, hold.holdToken, n), places: asked })
        return log
      } catch (error) {
        if (!(error instanceof DomainError)) throw error
        log.refusals.push(error.code)
      }
    }
    return log
  })
}

async function buy(house: House, buyer: ReturnType<typeof person>, sessionId: string, holdToken: string, n: number): Promise<string> {
  const { orderId, guestSecret } = await createOrder(house, buyer, { sessionId, holdToken, contact: { name: 'Buyer', email: `buyer-${n}@example.org` } })
  const { paymentId } = await payOrder(house, { userId: null, guestSecret }, orderId, 'sandbox')
  await payAtSandbox(house, paymentId)
  return orderId
}

/** Runs `work` over all items, `width` of them at a time, and gives the results in order. */
export async function inParallel<T, R>(items: readonly T[], width: number, work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length)
  let next = 0
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, async () => {
    while (next < items.length) {
      const index = next++
      results[index] = await work(items[index]!, index)
    }
  }))
  return results
}
