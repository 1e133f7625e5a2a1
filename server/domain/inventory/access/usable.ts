import { and, isNull, sql } from 'drizzle-orm'
import { accessCodes } from '#drizzle/schema/index.ts'

/** Valid now, by the clock of the database. Whether enough is left is another question. */
export const isUsable = and(
  isNull(accessCodes.retiredAt),
  sql`coalesce(${accessCodes.startsAt} <= now(), true)`,
  sql`coalesce(${accessCodes.endsAt} > now(), true)`
)
