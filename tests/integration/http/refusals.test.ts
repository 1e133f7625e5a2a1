import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { House } from '#server/house.ts'
import { describeApi } from '#server/http/openapi/document.ts'
import { configureLog } from '#server/observing/log.ts'
import type { Problem } from '#shared/errors/problem.ts'
import { newId } from '#shared/ids/id.ts'
import { type TestServer, serve } from '#tests/integration/accounts/browser.ts'
import { PUBLIC_URL, type Somebody, bearer, somebody } from '#tests/integration/policy/callers.ts'
import { allEndpoints } from '#tests/integration/policy/endpoints.ts'
import { newDatabaseUrl } from '#tests/support/database.ts'
import { TEST_SECRET } from '#tests/support/house.ts'

interface Operation { 'requestBody'?: { content: Record<string, unknown> }, 'x-callers'?: 'anyone' | 'signed-in' | string[] }

let house: House
let server: TestServer
let operations: { method: string, path: string, operation: Operation }[]
let tokens: Record<'customer' | 'publisher' | 'admin', string>
let faults: Faults

beforeAll(async () => {
  Object.assign(process.env, { NODE_ENV: 'test', DATABASE_URL: await newDatabaseUrl(), FOYER_SECRET: TEST_SECRET, FOYER_PUBLIC_URL: PUBLIC_URL, FOYER_SECOND_FACTOR: 'required' })
  configureLog({ level: 'off', format: 'json' })
  const endpoints = (await allEndpoints()).filter(e => e.path !== '/api/**')
  const paths = describeApi(endpoints, { publicUrl: PUBLIC_URL, version: '0' }).paths as Record<string, Record<string, Operation>>
  operations = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })))
  server = await serve(Object.fromEntries(endpoints.map(e => [`${e.method} ${e.path}`, e.handler])))
  house = (await import('#server/house.ts')).house()
  const people: Record<keyof typeof tokens, Somebody> = { customer: await somebody(house.db, 'customer'), publisher: await somebody(house.db, 'publisher'), admin: await somebody(house.db, 'admin') }
  tokens = { customer: await bearer(house.db, people.customer), publisher: await bearer(house.db, people.publisher), admin: await bearer(house.db, people.admin) }
  faults = givenFaults(house)
})
afterAll(async () => {
  faults.mend()
  await server.close()
  await house.close()
})

/** What an error of the database may carry, and no answer may. */
const SECRETS = ['hunter2', '/srv/foyer/server', 'insert into', 'postgres://', 'at Object.']

interface Faults {
  /** The nth query from now fails, as all after it do; 0: all go through. */
  breakAt(query: number): void
  /** How many failed. */
  readonly thrown: number
  mend(): void
}

/** Every query of this process passes `prepareQuery`, inside of transactions too. */
function givenFaults({ db }: House): Faults {
  const session = (db as unknown as { session: object }).session
  const prototype = Object.getPrototypeOf(session) as { prepareQuery: (...given: unknown[]) => unknown }
  const whole = prototype.prepareQuery
  let [asked, from, thrown] = [0, 0, 0]
  prototype.prepareQuery = function (...given: unknown[]) {
    const prepared = whole.apply(this, given) as { execute: () => Promise<unknown> }
    if (from > 0 && ++asked >= from) {
      thrown++
      prepared.execute = () => Promise.reject(new Error('insert into users (password) values (\'hunter2\') at /srv/foyer/server/domain/x.ts:3 for postgres://foyer:hunter2@db/foyer'))
    }
    return prepared
  }
  return {
    breakAt(query) { [asked, from, thrown] = [0, query, 0] },
    get thrown() { return thrown },
    mend() { prototype.prepareQuery = whole }
  }
}

function tokenFor(callers: Operation['x-callers']): string {
  return Array.isArray(callers) ? callers.includes('admin') ? tokens.admin : callers.includes('publisher') ? tokens.publisher : tokens.customer : tokens.customer
}

interface Answer { status: number, type: string, language: string | null, cache: string | null, text: string }

async function ask(method: string, path: string, { requestBody }: Operation, headers: Record<string, string>, body: string): Promise<Answer> {
  const address = path.replace(/\{\w+\}/g, () => newId())
  const type = Object.keys(requestBody?.content ?? {})[0]
  const response = await fetch(server.url + address, {
    method, redirect: 'manual', signal: AbortSignal.timeout(30_000),
    headers: { ...headers, ...type ? { 'content-type': type } : {} }, body: method === 'GET' || !type ? undefined : body
  })
  const contentType = response.headers.get('content-type') ?? ''
  const isStream = contentType.startsWith('text/event-stream')
  if (isStream) await response.body?.cancel()
  return { status: response.status, type: contentType.split(';')[0]!, language: response.headers.get('content-language'), cache: response.headers.get('cache-control'), text: isStream ? '' : await response.text() }
}

/** What is wrong with a refusal as a refusal (V-03); null where nothing is. */
function faultOf({ status, type, language, cache, text }: Answer, locale: 'en' | 'zh', path: string): string | null {
  if (status < 400) return null
  if (type !== 'application/problem+json') return `answers ${status} as ${type}`
  const problem = JSON.parse(text) as Problem
  if (problem.status !== status) return `says ${problem.status} in an answer with ${status}`
  if (problem.type !== `/problems/${problem.code}` || !problem.requestId || !path.startsWith(problem.instance.split('/').slice(0, 2).join('/'))) return `is not told apart: ${text}`
  if (cache !== 'no-store') return `may be kept: ${cache}`
  if (language !== locale) return `answers in ${language}`
  return /[\u4E00-\u9FFF]/.test(problem.title) === (locale === 'zh') && /[\u4E00-\u9FFF]/.test(problem.detail) === (locale === 'zh') ? null : `speaks another language: ${problem.title} ${problem.detail}`
}

describe('V-03: refusals of every operation', () => {
  it('are problem+json with a type, a title, an instance and an id, in the language of the reader', async () => {
    const wrong = new Set<string>()
    let refused = 0
    for (const { method, path, operation } of operations) {
      const known = { authorization: `Bearer ${tokenFor(operation['x-callers'])}` }
      for (const [locale, headers] of [['en', {}], ['zh', { authorization: 'Bearer nobody' }], ['en', known], ['zh', known]] as const) {
        const answer = await ask(method, path, operation, { ...headers, 'accept-language': locale }, '{"no": ["such", "field"]}')
        if (answer.status >= 400) refused++
        const fault = faultOf(answer, locale, path)
        if (fault) wrong.add(`${method} ${path}: ${fault}`)
      }
    }
    expect([...wrong].sort()).toEqual([])
    expect(refused).toBeGreaterThan(operations.length)
  }, 300_000)
})

describe('V-02: errors that nobody expected', () => {
  it('tell nothing of code, queries, paths and secrets, whichever query of an operation fails', async () => {
    const wrong = new Set<string>()
    const failed = new Set<string>()
    for (const { method, path, operation } of operations) {
      for (const query of [1, 2, 3, 4]) {
        faults.breakAt(query)
        const answer = await ask(method, path, operation, { authorization: `Bearer ${tokenFor(operation['x-callers'])}`, 'accept-language': 'en' }, '{}')
        if (faults.thrown === 0) break
        if (answer.status === 500) failed.add(`${method} ${path}`)
        const leak = SECRETS.find(secret => answer.text.includes(secret))
        const fault = leak ? `tells ${leak}: ${answer.text.slice(0, 300)}` : faultOf(answer, 'en', path)
        if (fault) wrong.add(`${method} ${path}: ${fault}`)
      }
    }
    faults.breakAt(0)
    expect([...wrong].sort()).toEqual([])
    // Those that have no database behind them, or serve what they know, are few.
    expect(failed.size).toBeGreaterThan(operations.length * 0.7)
    await house.db.execute(sql`select 1`)
  }, 300_000)
})
