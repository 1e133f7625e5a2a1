import { sql } from 'drizzle-orm'
import { expect } from 'vitest'
import type { Database } from '#drizzle/database.ts'
import { checkInvariants } from '#server/domain/insight/invariants.ts'
import type { SessionStatusReply } from '#shared/api/catalogue.ts'
import { unpackStatus } from '#shared/seating/seat-status.ts'
import type { TestSession } from './fixtures.ts'
import { HttpPerson } from './http-person.ts'
import type { SaleLog } from './http-sale.ts'
import { until } from './until.ts'

interface Sale { db: Database, url: string, session: TestSession }

/** Every promise that a fault may not break, asked when the dust has settled. */
export async function expectSoundSale(sale: Sale, log: SaleLog): Promise<void> {
  const { db } = sale
  await until('overdue orders let go', async () => {
    const [row] = await db.execute<{ n: string }>(sql`select count(*) as n from orders where state = 'pending'`)
    return Number(row!.n) === 0
  }, 30_000)
  expect((await checkInvariants(db)).filter(i => i.violations > 0)).toEqual([])
  const kept = await db.execute<{ order_id: string, n: string }>(sql`select order_id, count(*) as n from tickets where state = 'valid' group by order_id`)
  const ticketsOf = new Map(kept.map(row => [row.order_id, Number(row.n)]))
  expect(log.told.filter(t => ticketsOf.get(t.orderId) !== t.seats), 'I4: told bought, not in the database').toEqual([])
  await expectShownAsOwned(sale)
}

/** I11: within five seconds what is shown is what Postgres has. */
async function expectShownAsOwned({ db, url, session }: Sale): Promise<void> {
  await until('the map agrees with Postgres', async () => {
    const rows = await db.execute<{ seat_index: number }>(sql`select seat_index from claims where session_id = ${session.sessionId} and state = 'sold' order by seat_index`)
    const { body } = await new HttpPerson(url).send<SessionStatusReply>('GET', `/api/sessions/${session.sessionId}/status`)
    const status = unpackStatus(Buffer.from(body.packed, 'base64'), body.seatCount)
    const shown = [...status].flatMap((value, seat) => value === 2 ? [seat] : [])
    return JSON.stringify(shown) === JSON.stringify(rows.map(r => r.seat_index))
  }, 5_000)
}

export async function goOnBuying(log: SaleLog, more: number, withinMs: number): Promise<void> {
  const before = log.purchases()
  await until('people buy again', () => log.purchases() >= before + more, withinMs)
}
