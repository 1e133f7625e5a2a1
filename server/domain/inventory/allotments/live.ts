import { sql } from 'drizzle-orm'
import { allotments } from '#drizzle/schema/index.ts'

/** Not released, by anybody or by its time, by the clock of Postgres: swept or not. */
export const isLive = sql<boolean>`(${allotments.releasedAt} is null and coalesce(${allotments.releasesAt} > now(), true))`

/** Its time is over, and nobody has tidied up yet. */
export const isDue = sql<boolean>`(${allotments.releasedAt} is null and ${allotments.releasesAt} <= now())`
