import { connectDatabase } from '#server/gateways/database/connect.ts'
import type { Database } from '#drizzle/database.ts'
import { openEmbeddedDatabase } from './embedded-database.ts'
import { readEnvironment } from './environment.ts'

/** For commands: the URL of DATABASE_URL or of the embedded database, which is started for the work where it does not run. */
export async function withDatabaseUrl<T>(work: (url: string) => Promise<T>): Promise<T> {
  const { DATABASE_URL } = readEnvironment()
  if (DATABASE_URL) return work(DATABASE_URL)
  const embedded = await openEmbeddedDatabase()
  try {
    return await work(embedded.url)
  } finally {
    await embedded.stop()
  }
}

/** The same, connected. */
export function withDatabase<T>(work: (db: Database) => Promise<T>): Promise<T> {
  return withDatabaseUrl(async (url) => {
    const { db, close } = connectDatabase(url, { applicationName: 'foyer-command' })
    try {
      return await work(db)
    } finally {
      await close()
    }
  })
}
