import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import type { Database } from '#drizzle/database.ts'
import * as schema from '#drizzle/schema/index.ts'
import { dressClient } from './dress-client.ts'

export interface DatabaseConnection {
  db: Database
  /** Lets running queries end for up to `seconds`, then closes. */
  close(seconds?: number): Promise<void>
}

/**
 * Opens the pool: lazily, so a database that is away at start is found by the first query, and reconnects by itself.
 * A query that waits longer than `connect_timeout` for a connection fails, and is answered with 503.
 */
export function connectDatabase(url: string, options: { pool?: number, applicationName?: string, prepare?: boolean } = {}): DatabaseConnection {
  const client = postgres(url, {
    max: options.pool ?? 10,
    connect_timeout: 5,
    idle_timeout: 60,
    max_lifetime: 30 * 60,
    // Seconds-long back-off would outlast the recovery that F-06 promises.
    backoff: attempt => Math.min(0.1 * 2 ** attempt, 1),
    onnotice: () => {},
    connection: { application_name: options.applicationName ?? 'foyer', statement_timeout: 15_000, lock_timeout: 5_000, idle_in_transaction_session_timeout: 10_000 }
  })
  return { db: drizzle({ client: dressClient(client, options.prepare !== false), schema }), close: (seconds = 5) => client.end({ timeout: seconds }) }
}
