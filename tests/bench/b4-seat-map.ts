import { eq } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { sessions, ticketTypes } from '#drizzle/schema/index.ts'
import { storePlan } from '#server/domain/seating/index.ts'
import type { SeatingPlan } from '#shared/seating/plan.ts'
import { givenSession } from '#tests/support/fixtures.ts'
import { bowlPlan } from '#tests/unit/shared/seating/plans.ts'
import { BenchClient } from './lib/http-client.ts'
import { lookAtMap } from './lib/map-browser.ts'
import { closedLoop, round, Steps } from './lib/measure.ts'
import type { ScenarioResult } from './lib/report.ts'
import type { Stage } from './lib/stage.ts'

const SECONDS = 12
const AT_ONCE = 64

interface Hall { sessionId: string, planUrl: string, plan: SeatingPlan, offSaleSeats: number[] }

/**
 * B4: everybody opens the map of a hall at once. An open is the plan and the status, as the browser asks for them, with nothing kept.
 * Then one browser opens it, moves about and takes a seat; and all of it again with a hall five times as large.
 */
export async function openSeatMaps(stage: Stage, scale: number): Promise<ScenarioResult[]> {
  const results: ScenarioResult[] = []
  for (const seats of [20_000, 100_000]) results.push(await openHall(stage, scale, seats))
  return results
}

async function openHall(stage: Stage, scale: number, seats: number): Promise<ScenarioResult> {
  const hall = await givenHall(stage.database.db, seats)
  const client = new BenchClient(stage.app.url, AT_ONCE)
  const headers = { 'accept-encoding': 'br' }
  const [plan, status, open] = [new Steps('plan'), new Steps('status'), new Steps('open')]
  const bytes = { plan: 0, status: 0 }
  const fetched = async (step: Steps, path: string) => {
    const from = performance.now()
    const answer = await client.fetch(path, headers)
    step.add(performance.now() - from, String(answer.status))
    return answer.bytes
  }
  const openOnce = async () => {
    const from = performance.now()
    bytes.plan = await fetched(plan, hall.planUrl)
    bytes.status = await fetched(status, `/api/sessions/${hall.sessionId}/status`)
    open.add(performance.now() - from, 'ok')
  }
  // The first of all reads the plan from the database and warms the store.
  await openOnce()
  const startedAt = performance.now()
  const opensPerSecond = await closedLoop(AT_ONCE, SECONDS * Math.max(scale, 0.2) * 1000, openOnce)
  const seconds = (performance.now() - startedAt) / 1000
  client.close()
  return {
    name: `B4 seat map, ${seats.toLocaleString('en')} seats`,
    load: `${AT_ONCE} visitors at once open the map again and again, with nothing kept`,
    seconds: round(seconds),
    rows: [plan, status, open].map(step => step.row(seconds)),
    facts: {
      'opens a second': opensPerSecond,
      'plan, bytes in brotli': bytes.plan,
      'status, bytes in brotli': bytes.status,
      ...await lookAtMap(`${stage.app.url}/sessions/${hall.sessionId}`)
    }
  }
}

/** A bowl on sale, three seats in ten at random kept off it: no pattern helps to press the status. */
export async function givenHall(db: Database, seats: number): Promise<Hall> {
  const { sessionId } = await givenSession(db, { rows: 1, seatsPerRow: 1 })
  const [{ venueId }] = await db.select({ venueId: sessions.venueId }).from(sessions).where(eq(sessions.id, sessionId)) as [{ venueId: string }]
  const plan = bowlPlan(seats)
  const { planId, contentHash } = await storePlan(db, { venueId, hall: `bowl-${seats}`, plan })
  const offSaleSeats = Array.from({ length: seats }, (_, seat) => seat).filter(seat => (seat * 2_654_435_761 >>> 0) % 10 < 3)
  await db.update(sessions).set({ planId, offSaleSeats }).where(eq(sessions.id, sessionId))
  await db.insert(ticketTypes).values(['a', 'b'].map(categoryKey => ({ sessionId, nameEn: categoryKey, nameZh: categoryKey, categoryKey, priceMinor: 38_000, currency: 'CNY' })))
  return { sessionId, planUrl: `/api/plans/${contentHash}`, plan, offSaleSeats }
}
