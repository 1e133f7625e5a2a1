import { readFileSync } from 'node:fs'
import { users } from '#drizzle/schema/index.ts'
import { createPasswordHasher } from '#server/domain/accounts/index.ts'
import { newId } from '#shared/ids/id.ts'
import { openStage } from './lib/stage.ts'

/**
 * `npm run bench:logins`: 200 people log in at the same moment (S-03). Says how much memory that took, and how long others waited
 * meanwhile: for a list of events, as visitors do, and for the route that does nothing, where a single switch between threads shows. Runs against the built app, with a PostgreSQL and a Redis of its own.
 */
const CROWD = 200
const OTHERS = ['/api/events/search?facets=1', '/api/version'] as const
const PASSWORD = 'a lantern over the river'

const stage = await openStage({ fsync: true })
try {
  const { app, database } = stage
  const passwordHash = await createPasswordHasher().hash(PASSWORD)
  const emails = Array.from({ length: CROWD }, () => `crowd-${newId()}@example.org`)
  await database.db.insert(users).values(emails.map(email => ({ email, displayName: 'Person', passwordHash, emailVerifiedAt: new Date() })))
  const login = (email: string) => timed(app.url, '/api/auth/login', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email, password: PASSWORD }) })
  const others = () => OTHERS.map(path => () => timed(app.url, path))

  for (let i = 0; i < 300; i++) for (const ask of others()) await ask()
  for (const email of emails.slice(0, 8)) await login(email)
  const calm = await sampleWhile(others(), pause(4_000))
  const before = residentMiB(app.pid)
  let peak = before
  const watch = setInterval(() => { peak = Math.max(peak, residentMiB(app.pid)) }, 5)
  const storm = Promise.all(emails.map(login))
  const stormy = await sampleWhile(others(), storm)
  clearInterval(watch)
  const logins = await storm
  console.log(`${CROWD} logins at once: ${logins.filter(l => l.status === 200).length} let in, p50 ${percentile(logins.map(l => l.ms), 0.5)} ms, slowest ${percentile(logins.map(l => l.ms), 1)} ms`)
  console.log(`memory ${before} MiB before, ${peak} MiB at most: ${peak - before} MiB more`)
  OTHERS.forEach((path, i) => {
    const said = (times: readonly number[]) => `p50 ${percentile(times, 0.5)} ms, p95 ${percentile(times, 0.95)} ms (${times.length})`
    console.log(`others, ${path}: ${said(calm[i]!)} in calm, ${said(stormy[i]!)} meanwhile`)
  })
} finally {
  await stage.close()
}

async function timed(url: string, path: string, init?: RequestInit): Promise<{ ms: number, status: number }> {
  const startedAt = performance.now()
  const answer = await fetch(url + path, init)
  await answer.arrayBuffer()
  return { ms: performance.now() - startedAt, status: answer.status }
}

/** Asks each in turn, one after the other, until `work` is done. @returns how long each took, in ms, for each of `asks` */
async function sampleWhile(asks: readonly (() => Promise<{ ms: number }>)[], work: Promise<unknown>): Promise<number[][]> {
  let isOver = false
  void work.finally(() => { isOver = true })
  const times: number[][] = asks.map(() => [])
  while (!isOver) for (const [i, ask] of asks.entries()) times[i]!.push((await ask()).ms)
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
