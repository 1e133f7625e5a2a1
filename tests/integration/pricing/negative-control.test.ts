import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Desk, openDesk } from '#tests/integration/publishing/desk.ts'
import { movingSale } from './moving-sale.ts'

/** The proof that the race of moving-prices.test.ts can fail: nobody waits for anybody, and a number may be written twice. */
vi.mock('#server/domain/pricing/lock-types.ts', () => ({
  lockTypes: (_: unknown, ids: readonly string[]) => Promise.resolve(sql`t.id = any(${`{${ids.join(',')}}`}::text::uuid[])`)
}))

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
  await desk.house.db.execute(sql`alter table prices drop constraint prices_ticket_type_id_number_pk`)
})
afterAll(() => desk?.house.close())

describe('with the guards of a price off', () => {
  it('several who find it due change it several times', async () => {
    let changes = 0
    // A race is lost often, not always: rounds go on until one is.
    for (let round = 0; round < 10 && changes < 2; round++) {
      const sale = await movingSale(desk)
      await sale.sell(15)
      changes = (await Promise.all(Array.from({ length: 10 }, () => sale.sweep()))).reduce((sum, n) => sum + n, 0)
    }
    expect(changes).toBeGreaterThan(1)
  })
})
