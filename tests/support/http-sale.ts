import type { HoldReply } from '#shared/api/holds.ts'
import type { SessionStatusReply } from '#shared/api/catalogue.ts'
import { newId } from '#shared/ids/id.ts'
import { unpackStatus } from '#shared/seating/seat-status.ts'
import type { TestSession } from './fixtures.ts'
import { HttpPerson } from './http-person.ts'

/** What buyers were told while something broke: compared with the database afterwards. */
export interface SaleLog {
  /** Orders that a buyer was told are paid (I4), with their seats. */
  told: { orderId: string, seats: number }[]
  /** Every answer that was no success: its status (0: no answer at all), its code, when it came, and how long it took in ms. */
  failures: { status: number, code: string, at: number, tookMs: number, step: string }[]
  purchases: () => number
}

/**
 * Buyers that never rest: each looks at the map, takes one to three free seats, orders and pays, then comes back as somebody new.
 * `urls` is asked each time, so that an app that was killed can be left out.
 */
export function startHttpSale(urls: () => string[], session: TestSession, buyers: number): { log: SaleLog, stop(): Promise<SaleLog> } {
  const log: SaleLog = { told: [], failures: [], purchases: () => log.told.length }
  let isStopped = false
  const work = Array.from({ length: buyers }, async (_, n) => {
    for (let round = 0; !isStopped; round++) {
      const choices = urls()
      const person = new HttpPerson(choices[(n + round) % choices.length]!)
      const went = await buyOnce(person, session, n * 7919 + round * 104_729, log)
      // Whoever was refused looks again after the time that a person needs to move his finger.
      if (!went) await new Promise(resolve => setTimeout(resolve, 50))
    }
  })
  return {
    log,
    stop: async () => {
      isStopped = true
      await Promise.all(work)
      return log
    }
  }
}

async function buyOnce(person: HttpPerson, session: TestSession, where: number, log: SaleLog): Promise<boolean> {
  const status = await step(log, 'status', () => person.send<SessionStatusReply>('GET', `/api/sessions/${session.sessionId}/status`))
  if (!status) return false
  const seats = unpackStatus(Buffer.from(status.packed, 'base64'), status.seatCount)
  const free = [...seats].flatMap((value, seat) => value === 0 ? [seat] : [])
  if (free.length === 0) return false
  const wanted = Array.from({ length: 1 + where % 3 }, (_, i) => free[(where + i) % free.length]!)
  const hold = await step(log, 'hold', () => person.hold(session.sessionId, ...new Set(wanted.map(session.seat))))
  if (!hold) return false
  return await orderAndPay(person, session, hold, log)
}

async function orderAndPay(person: HttpPerson, session: TestSession, hold: HoldReply, log: SaleLog): Promise<boolean> {
  const order = await step(log, 'order', () => person.order(session.sessionId, hold.holdToken, { 'idempotency-key': newId() }))
  if (!order) return false
  const paid = await step(log, 'pay', () => person.pay(order))
  if (!paid) return false
  log.told.push({ orderId: order.id, seats: order.lines.length })
  return true
}

async function step<T>(log: SaleLog, name: string, ask: () => Promise<{ status: number, body: T }>): Promise<T | null> {
  const startedAt = performance.now()
  const fail = (status: number, code: string) => {
    log.failures.push({ status, code, at: Date.now(), tookMs: performance.now() - startedAt, step: name })
    return null
  }
  try {
    const answer = await ask()
    return answer.status < 300 ? answer.body : fail(answer.status, (answer.body as { code?: string }).code ?? '')
  } catch (error) {
    return fail(0, String(error))
  }
}
