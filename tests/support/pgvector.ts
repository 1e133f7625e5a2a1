import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { drizzle } from 'drizzle-orm/pglite'
import { migrate } from 'drizzle-orm/pglite/migrator'
import type { Database } from '#drizzle/database.ts'
import * as schema from '#drizzle/schema/index.ts'
import { VECTORS } from '#server/gateways/database/vectors.ts'

/** A migrated, empty database with pgvector, inside this process: stands in for a server that has the extension. One connection. */
export async function openPgvector(): Promise<{ db: Database, close(): Promise<void> }> {
  const client = await PGlite.create({ extensions: { vector } })
  const db = drizzle(client, { schema })
  await migrate(db, { migrationsFolder: 'drizzle/migrations' })
  await client.exec(VECTORS)
  return { db: asPostgresJs(db) as unknown as Database, close: () => client.close() }
}

/** This driver answers `execute` with an object around the rows; the house's driver with the rows. */
function asPostgresJs<T extends object>(db: T): T {
  return new Proxy(db, {
    get(target, name) {
      const value = Reflect.get(target, name) as unknown
      if (typeof value !== 'function') return value
      const call = value.bind(target) as (...args: unknown[]) => unknown
      if (name === 'execute') return async (...args: unknown[]) => (await call(...args) as { rows: unknown[] }).rows
      if (name === 'transaction') return (work: (tx: object) => unknown, ...rest: unknown[]) => call((tx: object) => work(asPostgresJs(tx)), ...rest)
      return call
    }
  })
}
