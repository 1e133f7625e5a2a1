import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DatabaseConnection } from '#server/gateways/database/connect.ts'
import { newId } from '#shared/ids/id.ts'
import { type TestServer, serve } from '#tests/integration/accounts/browser.ts'
import { openNewDatabase } from '#tests/support/database.ts'
import { TEST_SECRET } from '#tests/support/house.ts'
import { PUBLIC_URL, badTokens, bearer, boastingToken, somebody } from './callers.ts'
import { type Endpoint, allEndpoints } from './endpoints.ts'
import { POLICY } from './policy.ts'

let database: DatabaseConnection & { url: string }
let server: TestServer
let endpoints: Endpoint[]
const nameOf = (endpoint: Pick<Endpoint, 'method' | 'path'>) => `${endpoint.method} ${endpoint.path}`

beforeAll(async () => {
  database = await openNewDatabase()
  Object.assign(process.env, { NODE_ENV: 'test', DATABASE_URL: database.url, FOYER_SECRET: TEST_SECRET, FOYER_PUBLIC_URL: PUBLIC_URL, FOYER_SECOND_FACTOR: 'required' })
  endpoints = await allEndpoints()
  server = await serve(Object.fromEntries(endpoints.filter(e => e.path !== '/api/**').map(e => [nameOf(e), e.handler])))
})
afterAll(async () => {
  await server.close()
  const { house } = await import('#server/house.ts')
  await house().close()
  await database.close()
})

/** A path that names things which are not there. */
const concrete = ({ method, path }: Endpoint) => path.replace(/:(\w+)/g, (_, name: string) => {
  if (name === 'token') return 'x'.repeat(43)
  if (name === 'provider') return 'google'
  return name === 'slug' || name === 'name' || (name === 'event' && method === 'GET') ? 'nothing' : newId()
})

async function knock(endpoint: Endpoint, token: string | null): Promise<{ status: number, code: string | null }> {
  const isWrite = endpoint.method !== 'GET'
  const answer = await fetch(server.url + concrete(endpoint), {
    method: endpoint.method, redirect: 'manual', signal: AbortSignal.timeout(10_000),
    headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(isWrite ? { 'content-type': 'application/json' } : {}) },
    body: isWrite ? '{}' : undefined
  })
  const text = await answer.text()
  return { status: answer.status, code: answer.headers.get('content-type')?.includes('problem+json') ? (JSON.parse(text) as { code: string }).code : null }
}

/** What the door says, whatever lies behind it. */
const verdict = ({ status, code }: { status: number, code: string | null }) => {
  if (code === 'login-required' || code === 'not-allowed' || code === 'second-factor-needed') return code
  return status >= 500 && code !== 'mail-not-set-up' && code !== 'unavailable' ? `failed with ${status}` : 'let in'
}

describe('Z-01: who may call what', () => {
  it('is written down for every endpoint, and for no other', () => {
    expect(Object.keys(POLICY).sort()).toEqual(endpoints.map(nameOf).sort())
  })

  it('is what every endpoint says of itself', () => {
    for (const endpoint of endpoints) expect([nameOf(endpoint), endpoint.declaration?.callers ?? 'anyone']).toEqual([nameOf(endpoint), POLICY[nameOf(endpoint)]!.callers])
  })

  it('never relies on an endpoint that does not declare itself, but for pictures', () => {
    expect(endpoints.filter(e => !e.declaration).map(nameOf).sort()).toEqual(['GET /images/:id/:name', 'GET /posters/:name'])
  })

  const expected = (callers: (typeof POLICY)[string]['callers'], role: 'nobody' | 'customer' | 'publisher' | 'admin', hasSecondFactor: boolean) => {
    if (callers === 'anyone') return 'let in'
    if (role === 'nobody') return 'login-required'
    if (callers === 'signed-in') return 'let in'
    if (!callers.includes(role)) return 'not-allowed'
    return hasSecondFactor ? 'let in' : 'second-factor-needed'
  }

  it.each([
    ['customer', false], ['publisher', true], ['publisher', false], ['admin', true], ['admin', false]
  ] as const)('holds at every door for a %s (second factor: %s)', async (role, hasSecondFactor) => {
    const found: Record<string, string> = {}
    const wanted: Record<string, string> = {}
    for (const endpoint of endpoints.filter(e => e.path !== '/api/**')) {
      const who = await somebody(database.db, role)
      found[nameOf(endpoint)] = verdict(await knock(endpoint, await bearer(database.db, who, hasSecondFactor)))
      wanted[nameOf(endpoint)] = expected(POLICY[nameOf(endpoint)]!.callers, role, hasSecondFactor)
    }
    expect(found).toEqual(wanted)
  }, 120_000)

  it('holds at every door for nobody, and for tokens that open nothing', async () => {
    const tokens: Record<string, string | null> = { nobody: null, ...await badTokens(database.db) }
    for (const [name, token] of Object.entries(tokens)) {
      const found: Record<string, string> = {}
      const wanted: Record<string, string> = {}
      for (const endpoint of endpoints.filter(e => e.path !== '/api/**')) {
        found[`${name}: ${nameOf(endpoint)}`] = verdict(await knock(endpoint, token))
        wanted[`${name}: ${nameOf(endpoint)}`] = expected(POLICY[nameOf(endpoint)]!.callers, 'nobody', false)
      }
      expect(found).toEqual(wanted)
    }
  }, 240_000)

  it('asks the database for the role, not the token', async () => {
    for (const endpoint of endpoints.filter(e => Array.isArray(e.declaration?.callers))) {
      expect([nameOf(endpoint), verdict(await knock(endpoint, await boastingToken(database.db)))]).toEqual([nameOf(endpoint), 'not-allowed'])
    }
  }, 120_000)
})
