import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import type { Database } from '#drizzle/database.ts'
import * as schema from '#drizzle/schema/index.ts'
import { noteStatement, noteTransaction } from './note-statement.ts'

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
  return { db: drizzle(dressed(client, options.prepare !== false), { schema }), close: (seconds = 5) => client.end({ timeout: seconds }) }
}

/**
 * drizzle sends its queries unprepared, which costs two round trips each (describe, then run) and lets none follow before its
 * answer. Prepared once on a connection, a query is one round trip. Several that are sent together may still run in any order:
 * the driver lets a known query overtake one that it must describe first. Statements and transactions are counted here besides.
 */
function dressed<T extends postgres.Sql | postgres.TransactionSql>(client: T, prepares: boolean): T {
  const { unsafe } = client
  client.unsafe = ((query, parameters, options) => noteStatement(query, unsafe(query, parameters, prepares && parameters?.length ? { prepare: true, ...options } : options))) as typeof unsafe
  const inside = (work: unknown) => (transaction: postgres.TransactionSql) => (work as (sql: postgres.TransactionSql) => unknown)(dressed(transaction, prepares))
  if ('begin' in client) {
    const begin = client.begin as (...args: unknown[]) => Promise<unknown>
    client.begin = ((...args: unknown[]) => noteTransaction(() => begin(...args.slice(0, -1), inside(args.at(-1))))) as typeof client.begin
  }
  if ('savepoint' in client) {
    const savepoint = client.savepoint as (...args: unknown[]) => Promise<unknown>
    client.savepoint = ((...args: unknown[]) => savepoint(...args.slice(0, -1), inside(args.at(-1)))) as typeof client.savepoint
  }
  return client
}
