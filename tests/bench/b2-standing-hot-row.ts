import { sql } from 'drizzle-orm'
import type { HoldReply } from '#shared/api/holds.ts'
import type { CreatedOrderReply } from '#shared/api/orders.ts'
import { givenSession } from '#tests/support/fixtures.ts'
import { verdict } from './b1-on-sale-spike.ts'
import { BenchClient } from './lib/http-client.ts'
import { Steps, openArrivals, round } from './lib/measure.ts'
import type { ScenarioResult } from './lib/report.ts'
import type { Stage } from './lib/stage.ts'
import { Visitor } from './lib/visitor.ts'

/**
 * B2, the hot row: everybody wants one to four standing places of the same area, which is one counter in one row.
 * Attempts arrive faster than the row can move; each is a hold and an order.
 */
export async function standingHotRow(stage: Stage, scale: number): Promise<ScenarioResult> {
  const attempts = Math.round(50_000 * scale)
  const capacity = Math.round(20_000 * scale)
  const session = await givenSession(stage.database.db, { rows: 0, standingCapacity: capacity, holdSeconds: 600 })
  const client = new BenchClient(stage.app.url, 400)
  const hold = new Steps('hold'), order = new Steps('order')
  let places = 0
  let lastOrderAt = 0
  const startedAt = performance.now()
  const lateMs = await openArrivals(attempts, 60_000 * scale, async (index, dueAt) => {
    const visitor = new Visitor(client)
    const quantity = 1 + index % 4
    const held = await visitor.step(hold, dueAt, 'POST', `/api/sessions/${session.sessionId}/holds`, { standing: [{ areaKey: 'floor', quantity }] })
    if (held.status !== 200) return
    const made = await visitor.step(order, performance.now(), 'POST', '/api/orders/create', { sessionId: session.sessionId, holdToken: (held.body as HoldReply).holdToken, contact: { name: 'Buyer', email: `hot-${index}@example.org` } })
    if (made.status !== 201) return
    places += (made.body as CreatedOrderReply).lines.reduce((sum, l) => sum + l.quantity, 0)
    lastOrderAt = performance.now()
  })
  const seconds = (performance.now() - startedAt) / 1000
  client.close()
  const [stock] = await stage.database.db.execute<{ taken: number }>(sql`select taken from standing_stock where session_id = ${session.sessionId}`)
  return {
    name: 'B2 standing hot row',
    load: `${attempts} attempts in the open on one counter of ${capacity}, 1 to 4 places each`,
    seconds: round(seconds),
    rows: [hold, order].map(s => s.row(seconds)),
    facts: {
      'places committed a second': round(places / (lastOrderAt - startedAt) * 1000),
      'counter at the end': `${stock!.taken} of ${capacity}`,
      'places told to buyers': places,
      'generator late at worst': `${lateMs} ms`,
      ...await verdict(stage, session.sessionId, [])
    }
  }
}
