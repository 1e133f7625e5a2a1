import { migrate } from 'drizzle-orm/postgres-js/migrator'
import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { VECTORS } from './vectors.ts'

/** A number of our own for the advisory lock that keeps two migrating processes apart. */
const MIGRATION_LOCK = 0x466f7965

/** Brings the database to the newest schema. Safe to run twice and from several processes at once. */
export async function migrateDatabase(url: string, migrationsFolder: string): Promise<void> {
  const client = postgres(url, { max: 1, onnotice: () => {}, connection: { application_name: 'foyer-migrate', lock_timeout: 5_000 } })
  try {
    await client`set lock_timeout = 0`
    await client`select pg_advisory_lock(${MIGRATION_LOCK})`
    await client`set lock_timeout = '5s'`
    await migrate(drizzle(client), { migrationsFolder })
    await client.unsafe(VECTORS)
  } finally {
    await client.end({ timeout: 5 })
  }
}
