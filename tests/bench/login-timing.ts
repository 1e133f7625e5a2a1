import { parseArgs } from 'node:util'
import { users } from '#drizzle/schema/index.ts'
import { createPasswordHasher } from '#server/domain/accounts/index.ts'
import { newId } from '#shared/ids/id.ts'
import { median, rankAuc, shuffled } from './lib/rank-test.ts'
import { type Stage, openStage } from './lib/stage.ts'

/**
 * `npm run bench:timing`: whether the time of an answer tells who has an account (S-11). Known and unknown e-mails take turns in
 * random order, one request at a time, and their times are compared by rank: an AUC of 0.5 is a coin; 0.45 to 0.55 passes, with
 * medians within 5 %. Runs against the built app, with a PostgreSQL and a Redis of its own.
 */
const { values } = parseArgs({ options: { samples: { type: 'string', default: '2000' }, accounts: { type: 'string', default: '200' } } })
const SAMPLES = Number(values.samples)
const ACCOUNTS = Number(values.accounts)
const PASSWORD = 'a lantern over the river'

interface Question { name: string, path: string, body(email: string): object, status: number }
const QUESTIONS: Question[] = [
  { name: 'login', path: '/api/auth/login', body: email => ({ email, password: 'not the password' }), status: 401 },
  { name: 'register', path: '/api/auth/register', body: email => ({ email, password: PASSWORD, displayName: 'Person' }), status: 202 },
  { name: 'forgot', path: '/api/auth/forgot', body: email => ({ email }), status: 202 }
]

const stage = await openStage({ fsync: true })
try {
  const known = await accountsIn(stage)
  const unknown = known.map(email => email.replace('known', 'other'))
  let hasPassed = true
  for (const question of QUESTIONS) {
    const result = await measure(stage.app.url, question, known, unknown)
    const isFine = result.auc >= 0.45 && result.auc <= 0.55 && Math.abs(result.difference) < 0.05
    hasPassed &&= isFine
    console.log(`${question.name.padEnd(9)} ${SAMPLES} samples each: AUC ${result.auc.toFixed(3)}, medians ${result.known.toFixed(2)} ms known, ${result.unknown.toFixed(2)} ms unknown (${(result.difference * 100).toFixed(1)} %)  ${isFine ? 'passes' : 'FAILS'}`)
  }
  process.exitCode = hasPassed ? 0 : 1
} finally {
  await stage.close()
}

/** Accounts with a password. All have the same hash: making 200 takes as long as the measurement, and nobody compares them. */
async function accountsIn({ database }: Stage): Promise<string[]> {
  const passwordHash = await createPasswordHasher().hash(PASSWORD)
  const emails = Array.from({ length: ACCOUNTS }, () => `known-${newId()}@example.org`)
  await database.db.insert(users).values(emails.map(email => ({ email, displayName: 'Person', passwordHash, emailVerifiedAt: new Date() })))
  return emails
}

async function measure(url: string, question: Question, known: string[], unknown: string[]) {
  for (const email of [...known.slice(0, 20), ...unknown.slice(0, 20)]) await ask(url, question, email)
  const times = { known: [] as number[], unknown: [] as number[] }
  for (let i = 0; i < SAMPLES; i++) {
    for (const kind of shuffled(['known', 'unknown'] as const)) {
      const emails = kind === 'known' ? known : unknown
      times[kind].push(await ask(url, question, emails[i % emails.length]!))
    }
  }
  const [k, u] = [median(times.known), median(times.unknown)]
  return { auc: rankAuc(times.known, times.unknown), known: k, unknown: u, difference: (k - u) / u }
}

async function ask(url: string, { path, body, status }: Question, email: string): Promise<number> {
  const text = JSON.stringify(body(email))
  const startedAt = performance.now()
  const answer = await fetch(url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: text })
  const reply = await answer.text()
  const ms = performance.now() - startedAt
  if (answer.status !== status) throw new Error(`${path} answered ${answer.status}: ${reply}`)
  return ms
}
