import { readFileSync } from 'node:fs'
import type { Database } from '#drizzle/database.ts'
import { connectDatabase } from '#server/gateways/database/connect.ts'

/** Where the app that is visited says which database it has: its address changes with every run. */
export const databaseNote = (port: number | string) => `test-results/database-of-${port}`

/** Works in the database of the app that is visited, for what no page brings about: a run that gave up, a file that is a day old. */
export async function inDatabase<T>(work: (db: Database) => Promise<T>): Promise<T> {
  const { db, close } = connectDatabase(readFileSync(databaseNote(process.env.FOYER_E2E_PORT!), 'utf8'), { pool: 1 })
  try {
    return await work(db)
  } finally {
    await close()
  }
}
