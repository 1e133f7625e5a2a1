import { sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'

/** Months that are ready before they begin: as long may the house's jobs stand still. */
const MONTHS_AHEAD = 3

/** Makes the partitions of this month and the next ones, where they are missing. Safe to repeat, and in several processes at once. */
export async function makePartitions(db: Database, monthsAhead = MONTHS_AHEAD): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('behaviour-partitions'))`)
    const months = await tx.execute<{ name: string, starts: string, ends: string }>(sql`
      select name, starts::text, ends::text from (
        select 'behaviour_' || to_char(m, 'YYYY_MM') as name, m at time zone 'UTC' as starts, (m + interval '1 month') at time zone 'UTC' as ends
        from generate_series(date_trunc('month', now() at time zone 'UTC'), date_trunc('month', now() at time zone 'UTC') + make_interval(months => ${monthsAhead}::int), interval '1 month') m
      ) months where to_regclass(name) is null`)
    for (const { name, starts, ends } of months) {
      // Made beside the table and attached: those who write behaviour meanwhile need not wait for it.
      await tx.execute(sql`create table ${sql.identifier(name)} (like behaviour including defaults including constraints)`)
      await tx.execute(sql`alter table behaviour attach partition ${sql.identifier(name)} for values from (${sql.raw(`'${starts}'`)}) to (${sql.raw(`'${ends}'`)})`)
    }
  })
}

/** Throws away the months that ended more than `days` ago. @returns their names */
export async function dropPartitions(db: Database, days: number): Promise<string[]> {
  return await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('behaviour-partitions'))`)
    const old = await tx.execute<{ name: string }>(sql`
      select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'behaviour'::regclass
      and (to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month') at time zone 'UTC' <= now() - make_interval(days => ${days}::int) order by 1`)
    for (const { name } of old) await tx.execute(sql`drop table ${sql.identifier(name)}`)
    return old.map(row => row.name)
  })
}
