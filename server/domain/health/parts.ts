import { randomUUID } from 'node:crypto'
import type { Database } from '#drizzle/database.ts'
import type { FileStore } from '#server/domain/files/index.ts'
import type { Post } from '#server/domain/notify/index.ts'
import { describeError } from '#shared/errors/describe-error.ts'
import type { PartName, PartReason, PartState } from '#shared/health/part-names.ts'
import { recently } from '#shared/memo/recently.ts'
import { readBacklog } from './backlog.ts'
import { isReady } from './ready.ts'
import type { Turns } from './turns.ts'

export interface Part {
  name: PartName
  state: PartState
  reason: PartReason
  /** Seconds and counts that the reason speaks of. */
  facts: Record<string, number | string>
}

export interface HealthDeps {
  db: Database
  /** Where holds live. */
  pulse: { kind: 'memory' | 'tcp' | 'upstash', ping(): Promise<void> }
  files: FileStore
  post: Pick<Post, 'mail'>
  turns: Turns
  /** The newest migration, in ms since 1970. */
  schemaAt: number
  limits?: HealthLimits
}

export interface HealthLimits {
  /** A part that has not said anything by then does not answer, in ms. */
  patienceMs: number
  /** What takes longer is slow, in ms. */
  slowDatabaseMs: number
  slowRedisMs: number
}

const LIMITS: HealthLimits = { patienceMs: 800, slowDatabaseMs: 500, slowRedisMs: 200 }
/** News and post that wait for longer are late, in s. */
const LATE_NEWS_SECONDS = 30
const LATE_POST_SECONDS = 600

type Found = Omit<Part, 'name'>

/** As old as that may be what machines are told, in ms; up to the second they do not wait for it. */
const FRESH_MS = 2_000
const STALE_MS = 20_000
const remember = recently<Part[]>(FRESH_MS, { staleMs: STALE_MS })

/** Every part of the house with how it is. None takes longer than a second, and a crowd that asks costs one look. */
export function lookAtParts(deps: HealthDeps): Promise<Part[]> {
  return remember(deps.turns, 'parts', () => look(deps))
}

async function look(deps: HealthDeps): Promise<Part[]> {
  const { patienceMs, slowDatabaseMs, slowRedisMs } = deps.limits ?? LIMITS
  const backlog = within(patienceMs, readBacklog(deps.db))
  const unknown = (): Found => down('no-answer')
  return await Promise.all([
    part('database', timed(() => deps.db.execute('select 1'), patienceMs, slowDatabaseMs)),
    part('schema', within(patienceMs, isReady(deps.db, deps.schemaAt)).then(isUp => isUp ? up() : down('behind'))),
    part('holds', deps.pulse.kind === 'memory' ? Promise.resolve(up('in-memory')) : timed(() => deps.pulse.ping(), patienceMs, slowRedisMs)),
    part('news', backlog.then(({ news }) => news.oldestSeconds > LATE_NEWS_SECONDS ? limps('late', { seconds: Math.round(news.oldestSeconds), waiting: news.waiting }) : up('well', { waiting: news.waiting }), unknown)),
    part('mail', backlog.then(({ post }) => mailOf(deps, post.find(({ channel }) => channel === 'mail')), unknown)),
    part('jobs', backlog.then(({ runs }) => runs.overdue > 0
      ? limps('late', { waiting: runs.overdue, seconds: Math.round(runs.oldestOverdueSeconds) })
      : runs.byState.dead ? up('gave-up', { dead: runs.byState.dead }) : up(), unknown)),
    part('rounds', Promise.resolve(roundsOf(deps.turns))),
    part('files', canWrite(deps.files, patienceMs))
  ])
}

async function part(name: PartName, found: Promise<Found>): Promise<Part> {
  return { name, ...await found.catch((problem: unknown) => down('no-answer', { error: describeError(problem).slice(0, 200) })) }
}

const up = (reason: PartReason = 'well', facts: Part['facts'] = {}): Found => ({ state: 'up', reason, facts })
const limps = (reason: PartReason, facts: Part['facts'] = {}): Found => ({ state: 'degraded', reason, facts })
const down = (reason: PartReason, facts: Part['facts'] = {}): Found => ({ state: 'down', reason, facts })

async function timed(ask: () => PromiseLike<unknown>, patienceMs: number, slowMs: number): Promise<Found> {
  const begun = performance.now()
  await within(patienceMs, Promise.resolve(ask()))
  const ms = Math.round(performance.now() - begun)
  return ms > slowMs ? limps('slow', { ms }) : up('well', { ms })
}

function mailOf({ post }: HealthDeps, waiting: { waiting: number, failing: number, oldestSeconds: number } | undefined): Found {
  if (post.mail === null) return { state: 'off', reason: 'not-set-up', facts: { waiting: waiting?.waiting ?? 0 } }
  if (!waiting) return up('well', { waiting: 0 })
  if (waiting.failing > 0 && waiting.oldestSeconds > LATE_POST_SECONDS) return limps('failing', { failing: waiting.failing, waiting: waiting.waiting, seconds: Math.round(waiting.oldestSeconds) })
  return up('well', { waiting: waiting.waiting })
}

function roundsOf(turns: Turns): Found {
  if (turns.count === 0) return { state: 'off', reason: 'elsewhere', facts: {} }
  const [late, ...more] = turns.late()
  return late ? limps('late', { round: late.name, seconds: late.seconds, more: more.length, ...(late.failure ? { error: late.failure } : {}) }) : up('well', { rounds: turns.count })
}

/** Files are written rarely, and a full disk is no news of this second. */
const FILES_FRESH_MS = 30_000
const rememberFiles = recently<Found>(FILES_FRESH_MS)
const PROBE = new TextEncoder().encode('{}')

/** Writes a small file and removes it: rights alone do not say that there is room. */
function canWrite(files: FileStore, patienceMs: number): Promise<Found> {
  return rememberFiles(files, 'files', async () => {
    const key = `health/${randomUUID()}.json`
    try {
      await within(patienceMs, files.put(key, PROBE, 'application/json').then(() => files.delete(key)))
      return up()
    } catch (problem) {
      return down('not-writable', { error: describeError(problem).slice(0, 200) })
    }
  })
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms).unref()
    void work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
