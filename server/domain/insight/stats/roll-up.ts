import { type SQL, sql } from 'drizzle-orm'
import type { Database, Queryable, Transaction } from '#drizzle/database.ts'
import { MONEY } from './money-facts.ts'
import { ORDERS } from './order-facts.ts'
import { PEOPLE } from './people-facts.ts'
import { type Range, instant, within } from './range.ts'
import { SALES } from './sale-facts.ts'
import type { Source } from './source.ts'
import { VISITS } from './visit-facts.ts'

interface RollUp extends Source {
  /** Rows whose sources are gone before the instant at which the behaviour log begins: nothing can make them again. */
  lasting?(logged: Date): SQL
  onConflict?: SQL
}

const ROLL_UPS: readonly RollUp[] = [
  SALES, MONEY, ORDERS,
  { ...VISITS, lasting: logged => sql`quarter < ${instant(logged)}`, onConflict: sql`on conflict do nothing` },
  { ...PEOPLE, lasting: logged => sql`quarter < ${instant(logged)} and not has_ordered`, onConflict: sql`on conflict (quarter, user_id) do update set has_ordered = true where excluded.has_ordered` }
]

/** Name of the fact that says how far roll-ups reach. */
const ROLLED_UNTIL = 'stats-rolled-until'
/** Nothing younger is rolled up: clocks of what is written at the same time may differ so much. */
const MARGIN = sql`interval '15 minutes'`

/** Until when roll-ups are complete: a quarter of an hour. Null: there are none. What is later is read from the sources. */
export async function rolledUntil(db: Queryable): Promise<Date | null> {
  const [fact] = await db.execute<{ at: string }>(sql`select value ->> 'at' as at from house_facts where name = ${ROLLED_UNTIL}`)
  return fact ? new Date(fact.at) : null
}

/** The same inside a query; the beginning of time where there are none. */
export const rolledUntilSql = (): SQL => sql`coalesce((select (value ->> 'at')::timestamptz from house_facts where name = ${ROLLED_UNTIL}), '-infinity')`

/**
 * Rolls up what has become past since the last time. What a row says happened when its transaction began, so nothing appears before the
 * oldest transaction that is still open: up to there a quarter is final, and is written once. Of two processes that try, one does; what
 * is in the way is replaced, so that once more is the same as once. @returns until when roll-ups are complete now
 */
export async function keepStatsUp(db: Database): Promise<Date | null> {
  return await db.transaction(async (tx) => {
    if (!await isAlone(tx)) return null
    const [from, until] = [await rolledUntil(tx), await finalUntil(tx)]
    if (from && from >= until) return from
    await patient(tx)
    await write(tx, { from, until })
    return until
  })
}

/**
 * Makes all roll-ups again from the sources, or those from an instant on; readers see the old ones until it is done. What people looked at
 * is known as far back as the behaviour log goes; older roll-ups of it stay as they are.
 */
export async function rebuildStats(db: Database, from: Date | null = null): Promise<Date> {
  return await db.transaction(async (tx) => {
    await patient(tx)
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${ROLLED_UNTIL}))`)
    const [rolled, until] = [await rolledUntil(tx), await finalUntil(tx)]
    // What comes after has to be made too: roll-ups have no gaps.
    await write(tx, { from: from && rolled && quarterBefore(from < rolled ? from : rolled), until })
    return until
  })
}

/** History was written with times of the past: the next round makes all roll-ups anew, and until then everything is read from the sources. */
export async function startStatsAgain(tx: Transaction): Promise<void> {
  await tx.execute(sql`delete from house_facts where name = ${ROLLED_UNTIL}`)
}

async function write(tx: Transaction, range: Range): Promise<void> {
  const logged = await behaviourSince(tx)
  for (const { table, columns, facts, lasting, onConflict } of ROLL_UPS) {
    const keeps = lasting && logged ? sql`and not (${lasting(logged)})` : sql``
    await tx.execute(sql`delete from ${table} where ${within(sql`quarter`, { from: range.from, until: null })} ${keeps}`)
    await tx.execute(sql`insert into ${table} (${columns}) ${facts(range)} ${onConflict ?? sql``}`)
  }
  await tx.execute(sql`
    insert into house_facts (name, value) values (${ROLLED_UNTIL}, jsonb_build_object('at', ${range.until!.toISOString()}::text))
    on conflict (name) do update set value = excluded.value, created_at = now()`)
}

async function isAlone(tx: Transaction): Promise<boolean> {
  const [row] = await tx.execute<{ is: boolean }>(sql`select pg_try_advisory_xact_lock(hashtext(${ROLLED_UNTIL})) as is`)
  return row!.is
}

/** A long history takes longer to read than a purchase may take. */
async function patient(tx: Transaction): Promise<void> {
  await tx.execute(sql`set local statement_timeout = '30min'`)
}

async function finalUntil(tx: Transaction): Promise<Date> {
  const [row] = await tx.execute<{ at: string }>(sql`
    select date_bin('15 minutes', least(now() - ${MARGIN}, (select min(xact_start) from pg_stat_activity where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid())), '2000-01-01 00:00:00+00')::text as at`)
  return new Date(row!.at)
}

/** Where the behaviour log begins: the first instant of its oldest month. */
async function behaviourSince(tx: Transaction): Promise<Date | null> {
  const [row] = await tx.execute<{ at: string | null }>(sql`
    select (to_date(min(right(c.relname, 7)), 'YYYY_MM')::timestamp at time zone 'UTC')::text as at from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'behaviour'::regclass`)
  return row?.at ? new Date(row.at) : null
}

const QUARTER_MS = 15 * 60_000
const quarterBefore = (at: Date) => new Date(Math.floor(at.getTime() / QUARTER_MS) * QUARTER_MS)
