import { inject } from 'vitest'
import { type DatabaseConnection, connectDatabase } from '#server/gateways/database/connect.ts'
import { copyTemplate } from './postgres.ts'

/** A migrated, empty database of one's own on the run's shared server. For vitest files of tests/integration. */
export function newDatabaseUrl(): Promise<string> {
  return copyTemplate(inject('postgresUrl'))
}

/** A copy of a database of one's own, with all that is in it. Close its connections first. Returns the URL of the copy. */
export function copyOfDatabase(url: string): Promise<string> {
  return copyTemplate(inject('postgresUrl'), new URL(url).pathname.slice(1))
}

/** A new database, opened. Call `close` in `afterAll`. */
export async function openNewDatabase(options: { pool?: number } = {}): Promise<DatabaseConnection & { url: string }> {
  const url = await newDatabaseUrl()
  return { url, ...connectDatabase(url, options) }
}
