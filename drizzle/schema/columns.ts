import { sql } from 'drizzle-orm'
import { customType, timestamp, uuid } from 'drizzle-orm/pg-core'
import { newId } from '#shared/ids/id.ts'

/** Primary key: UUIDv7, so that rows made together lie together in the index. */
export const id = () => uuid('id').primaryKey().$defaultFn(newId)

/** An instant. Never a local time: the zone belongs to the venue. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

/** When the row was written, by the clock of the database. */
export const createdAt = () => instant('created_at').notNull().default(sql`now()`)

/** Bytes as Postgres stores them. */
export const bytes = customType<{ data: Buffer, driverData: Buffer }>({ dataType: () => 'bytea' })
