import Redis from 'ioredis'
import type { HoldReply } from '#shared/api/holds.ts'
import type { SessionStatusReply } from '#shared/api/catalogue.ts'
import type { SeatingPlan } from '#shared/seating/plan.ts'
import { neighboursOf, seatBlocks } from '#shared/seating/seat-blocks.ts'
import { unpackStatus } from '#shared/seating/seat-status.ts'
import { givenSession } from '#tests/support/fixtures.ts'
import { BenchClient } from './lib/http-client.ts'
import { Steps, round } from './lib/measure.ts'
import type { ScenarioResult } from './lib/report.ts'
import type { Stage } from './lib/stage.ts'
import { Visitor, pause } from './lib/visitor.ts'

const WORKERS = 160
const SEATS_PER_ROW = 40

/**
 * B9, the rush for the best: 160 workers, each for 50 parties of one to four one after the other, want the best available in a hall
 * of 8,000 seats at one price. Nothing is given back, so free seats only become fewer: whoever was refused or split although the
 * hall at the end still has a place for his party side by side, was so wrongly.
 */
export async function bestAvailableRush(stage: Stage, scale: number): Promise<ScenarioResult> {
  const seats = Math.round(8_000 * scale / SEATS_PER_ROW) * SEATS_PER_ROW
  const parties = Math.round(50 * scale)
  const session = await givenSession(stage.database.db, { rows: seats / SEATS_PER_ROW, seatsPerRow: SEATS_PER_ROW, allowsSingleSeats: false })
  const client = new BenchClient(stage.app.url, WORKERS)
  const redis = new Redis(stage.redis.url)
  await redis.config('RESETSTAT')
  const hold = new Steps('hold')
  const [refused, split] = [[] as number[], [] as number[]]
  let served = 0
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: WORKERS }, async (_, worker) => {
    for (let party = 0; party < parties; party++) {
      const count = 1 + (worker + party) % 4
      const visitor = new Visitor(client)
      const ask = () => visitor.step(hold, performance.now(), 'POST', `/api/sessions/${session.sessionId}/holds`, { bestAvailable: { count } })
      let answer = await ask()
      // Too busy is no refusal: a browser asks again, as often as it takes here.
      for (; answer.status === 429; answer = await ask()) await pause(200)
      if (answer.status !== 200) refused.push(count)
      else {
        served += count
        if ((answer.body as HoldReply).best!.split) split.push(count)
      }
    }
  }))
  const seconds = (performance.now() - startedAt) / 1000
  const script = /cmdstat_evalsha:.*?usec_per_call=([\d.]+)/.exec(await redis.info('commandstats'))?.[1]
  redis.disconnect()
  const status = (await client.send('GET', `/api/sessions/${session.sessionId}/status`)).body as SessionStatusReply
  client.close()
  const free = unpackStatus(Buffer.from(status.packed, 'base64'), status.seatCount)
  const widest = widestPlace(session.plan, seat => free[seat] === 0)
  return {
    name: 'B9 best-available rush',
    load: `${WORKERS} workers x ${parties} parties of 1 to 4 on ${seats} seats at one price`,
    seconds: round(seconds),
    rows: [hold.row(seconds)],
    facts: {
      'seats held': `${served} of ${seats}`,
      'refused while a place was there': refused.filter(count => count <= widest).length,
      'split while a place was there': split.filter(count => count <= widest).length,
      'refused because the hall was full': refused.filter(count => count > widest).length,
      'single seats left over': [...free.keys()].filter(seat => free[seat] === 0 && neighboursOf(session.plan, seat).every(other => free[other] !== 0)).length,
      'Redis, a script': `${script} µs`
    }
  }
}

/** The most free seats side by side. */
function widestPlace(plan: SeatingPlan, isFree: (seat: number) => boolean): number {
  let widest = 0
  for (const block of seatBlocks(plan).blocks) {
    let run = 0
    for (const seat of block) widest = Math.max(widest, run = isFree(seat) ? run + 1 : 0)
  }
  return widest
}
