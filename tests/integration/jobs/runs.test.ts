import { asc, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditLog, houseFacts, jobRuns, outbox } from '#drizzle/schema/index.ts'
import { type Job, type RunInHand, listRuns, planRuns, queueRun, readJobs, runNow, tryRunAgain, workRuns } from '#server/domain/runs/index.ts'
import { type DatabaseConnection, connectDatabase } from '#server/gateways/database/connect.ts'
import { newDatabaseUrl } from '#tests/support/database.ts'
import { givenCustomer } from '#tests/support/fixtures.ts'
import { refusalCode } from '#tests/support/house.ts'

let first: DatabaseConnection
let second: DatabaseConnection
/** Runs that were worked on, in order. */
let worked: string[]
let adminId: string

beforeAll(async () => {
  const url = await newDatabaseUrl()
  first = connectDatabase(url, { pool: 4 })
  second = connectDatabase(url, { pool: 4 })
  adminId = (await givenCustomer(first.db)).userId
})
afterAll(() => Promise.all([first?.close(), second?.close()]))
beforeEach(async () => {
  worked = []
  await first.db.delete(jobRuns)
  await first.db.delete(outbox)
  await first.db.delete(houseFacts)
})

type Deps = { db: DatabaseConnection['db'] }
const job = (given: Partial<Job<Deps>> = {}): Job<Deps> => ({
  name: 'daily-reminder', schedule: { every: 'day', at: '02:00' }, missed: 'newest', lane: 'news', tries: 3, backOffSeconds: 30,
  work: async (_, run) => {
    worked.push(run.key)
    return 'done'
  }, ...given
})
const never = () => false
const rows = () => first.db.select().from(jobRuns).orderBy(asc(jobRuns.logicalAt), asc(jobRuns.id))
const keys = async () => (await rows()).map(row => row.runKey)
/** As if the waits were over. */
const makeDue = () => first.db.update(jobRuns).set({ nextTryAt: sql`now() - interval '1 second'` })
const want = (key = 'daily-reminder:x') => queueRun(first.db, { job: 'daily-reminder', runKey: key })
const steps = (n: number, until = never) => async (_: Deps, run: RunInHand) => {
  while (run.at.done < n) {
    if (run.mustPause() || until()) return 'paused' as const
    await run.step(async (tx) => {
      await tx.insert(houseFacts).values({ name: `step-${run.at.done}`, value: run.key })
      return { done: run.at.done + 1, total: n, cursor: run.at.done + 1 }
    })
  }
  return 'done' as const
}

describe('a schedule', () => {
  it('J-01: has one run for each logical time, though it fires twice and on two nodes at once', async () => {
    const nodes = [first.db, second.db, first.db, second.db]
    await Promise.all(nodes.map(db => planRuns(db, [job()], new Date('2026-11-26T01:00:00Z'))))
    await Promise.all(nodes.map(db => planRuns(db, [job()], new Date('2026-11-26T01:00:01Z'))))
    expect(await keys()).toEqual(['daily-reminder:2026-11-26'])
    await makeDue()
    await Promise.all(nodes.map(db => workRuns({ db }, [job()], never)))
    await Promise.all(nodes.map(db => planRuns(db, [job()], new Date('2026-11-26T02:00:01Z'))))
    await Promise.all(nodes.map(db => workRuns({ db }, [job()], never)))
    expect(worked.filter(key => key === 'daily-reminder:2026-11-26')).toHaveLength(1)
    expect(await keys()).toEqual(['daily-reminder:2026-11-26', 'daily-reminder:2026-11-27'])
  })

  it('J-01: makes up for a time that it missed, once, however late', async () => {
    await planRuns(first.db, [job()], new Date('2026-11-26T01:00:00Z'))
    // Nobody was there for two hours.
    await planRuns(first.db, [job()], new Date('2026-11-26T04:00:00Z'))
    await makeDue()
    await workRuns(first, [job()], never)
    expect(worked).toContain('daily-reminder:2026-11-26')
  })

  it('J-01: after days of absence does the newest where that does the work of all, and says that it skipped the others', async () => {
    await planRuns(first.db, [job()], new Date('2026-11-20T01:00:00Z'))
    await planRuns(first.db, [job()], new Date('2026-11-26T12:00:00Z'))
    expect((await rows()).map(row => [row.runKey, row.state])).toEqual([['daily-reminder:2026-11-20', 'skipped'], ['daily-reminder:2026-11-26', 'waiting'], ['daily-reminder:2026-11-27', 'waiting']])
  })

  it('J-01: after months of absence does each of a job whose runs are about their own time', async () => {
    const monthly = job({ schedule: { every: 'month', day: 2, at: '03:00' }, missed: 'each' })
    await planRuns(first.db, [monthly], new Date('2026-08-30T00:00:00Z'))
    await planRuns(first.db, [monthly], new Date('2026-11-26T00:00:00Z'))
    expect((await rows()).map(row => [row.runKey, row.state])).toEqual(['09', '10', '11', '12'].map(month => [`daily-reminder:2026-${month}`, 'waiting']))
  })
})

describe('a run', () => {
  it('is one process\'s at a time, and one key is one run for ever', async () => {
    expect(await want()).not.toBeNull()
    expect(await want()).toBeNull()
    const slow = job({ work: steps(30) })
    await Promise.all([workRuns(first, [slow], never), workRuns(second, [slow], never)])
    expect(await want()).toBeNull()
    expect(await rows()).toMatchObject([{ state: 'done', done: 30, total: 30, attempts: 1 }])
  })

  it('goes on from its cursor when its process died, with what was done up to there done once', async () => {
    await want()
    let left = 3
    // A process that is gone: it has the run, and says nothing more.
    const dies = job({ work: async (deps, run) => {
      await steps(10, () => left-- === 0)(deps, run)
      return await new Promise<never>(() => {})
    } })
    void workRuns(second, [dies], never)
    await expect.poll(async () => (await rows())[0]!.done).toBe(3)
    await workRuns(first, [job({ work: steps(10) })], never)
    expect((await rows())[0]).toMatchObject({ state: 'running', done: 3 })
    await first.db.update(jobRuns).set({ leaseUntil: sql`now() - interval '1 second'` })
    await workRuns(first, [job({ work: steps(10) })], never)
    expect((await rows())[0]).toMatchObject({ state: 'done', done: 10, cursor: 10 })
    expect(await first.db.select().from(houseFacts)).toHaveLength(10)
  })

  it('writes nothing more once another process has taken it over', async () => {
    await want()
    const overtaken = job({ work: async (deps, run) => {
      await first.db.update(jobRuns).set({ leaseUntil: sql`now() - interval '1 second'` })
      await workRuns(second, [job({ work: steps(4) })], never)
      return await steps(10)(deps, run)
    } })
    await workRuns(first, [overtaken], never)
    expect((await rows())[0]).toMatchObject({ state: 'done', done: 4, error: null })
    expect(await first.db.select().from(houseFacts)).toHaveLength(4)
  })

  it('is put down where it is when its time is up, which is no failed try', async () => {
    await want()
    let left = 2
    await workRuns(first, [job({ work: steps(5, () => left-- === 0) })], never)
    expect((await rows())[0]).toMatchObject({ state: 'waiting', done: 2, attempts: 0 })
    await workRuns(first, [job({ work: steps(5) })], never)
    expect((await rows())[0]).toMatchObject({ state: 'done', done: 5 })
  })

  it('that fails waits longer each time, is dead after the last try, tells admins, and can be tried again by hand', async () => {
    await want()
    await want('daily-reminder:other')
    const fails = job({ work: async (_, run) => {
      worked.push(run.key)
      if (run.key !== 'daily-reminder:x') return 'done'
      throw new Error('the mail is away')
    } })
    await workRuns(first, [fails], never)
    expect(worked.toSorted(), 'the others go on').toEqual(['daily-reminder:other', 'daily-reminder:x'])
    const waits: number[] = []
    for (let n = 1; n < 3; n++) {
      const [row] = await first.db.select({ state: jobRuns.state, attempts: jobRuns.attempts, error: jobRuns.error, wait: sql<number>`extract(epoch from ${jobRuns.nextTryAt} - now())::float` }).from(jobRuns).where(eq(jobRuns.runKey, 'daily-reminder:x'))
      expect(row).toMatchObject({ state: 'waiting', attempts: n, error: 'the mail is away' })
      waits.push(row!.wait)
      await workRuns(first, [fails], never)
      expect(worked, 'nothing before its time').toHaveLength(n + 1)
      await makeDue()
      await workRuns(first, [fails], never)
    }
    expect(waits[1]).toBeGreaterThan(waits[0]! * 2)
    const [dead] = (await listRuns(first.db, { state: 'dead' })).runs
    expect(dead).toMatchObject({ runKey: 'daily-reminder:x', attempts: 3, error: 'the mail is away', nextTryAt: null })
    expect(await first.db.select({ topic: outbox.topic, payload: outbox.payload }).from(outbox)).toMatchObject([{ topic: 'notice', payload: { kind: 'job-dead', to: { role: 'admin' } } }])
    expect((await readJobs(first.db, [fails])).jobs).toMatchObject([{ name: 'daily-reminder', dead: 1, last: { id: dead!.id } }])
    await makeDue()
    await workRuns(first, [fails], never)
    expect(worked).toHaveLength(4)

    await tryRunAgain(first.db, dead!.id, adminId)
    expect(await refusalCode(tryRunAgain(first.db, dead!.id, adminId))).toBe('illegal-transition')
    await workRuns(first, [job()], never)
    expect((await listRuns(first.db, { state: 'dead' })).runs).toEqual([])
    expect(await first.db.select({ actor: auditLog.actor }).from(auditLog).where(eq(auditLog.subjectId, dead!.id)).orderBy(auditLog.id)).toEqual([{ actor: 'daily-reminder' }, { actor: adminId }])
  })

  it('whose process dies at each try is dead too, and not tried for ever', async () => {
    await want()
    await first.db.update(jobRuns).set({ state: 'running', attempts: 3, leaseToken: sql`gen_random_uuid()`, leaseUntil: sql`now() - interval '1 second'` })
    await workRuns(first, [job()], never)
    expect(worked).toEqual([])
    expect((await rows())[0]).toMatchObject({ state: 'dead', error: expect.stringContaining('3 times in a row') as string })
  })

  it('that somebody asks for twice is one, and another one when it is over', async () => {
    const asked = await Promise.all([runNow(first.db, 'daily-reminder', adminId), runNow(second.db, 'daily-reminder', adminId)])
    expect(new Set(asked).size).toBe(1)
    await workRuns(first, [job()], never)
    expect(await runNow(first.db, 'daily-reminder', adminId)).not.toBe(asked[0])
  })
})
