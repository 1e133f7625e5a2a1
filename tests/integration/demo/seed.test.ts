import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEMO_PASSWORD } from '#drizzle/demo/accounts.ts'
import { seedDemo } from '#drizzle/demo/seed.ts'
import { createPasswordHasher } from '#server/domain/accounts/index.ts'
import { checkInvariants } from '#server/domain/insight/index.ts'
import { walletBalance } from '#server/domain/payments/index.ts'
import { openNewDatabase } from '#tests/support/database.ts'

let house: Awaited<ReturnType<typeof openNewDatabase>>
const today = new Date('2026-11-21T04:00:00Z')

beforeAll(async () => {
  house = await openNewDatabase()
  await seedDemo(house.db, { today })
}, 120_000)
afterAll(() => house.close())

const count = async (query: ReturnType<typeof sql>) => Number((await house.db.execute<{ n: string }>(query))[0]!.n)

describe('the demo in a database', () => {
  it('breaks no invariant: what it sold it sold properly (I1 to I9)', async () => {
    expect((await checkInvariants(house.db)).filter(result => result.violations > 0)).toEqual([])
  })

  it('is put in once, however often it is asked', async () => {
    const before = await count(sql`select count(*) as n from tickets`)
    expect(before).toBeGreaterThan(20_000)
    expect(await seedDemo(house.db, { today })).toMatchObject({ wasSeeded: false })
    expect(await count(sql`select count(*) as n from tickets`)).toBe(before)
  })

  it('lets its three accounts in, and gives the customer points to spend', async () => {
    const users = await house.db.execute<{ id: string, role: string, hash: string }>(sql`select id, role, password_hash as hash from users order by role`)
    const hasher = createPasswordHasher()
    expect(users.map(user => user.role)).toEqual(['customer', 'publisher', 'admin'])
    for (const user of users) expect(await hasher.matches(DEMO_PASSWORD, user.hash)).toBe(true)
    expect(await walletBalance(house.db, users[0]!.id)).toBe(500_000)
  })

  it('has sessions that are sold out, nearly sold out, hardly sold, and not on sale yet', async () => {
    const rooftop = sql`select count(*) as n from standing_stock s join sessions on sessions.id = s.session_id join events e on e.id = event_id where e.slug = 'rooftop-weather-small-rooms' and taken < s.capacity`
    expect(await count(rooftop)).toBe(0)
    const full = sql`select count(*) as n from (select s.id from sessions s join seating_plans p on p.id = plan_id join claims c on c.session_id = s.id group by s.id, p.seat_count having count(*) > p.seat_count * 0.9) full_ones`
    expect(await count(full)).toBeGreaterThanOrEqual(4)
    expect(await count(sql`select count(*) as n from sessions where sale_starts_at > ${today.toISOString()}`)).toBe(2)
  })
})
