import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '#drizzle/database.ts'
import { categories, eventEmbeddings, events, favourites, orders, recommendModels, saleReminders, seatingPlans, sessionSearch, sessions, ticketTypes, users, venues } from '#drizzle/schema/index.ts'
import { recommendFor, similarTo } from '#server/domain/recommend/index.ts'
import { nearestBuyable } from '#server/domain/recommend/nearest.ts'
import { randomFrom } from '#server/domain/recommend/random.ts'
import { asStored, unit } from '#server/domain/recommend/vector.ts'
import { VECTORS } from '#server/gateways/database/vectors.ts'
import { type DatabaseConnection, connectDatabase } from '#server/gateways/database/connect.ts'
import { newDatabaseUrl } from '#tests/support/database.ts'
import { openPgvector } from '#tests/support/pgvector.ts'
import { type Town, booked, kept, smallTown, somebodyNew } from './small-town.ts'

let plain: DatabaseConnection
let vectors: Awaited<ReturnType<typeof openPgvector>>
let town: Town
let people: string[]

beforeAll(async () => {
  plain = connectDatabase(await newDatabaseUrl())
  vectors = await openPgvector()
  town = await smallTown(plain.db)
  people = await Promise.all(Array.from({ length: 5 }, () => somebodyNew(plain.db)))
  for (const [at, userId] of people.entries()) {
    await booked(plain.db, userId, town.all.jazz[at]!, at)
    await kept(plain.db, userId, town.all.drama[at % 3]!)
  }
  await plain.db.update(eventEmbeddings).set({ popularity: sql`690 + ('x' || right(${eventEmbeddings.eventId}::text, 2))::bit(8)::int / 64.0` })
  // The one database as it is, row by row, into the other.
  for (const table of [users, categories, venues, seatingPlans, events, sessions, ticketTypes, sessionSearch, recommendModels, eventEmbeddings, favourites, saleReminders, orders]) {
    const rows = await plain.db.select().from(table)
    if (rows.length) await vectors.db.insert(table).values(rows as never)
  }
})
afterAll(async () => {
  await plain.close()
  await vectors.close()
})

const hasColumn = async (db: Database) => (await db.execute<{ there: boolean }>(sql`select exists (select from pg_attribute where attrelid = 'event_embeddings'::regclass and attname = 'as_vector') as there`))[0]!.there

describe('nearest neighbours', () => {
  it('go by pgvector where the database has it and by plain SQL where not', async () => {
    expect(await hasColumn(vectors.db)).toBe(true)
    expect(await hasColumn(plain.db)).toBe(false)
    const [row] = await vectors.db.execute<{ same: boolean }>(sql`select bool_and(as_vector = vector::vector) as same from event_embeddings`)
    expect(row!.same).toBe(true)
  })

  it('are the same by both, in the same order, for any vector', async () => {
    const random = randomFrom(42)
    for (let turn = 0; turn < 50; turn++) {
      const to = asStored(unit(Array.from({ length: 128 }, () => random() - 0.5))!)
      const wish = { to, except: turn % 2 ? [town.all.jazz[0]!.eventId] : [], limit: 1 + turn % 12 }
      const [a, b] = [await nearestBuyable(plain.db, wish), await nearestBuyable(vectors.db, wish)]
      expect(b).toEqual(a)
      expect(a).toHaveLength(Math.min(wish.limit, 12 - wish.except.length))
      expect(a.map(one => one.nearness)).toEqual(a.map(one => one.nearness).sort((x, y) => y - x))
    }
  })

  it('give the same recommendations and the same similar events', async () => {
    for (const userId of [...people, await newcomerOfBoth()]) expect(await recommendFor(vectors.db, userId, { limit: 6 })).toEqual(await recommendFor(plain.db, userId, { limit: 6 }))
    for (const { slug } of town.all.jazz) expect(await similarTo(vectors.db, slug)).toEqual(await similarTo(plain.db, slug))
  })

  it('may be prepared twice, on a server with pgvector and on one without', async () => {
    await vectors.db.execute(sql.raw(VECTORS))
    await plain.db.execute(sql.raw(VECTORS))
    expect([await hasColumn(vectors.db), await hasColumn(plain.db)]).toEqual([true, false])
  })
})

async function newcomerOfBoth(): Promise<string> {
  const userId = await somebodyNew(plain.db)
  await vectors.db.insert(users).values(await plain.db.select().from(users).where(sql`id = ${userId}`))
  return userId
}
