import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepStatsUp, rebuildStats } from '#server/domain/insight/index.ts'
import { readSales } from '#server/domain/insight/stats/read-sales.ts'
import { settleRefunds } from '#server/domain/payments/index.ts'
import type { House } from '#server/house.ts'
import { type StatsBucket, salesQuery } from '#shared/api/stats.ts'
import { randomFrom } from '#shared/random/seeded-random.ts'
import { closeSoundHouse, openTestHouse } from '#tests/support/house.ts'
import { type Happening, recount, whatHappened } from './naive-recount.ts'
import { type Life, callOff, givenShows, live, stretch } from './random-life.ts'

const ADMIN = { userId: '00000000-0000-7000-8000-000000000000', role: 'admin' as const }
const ZONES = ['UTC', 'Asia/Shanghai', 'America/New_York', 'Asia/Kathmandu']
const TABLES = ['stats_sales', 'stats_money', 'stats_orders', 'stats_visits', 'stats_people']

let house: House
let life: Life
let happened: Happening[]

beforeAll(async () => {
  house = await openTestHouse()
  life = await givenShows(house)
  const random = randomFrom('a life')
  await live(house, life, 45, random)
  await callOff(house, life.sessions[2]!)
  await settleRefunds(house)
  await stretch(house, 20_000)
  await keepStatsUp(house.db)
  // And some more that is not past yet.
  await live(house, life, 10, random)
  happened = await whatHappened(house)
}, 120_000)
afterAll(async () => {
  await closeSoundHouse(house)
})

const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)
const rowsIn = async (table: string) => (await house.db.execute<{ row: string }>(sql`select t::text as row from ${sql.identifier(table)} t order by 1`)).map(one => one.row)
const allRows = async () => Object.fromEntries(await Promise.all(TABLES.map(async table => [table, await rowsIn(table)])))
const NO_ROWS = Object.fromEntries(TABLES.map(table => [table, []]))
const ask = (query: Record<string, string>) => readSales(house, ADMIN, salesQuery.parse({ from: day(-400), to: day(1), ...query }))

describe('statistics of a house where people buy, pay in parts, change, give back, sell on and are let down', () => {
  it('have had all of it', () => {
    const all = recount(happened, new Date(0), new Date(8.64e15))
    expect(Object.keys(all).sort()).toEqual(['CNY', 'JPY'])
    for (const name of ['orders', 'tickets', 'creditMinor', 'pointsMinor', 'backMinor', 'refunds', 'endedTickets'] as const) expect(all.CNY![name], name).toBeGreaterThan(0)
  })

  it.each(ZONES.flatMap(zone => (['hour', 'day', 'week', 'month', 'quarter', 'year'] satisfies StatsBucket[]).map(bucket => [zone, bucket])))('say in %s by the %s what a recount says, each currency by itself', async (zone, bucket) => {
    const reply = await ask({ zone: zone!, bucket: bucket!, ...bucket === 'hour' && { from: day(-38) } })
    const seen = reply.currencies.map(({ currency, series }) => reply.buckets.flatMap(({ startsAt, endsAt }, at) => {
      const shown = Object.fromEntries(Object.entries(series).map(([name, column]) => [name, column[at]]))
      return Object.values(shown).some(value => value !== 0) ? [{ currency, startsAt, endsAt, ...shown }] : []
    })).flat()
    const wanted = reply.currencies.flatMap(({ currency }) => reply.buckets.flatMap(({ startsAt, endsAt }) => {
      const figures = recount(happened, new Date(startsAt), new Date(endsAt))[currency]
      return figures && Object.values(figures).some(value => value !== 0) ? [{ currency, startsAt, endsAt, ...figures }] : []
    }))
    expect(seen).toEqual(wanted)
    expect(seen.length).toBeGreaterThan(1)
    const totals = recount(happened, new Date(reply.from), new Date(reply.to))
    expect(Object.fromEntries(reply.currencies.map(({ currency, totals }) => [currency, totals]))).toEqual(totals)
  })

  it('are the same whether rolled up at once, again, bit by bit, or made anew', async () => {
    const once = await allRows()
    expect(once).not.toEqual(NO_ROWS)
    await keepStatsUp(house.db)
    expect(await allRows()).toEqual(once)
    await rebuildStats(house.db)
    expect(await allRows()).toEqual(once)
    await rebuildStats(house.db, new Date(Date.now() - 86_400_000))
    expect(await allRows()).toEqual(once)
    // As if the house had stood still since half of it happened.
    const middle = [...happened].sort((a, b) => a.at.getTime() - b.at.getTime())[Math.floor(happened.length / 3)]!.at
    const until = new Date(Math.floor(middle.getTime() / 900_000) * 900_000).toISOString()
    for (const table of TABLES) await house.db.execute(sql`delete from ${sql.identifier(table)} where quarter >= ${until}::timestamptz`)
    await house.db.execute(sql`update house_facts set value = jsonb_build_object('at', ${until}::text) where name = 'stats-rolled-until'`)
    expect(await allRows()).not.toEqual(once)
    // Nobody who looks meanwhile misses anything: what is not rolled up is read from the sources.
    const { currencies, from, to } = await ask({})
    expect(Object.fromEntries(currencies.map(({ currency, totals }) => [currency, totals]))).toEqual(recount(happened, new Date(from), new Date(to)))
    await Promise.all([keepStatsUp(house.db), keepStatsUp(house.db)])
    expect(await allRows()).toEqual(once)
  })

  it('wait for whoever is still buying: a quarter is final when no older transaction is open', async () => {
    const [row] = await house.db.execute<{ at: string }>(sql`select value ->> 'at' as at from house_facts where name = 'stats-rolled-until'`)
    expect(Date.now() - Date.parse(row!.at)).toBeGreaterThanOrEqual(15 * 60_000)
    expect(Date.parse(row!.at) % 900_000).toBe(0)
  })
})
