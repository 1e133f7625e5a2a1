import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deliveries, jobRuns, outbox } from '#drizzle/schema/index.ts'
import { type HealthDeps, Turns, isReady, lookAtParts } from '#server/domain/health/index.ts'
import { diskStore } from '#server/gateways/files/disk.ts'
import type { House } from '#server/house.ts'
import { partWords } from '#shared/health/part-words.ts'
import { newId } from '#shared/ids/id.ts'
import { openTestHouse } from '#tests/support/house.ts'

/** On a machine that is busy with other tests nothing is slow. */
const PATIENT = { patienceMs: 30_000, slowDatabaseMs: 30_000, slowRedisMs: 30_000 }

let house: House
let folder: string

/** A look that remembers nothing of the one before: turns are what looks are kept by, the database what backlogs are. */
async function part(name: string, change: Partial<HealthDeps> = {}) {
  const db = new Proxy(house.db, { get: (target, property) => {
    const value: unknown = Reflect.get(target, property, target)
    return typeof value === 'function' ? value.bind(target) : value
  } })
  const found = (await lookAtParts({ ...house, db, files: diskStore(folder), turns: new Turns(), limits: PATIENT, ...change })).find(one => one.name === name)!
  // Every state has its sentence, with all that it speaks of.
  for (const text of Object.values(partWords(found.name, found.reason, found.facts))) {
    expect(text).toMatch(/[.。]$/)
    expect(text).not.toMatch(/[{}?]/)
  }
  return found
}

beforeAll(async () => {
  house = await openTestHouse()
  folder = await mkdtemp(join(tmpdir(), 'foyer-health-'))
})
afterAll(async () => {
  await house.close()
  await rm(folder, { recursive: true, force: true })
})

describe('the health of a house', () => {
  it('is good where nothing is wrong', async () => {
    const parts = await lookAtParts({ ...house, files: diskStore(folder), turns: new Turns(), limits: PATIENT })
    expect(parts.map(({ name, state }) => `${name} ${state}`)).toEqual(['database up', 'schema up', 'holds up', 'news up', 'mail up', 'jobs up', 'rounds off', 'files up'])
  })

  it('limps where news wait, and says for how long', async () => {
    await house.db.insert(outbox).values({ topic: 'order.paid', key: 'k', payload: {}, createdAt: sql`now() - interval '2 minutes'`, notBefore: sql`now() - interval '2 minutes'` })
    expect(await part('news')).toMatchObject({ state: 'degraded', reason: 'late', facts: { waiting: 1, seconds: expect.toSatisfy((n: number) => n >= 120) } })
    // What is not due yet is not late.
    await house.db.update(outbox).set({ notBefore: sql`now() + interval '1 hour'` })
    expect(await part('news')).toMatchObject({ state: 'up' })
    await house.db.delete(outbox)
  })

  it('limps where mails fail again and again', async () => {
    const mail = { id: newId(), deliveryKey: 'a', channel: 'mail', address: 'li@example.org', kind: 'test', locale: 'en' as const, attempts: 5, lastError: '421 try later', createdAt: sql`now() - interval '20 minutes'` }
    await house.db.insert(deliveries).values(mail)
    const found = await part('mail')
    expect(found).toMatchObject({ state: 'degraded', reason: 'failing', facts: { failing: 1, waiting: 1 } })
    expect(JSON.stringify(found)).not.toContain('li@example.org')
    expect(await part('mail', { post: { mail: null } })).toMatchObject({ state: 'off', reason: 'not-set-up' })
    await house.db.delete(deliveries)
  })

  it('limps where nobody works on runs, and only tells of those that gave up', async () => {
    const run = { job: 'daily-reminder' as const, logicalAt: new Date('2026-11-20T02:00:00Z') }
    await house.db.insert(jobRuns).values([
      { ...run, runKey: 'late', state: 'waiting', nextTryAt: sql`now() - interval '1 hour'` },
      { ...run, runKey: 'dead', state: 'dead', nextTryAt: sql`now() - interval '1 day'` }
    ])
    expect(await part('jobs')).toMatchObject({ state: 'degraded', reason: 'late', facts: { waiting: 1 } })
    await house.db.delete(jobRuns).where(sql`run_key = 'late'`)
    expect(await part('jobs')).toMatchObject({ state: 'up', reason: 'gave-up', facts: { dead: 1 } })
    await house.db.delete(jobRuns)
  })

  it('limps where a round has had no good end for too long', async () => {
    let now = 0
    const turns = new Turns(() => now)
    turns.watch('news', 500)
    turns.watch('sweep', 5_000)
    now = 80_000
    turns.ended('news')
    expect(await part('rounds', { turns })).toMatchObject({ state: 'up', facts: { rounds: 2 } })
    now = 95_100
    turns.ended('sweep', 'the database is away')
    expect(turns.late()).toEqual([{ name: 'sweep', seconds: 95, failure: 'the database is away' }])
    // A turn that ends well is what counts.
    turns.ended('sweep')
    expect(turns.late()).toEqual([])
  })

  it('Redis that is away is told for what it means', async () => {
    const found = await part('holds', { pulse: { kind: 'tcp', ping: () => Promise.reject(new Error('connect ECONNREFUSED')) } })
    expect(found).toMatchObject({ state: 'down', reason: 'no-answer' })
    expect(partWords('holds', 'no-answer', found.facts).en).toContain('no seat is sold twice')
  })

  it('does not wait for a part that says nothing', async () => {
    expect(await part('holds', { pulse: { kind: 'tcp', ping: () => new Promise(() => {}) }, limits: { ...PATIENT, patienceMs: 50 } })).toMatchObject({ state: 'down', facts: { error: expect.stringContaining('no answer within') } })
  })

  it('a folder that is none cannot be written to', async () => {
    const file = join(folder, 'file')
    await writeFile(file, '')
    expect(await part('files', { files: diskStore(join(file, 'below')) })).toMatchObject({ state: 'down', reason: 'not-writable' })
  })

  it('a crowd that asks costs one look', async () => {
    let pings = 0
    const deps = { ...house, files: diskStore(folder), turns: new Turns(), pulse: { kind: 'tcp' as const, ping: async () => void pings++ } }
    await Promise.all(Array.from({ length: 50 }, () => lookAtParts(deps)))
    expect(pings).toBe(1)
  })
})

describe('F-14: a house is ready', () => {
  it('with every migration that it was built with, and not before', async () => {
    expect(await isReady(house.db, house.schemaAt)).toBe(true)
    expect(await isReady(house.db, house.schemaAt + 1)).toBe(false)
    // One that is newer than we are still serves us.
    expect(await isReady(house.db, 0)).toBe(true)
    await house.db.execute(sql`alter schema drizzle rename to drizzle_gone`)
    expect(await isReady(house.db, house.schemaAt)).toBe(false)
    await house.db.execute(sql`alter schema drizzle_gone rename to drizzle`)
  })
})
