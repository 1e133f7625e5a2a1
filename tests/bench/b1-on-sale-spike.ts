import { sql } from 'drizzle-orm'
import { checkInvariants } from '#server/domain/insight/invariants.ts'
import type { CreatedOrderReply, PayReply } from '#shared/api/orders.ts'
import type { HoldReply } from '#shared/api/holds.ts'
import type { SessionStatusReply } from '#shared/api/catalogue.ts'
import { unpackStatus } from '#shared/seating/seat-status.ts'
import { givenSession } from '#tests/support/fixtures.ts'
import { BenchClient } from './lib/http-client.ts'
import { Steps, openArrivals, round } from './lib/measure.ts'
import type { ScenarioResult } from './lib/report.ts'
import type { Stage } from './lib/stage.ts'
import { Visitor, pause } from './lib/visitor.ts'

/** A hold and an unpaid order live this long, so that what people abandon is sold again within the run. */
const HOLD_SECONDS = 4

/**
 * B1, the on-sale spike: buyers arrive in the open over ten seconds at a hall of a tenth as many seats. Each looks at the map,
 * wants one to four neighbours, tries up to five times, thinks, orders and pays by a provider that takes 50 to 300 ms.
 * 30 % leave after the hold, 5 % pay too late.
 */
export async function onSaleSpike(stage: Stage, scale: number): Promise<ScenarioResult> {
  const buyers = Math.round(10_000 * scale)
  const seats = Math.round(1_000 * scale)
  const session = await givenSession(stage.database.db, { rows: seats / 20, seatsPerRow: 20, holdSeconds: HOLD_SECONDS })
  // Browsers do not share connections: who has his seats does not wait in the generator behind those who still press.
  const client = new BenchClient(stage.app.url, 1000), tills = new BenchClient(stage.app.url, 400)
  const hold = new Steps('hold'), order = new Steps('order'), pay = new Steps('pay'), settle = new Steps('settle')
  const told: { orderId: string, seats: number }[] = []
  const map = watchMap(client, session.sessionId)
  let soldOutAt = 0
  let soldSeats = 0
  const startedAt = performance.now()

  const lateMs = await openArrivals(buyers, 10_000 * Math.max(scale, 0.2), async (index, arrivedAt) => {
    const visitor = new Visitor(client, tills)
    let dueAt = arrivedAt
    let busy = 0
    for (let tries = 0; tries < 5; tries++) {
      const wanted = map.pick(1 + (index * 7 + tries) % 4, index * 31 + tries * 17)
      if (wanted.length === 0) {
        // All is held or sold: people look again for a while, because abandoned seats come back.
        if (performance.now() - startedAt > 40_000 || soldSeats >= seats) return
        await pause(500)
        dueAt = performance.now()
        continue
      }
      const held = await visitor.step(hold, dueAt, 'POST', `/api/sessions/${session.sessionId}/holds`, { seats: wanted.map(s => ({ seatId: session.seat(s) })) })
      if (held.status === 200) return await checkOut(visitor, index, held.body as HoldReply)
      if (held.status === 429) {
        // As a browser does (app/composables/useHold.ts): nothing was lost yet, so it asks again a little later.
        const { retryAfterSeconds = 1 } = held.body as { retryAfterSeconds?: number }
        await pause(retryAfterSeconds * (500 + (index * 37 + tries * 311) % 1000))
        dueAt = performance.now()
        if (++busy <= 4) tries--
        continue
      }
      map.forget(wanted)
      dueAt = performance.now()
    }
  })

  async function checkOut(visitor: Visitor, index: number, held: HoldReply): Promise<void> {
    if (index % 10 < 3) return
    await pause(50 + index % 200)
    const made = await visitor.atTill.step(order, performance.now(), 'POST', '/api/orders/create', { sessionId: session.sessionId, holdToken: held.holdToken, contact: { name: 'Buyer', email: `buyer-${index}@example.org` } })
    if (made.status !== 201) return
    const { id, guestSecret, lines } = made.body as CreatedOrderReply
    const secret = { 'x-order-secret': guestSecret! }
    const started = await visitor.atTill.step(pay, performance.now(), 'POST', `/api/orders/pay/${id}`, { method: 'sandbox' }, secret)
    if (started.status !== 200) return
    await pause(index % 20 === 19 ? (HOLD_SECONDS + 1) * 1000 : 50 + index % 250)
    const paid = await visitor.atTill.step(settle, performance.now(), 'POST', `/api/payments/sandbox/${(started.body as PayReply).paymentId}`, { outcome: 'pay' })
    if (paid.status !== 200) return
    told.push({ orderId: id, seats: lines.length })
    soldSeats += lines.length
    if (soldSeats >= seats && soldOutAt === 0) soldOutAt = performance.now()
  }

  // Stragglers: what was abandoned at the end is bought by whoever still looks.
  for (let index = buyers; soldSeats < seats && performance.now() - startedAt < 60_000; index += 10) {
    const wanted = map.pick(4, index)
    if (wanted.length === 0) {
      await pause(200)
      continue
    }
    const visitor = new Visitor(client, tills)
    const held = await visitor.step(hold, performance.now(), 'POST', `/api/sessions/${session.sessionId}/holds`, { seats: wanted.map(s => ({ seatId: session.seat(s) })) })
    if (held.status === 200) await checkOut(visitor, index - index % 10 + 3, held.body as HoldReply)
    else map.forget(wanted)
  }
  map.stop()
  const seconds = (performance.now() - startedAt) / 1000
  client.close()
  tills.close()
  return {
    name: 'B1 on-sale spike',
    load: `${buyers} buyers in the open, ${seats} seats, 30 % abandon, 5 % pay late`,
    seconds: round(seconds),
    rows: [hold, order, pay, settle].map(s => s.row(seconds)),
    facts: {
      'sold out after': soldOutAt ? `${round((soldOutAt - startedAt) / 1000)} s` : 'not sold out',
      'paid orders a second until sold out': round(told.length / ((soldOutAt || performance.now()) - startedAt) * 1000),
      'generator late at worst': `${lateMs} ms`,
      ...await verdict(stage, session.sessionId, told)
    }
  }
}

/** I4 from the buyers' own logs, and every invariant of the database. */
export async function verdict(stage: Stage, sessionId: string, told: { orderId: string, seats: number }[]): Promise<Record<string, string | number>> {
  const kept = await stage.database.db.execute<{ order_id: string, n: string }>(sql`select order_id, count(*) as n from tickets where session_id = ${sessionId} and state = 'valid' group by order_id`)
  const ticketsOf = new Map(kept.map(row => [row.order_id, Number(row.n)]))
  const lost = told.filter(t => ticketsOf.get(t.orderId) !== t.seats).length
  const invariants = await checkInvariants(stage.database.db)
  return {
    'tickets sold': [...ticketsOf.values()].reduce((sum, n) => sum + n, 0),
    'told bought, not in the database (I4)': lost,
    'invariants violated': invariants.filter(i => i.violations > 0).map(i => `${i.id}: ${i.violations}`).join(', ') || 0
  }
}

/** What everybody sees: one shared picture of the map, refreshed four times a second as the live feed does. */
function watchMap(client: BenchClient, sessionId: string) {
  let free: number[] = []
  let isStopped = false
  const look = async () => {
    while (!isStopped) {
      const answer = await client.send('GET', `/api/sessions/${sessionId}/status`).catch(() => null)
      if (answer?.status === 200) {
        const status = answer.body as SessionStatusReply
        free = [...unpackStatus(Buffer.from(status.packed, 'base64'), status.seatCount)].flatMap((value, seat) => value === 0 ? [seat] : [])
      }
      await pause(250)
    }
  }
  void look()
  return {
    /** Up to `count` neighbours that look free; different people look at different places. */
    pick: (count: number, where: number) => free.length === 0 ? [] : [...new Set(Array.from({ length: count }, (_, n) => free[(where + n) % free.length]!))],
    forget: (seats: number[]) => { free = free.filter(seat => !seats.includes(seat)) },
    stop: () => { isStopped = true }
  }
}
