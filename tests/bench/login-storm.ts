import { readFileSync } from 'node:fs'
import { users } from '#drizzle/schema/index.ts'
import { createPasswordHasher } from '#server/domain/accounts/index.ts'
import { newId } from '#shared/ids/id.ts'
import { openStage } from './lib/stage.ts'

/**
 * `npm run bench:logins`: 200 people log in at the same moment (S-03). Says how much memory that took, and how long others waited
 * for a page of the catalogue meanwhile. Runs against the built app, with a PostgreSQL and a Redis of its own.
 */
const CROWD = 200
const PASSWORD = 'a lantern over the river'

const stage = await openStage({ fsync: true })
try {
  const { app, database } = stage
  const passwordHash = await createPasswordHasher().hash(PASSWORD)
  const emails = Array.from({ length: CROWD }, () => `crowd-${newId()}@example.org`)
  await database.db.insert(users).values(emails.map(email => ({ email, displayName: 'Person', passwordHash, emailVerifiedAt: new Date() })))
  const login = (email: string) => timed(app.url, '/api/auth/login', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email, password: PASSWORD }) })
  const others = () => timed(app.url, '/api/version')

  for (let i = 0; i < 300; i++) await others()
  for (const email of emails.slice(0, 8)) await login(email)
  const calm = await sampleWhile(others, pause(3_000))
  const before = residentMiB(app.pid)
  let peak = before
  const watch = setInterval(() => { peak = Math.max(peak, residentMiB(app.pid)) }, 5)
  const storm = Promise.all(emails.map(login))
  const stormy = await sampleWhile(others, storm)
  clearInterval(watch)
  const logins = await storm
  console.log(`${CROWD} logins at once: ${logins.filter(l => l.status === 200).length} let in, p50 ${percentile(logins.map(l => l.ms), 0.5)} ms, slowest ${percentile(logins.map(l => l.ms), 1)} ms`)
  console.log(`memory ${before} MiB before, ${peak} MiB at most: ${peak - before} MiB more`)
  console.log(`others: p50 ${percentile(calm, 0.5)} ms, p95 ${percentile(calm, 0.95)} ms in calm (${calm.length}); p50 ${percentile(stormy, 0.5)} ms, p95 ${percentile(stormy, 0.95)} ms meanwhile (${stormy.length})`)
} finally {
  await stage.close()
}

async function timed(url: string, path: string, init?: RequestInit): Promise<{ ms: number, status: number }> {
  const startedAt = performance.now()
  const answer = await fetch(url + path, init)
  await answer.arrayBuffer()
  return { ms: performance.now() - startedAt, status: answer.status }
}

/** Asks one after the other until `work` is done. @returns how long each took, in ms */
async function sampleWhile(askOnce: () => Promise<{ ms: number }>, work: Promise<unknown>): Promise<number[]> {
  let isOver = false
  void work.finally(() => { isOver = true })
  const times: number[] = []
  while (!isOver) times.push((await askOnce()).ms)
  return times
}

function residentMiB(pid: number): number {
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024)
}

function percentile(values: readonly number[], share: number): string {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!.toFixed(1)
}

function pause(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms))
}
