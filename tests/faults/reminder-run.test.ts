import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { eq, sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { jobRuns } from '#drizzle/schema/index.ts'
import { choose } from '#server/domain/notify/index.ts'
import { queueRun } from '#server/domain/runs/index.ts'
import { reindex } from '#server/domain/search/index.ts'
import { type DatabaseConnection, connectDatabase } from '#server/gateways/database/connect.ts'
import { givenSession } from '#tests/support/fixtures.ts'
import { givenTipsReaders, noonZone } from '#tests/integration/reminders/given-readers.ts'
import { TEST_SECRET } from '#tests/support/house.ts'
import { type TestPostgres, startPostgres } from '#tests/support/postgres.ts'
import { until } from '#tests/support/until.ts'

/** FOYER_FULL=1: as many people as ACCEPTANCE.md says. */
const full = process.env.FOYER_FULL === '1'
const PEOPLE = full ? 100_000 : 20_000
const KILLS = full ? 4 : 2
/** Each tenth never asked, and each tenth has ended it. */
const READERS = PEOPLE * 0.8
const MINUTES = 60_000

let postgres: TestPostgres
let database: DatabaseConnection
let databaseUrl: string
let workers: ChildProcess[] = []

beforeEach(async () => {
  postgres = await startPostgres({ fsync: true })
  databaseUrl = await postgres.createDatabase()
  database = connectDatabase(databaseUrl, { pool: 3 })
  for (let n = 0; n < 4; n++) await givenSession(database.db, { rows: 2 })
  await reindex({ db: database.db, houseCurrency: 'CNY' })
  await givenTipsReaders(database.db, PEOPLE, noonZone())
  workers = []
})
afterEach(async () => {
  for (const worker of workers) worker.kill('SIGKILL')
  await database.close(1)
  await postgres.stop()
})

const WORKER = fileURLToPath(new URL('../integration/reminders/reminder-process.ts', import.meta.url))
// What is written stays, to be counted: nobody sends it.
async function openWorker(): Promise<void> {
  const worker = fork(WORKER, { env: { PATH: process.env.PATH, NODE_ENV: 'test', DATABASE_URL: databaseUrl, FOYER_SECRET: TEST_SECRET } })
  workers.push(worker)
  await once(worker, 'message')
}
async function kill9(worker: ChildProcess): Promise<void> {
  const gone = once(worker, 'exit')
  worker.kill('SIGKILL')
  await gone
}
const run = async () => (await database.db.select().from(jobRuns).where(eq(jobRuns.runKey, 'daily-reminder:of-the-test')))[0]!

describe('a reminder to very many', () => {
  it('J-02: writes to each of them once, though the process that does it is killed again and again, and to nobody who ended it', async () => {
    await openWorker()
    await queueRun(database.db, { job: 'daily-reminder', runKey: 'daily-reminder:of-the-test' })
    for (let kill = 1; kill <= KILLS; kill++) {
      await until(`the run is at kill ${kill}`, async () => (await run()).done >= kill * READERS / (KILLS + 2), 5 * MINUTES)
      await kill9(workers.at(-1)!)
      expect((await run()).state).not.toBe('done')
      // Whoever has it shows no sign of life any more: the wait for that is not what is tested.
      await database.db.update(jobRuns).set({ leaseUntil: sql`now() - interval '1 second'` }).where(eq(jobRuns.state, 'running'))
      if (kill === 1) await endSome()
      await openWorker()
    }
    await until('the run is done', async () => (await run()).state === 'done', 10 * MINUTES)
    const { done, total, result } = await run()
    const [counts] = await database.db.execute<Record<string, number>>(sql`
      select count(*)::int as letters, count(distinct user_id)::int as people, count(*) filter (where state = 'dropped')::int as dropped,
        count(*) filter (where state <> 'dropped' and not exists (select 1 from notification_choices c where c.user_id = d.user_id and c.kind = 'show-tips' and c.is_wanted))::int as unwanted
      from deliveries d where kind = 'show-tips'`)
    expect(counts!.people, 'nobody has two').toBe(counts!.letters)
    expect(counts!.unwanted).toBe(0)
    expect(result.sent, 'the count was written with the letters').toBe(counts!.letters)
    expect(done).toBe(counts!.letters)
    expect(total).toBeGreaterThanOrEqual(done)
    // 20 ended it in the middle: those who were written to have theirs taken back, the others have none.
    expect(counts!.letters! - counts!.dropped!).toBe(READERS - 20)
  }, 40 * MINUTES)
})

/** Twenty of the first and of the last readers click "no more" in the middle of the run. */
async function endSome(): Promise<void> {
  const some = await database.db.execute<{ id: string }>(sql`
    (select user_id as id from notification_choices where is_wanted order by user_id limit 10) union all (select user_id from notification_choices where is_wanted order by user_id desc limit 10)`)
  for (const { id } of some) await choose(database.db, id, 'show-tips', 'mail', false)
}
