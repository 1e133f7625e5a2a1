import type { ExtractTablesWithRelations } from 'drizzle-orm'
import type { PgDatabase, PgTransaction } from 'drizzle-orm/pg-core'
import type { PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js'
import type * as schema from './schema/index.ts'

/** The one database handle. The domain knows this type only, not the driver behind it. */
export type Database = PgDatabase<PostgresJsQueryResultHKT, typeof schema>

/** A database handle inside a transaction. */
export type Transaction = PgTransaction<PostgresJsQueryResultHKT, typeof schema, ExtractTablesWithRelations<typeof schema>>

/** Either: for queries that work alone or as a part of something larger. */
export type Queryable = Database | Transaction
