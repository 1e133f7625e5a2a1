import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DatabaseConnection, connectDatabase } from '#server/gateways/database/connect.ts'
import { type TestApp, startApp } from '#tests/support/app.ts'
import { type TestSession, givenSession } from '#tests/support/fixtures.ts'
import { startHttpSale } from '#tests/support/http-sale.ts'
import { type TestPostgres, startPostgres } from '#tests/support/postgres.ts'
import { expectSoundSale, goOnBuying } from '#tests/support/sound-sale.ts'

/** What a purchase writes. */
const WRITTEN = ['orders', 'order_lines', 'claims', 'payments', 'tickets', 'audit_log', 'outbox', 'ledger_entries', 'idempotency_keys', 'deliveries', 'notifications']

let postgres: TestPostgres
let database: DatabaseConnection
let session: TestSession
let app: TestApp

beforeEach(async () => {
  postgres = await startPostgres()
  const databaseUrl = await postgres.createDatabase()
  database = connectDatabase(databaseUrl, { pool: 3 })
  session = await givenSession(database.db, { rows: 100, seatsPerRow: 30, holdSeconds: 10 })
  app = await startApp({ env: { DATABASE_URL: databaseUrl, FOYER_DEMO: '1' } })
})
afterEach(async () => {
  await app.kill9()
  await database.close(1)
  await postgres.stop()
})

/**
 * From now on so many per cent of transactions fail, at one of their first writes, as if another had been in their way. A transaction
 * draws its lot once: it is transactions that PostgreSQL chooses as victims, and a long one must not be doomed each time it is tried.
 */
async function breakTransactions(percent: number): Promise<void> {
  await database.db.execute(sql`create sequence conflicts`)
  // A sequence keeps its count when the transaction is gone; a setting made in a transaction goes with it.
  await database.db.execute(sql.raw(`create function conflict() returns trigger language plpgsql as $$
    declare writes_left int := nullif(current_setting('test.writes_left', true), '');
    begin
      if writes_left is null then
        writes_left := case when random() * 100 < ${percent} then floor(random() * 4)::int else -1 end;
      end if;
      if writes_left = 0 then
        perform nextval('conflicts');
        raise exception using errcode = case when random() < 0.5 then '40001' else '40P01' end, message = 'a conflict that a test made';
      end if;
      perform set_config('test.writes_left', greatest(writes_left - 1, -1)::text, true);
      return null;
    end $$`))
  for (const table of WRITTEN) await database.db.execute(sql.raw(`create trigger conflict after insert or update on ${table} for each statement execute function conflict()`))
}

const conflicts = async () => Number((await database.db.execute<{ n: string }>(sql`select case when is_called then last_value else 0 end as n from conflicts`))[0]!.n)

describe('F-08: a sale goes on while Postgres refuses transactions for the sake of others', () => {
  it('five of a hundred: they are tried again, and nobody hears of it', async () => {
    await breakTransactions(5)
    const running = startHttpSale(() => [app.url], session, 6)
    await goOnBuying(running.log, 150, 90_000)
    const log = await running.stop()
    expect(await conflicts()).toBeGreaterThan(10)
    expect(log.failures.filter(f => f.status >= 500)).toEqual([])
    await expectSoundSale({ db: database.db, url: app.url, session }, log)
  })

  it('all of them: tries are bounded, the answer is clear, and nothing is half done', async () => {
    await breakTransactions(100)
    const running = startHttpSale(() => [app.url], session, 4)
    await expect(goOnBuying(running.log, 1, 5_000)).rejects.toThrow('people buy again')
    const log = await running.stop()
    const refused = log.failures.filter(f => f.step === 'order')
    expect(refused.length).toBeGreaterThan(0)
    for (const refusal of refused) expect(refusal).toMatchObject({ status: 503, code: 'unavailable' })
    await database.db.execute(sql`drop function conflict cascade`)
    const again = startHttpSale(() => [app.url], session, 4)
    await goOnBuying(again.log, 10, 20_000)
    await expectSoundSale({ db: database.db, url: app.url, session }, await again.stop())
  })
})
