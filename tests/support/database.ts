import { inject } from 'vitest'
import { type DatabaseConnection, connectDatabase } from '#server/gateways/database/connect.ts'
import { copyTemplate } from './postgres.ts'

/** A migrated, empty database of one's own on the run's shared server. For vitest files of tests/integration. */
export function newDatabaseUrl(): Promise<string> {
  return copyTemplate(inject('postgresUrl'))
}

/** The same, opened. Call `close` in `afterAll`. */
export async function openNewDatabase(options: { pool?: number } = {}): Promise<DatabaseConnection & { url: string }> {
  const url = await newDatabaseUrl()
  return { url, ...connectDatabase(url, options) }
}
