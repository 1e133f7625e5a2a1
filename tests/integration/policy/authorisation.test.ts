import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { users } from '#drizzle/schema/index.ts'
import type { DatabaseConnection } from '#server/gateways/database/connect.ts'
import { API_SCOPES } from '#shared/api/api-tokens.ts'
import { newId } from '#shared/ids/id.ts'
import { type TestServer, serve } from '#tests/integration/accounts/browser.ts'
import { openNewDatabase } from '#tests/support/database.ts'
import { TEST_SECRET } from '#tests/support/house.ts'
import { PUBLIC_URL, apiToken, badTokens, bearer, boastingToken, somebody } from './callers.ts'
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
  if (name === 'month') return '2026-10'
  return name === 'slug' || name === 'name' || (name === 'event' && method === 'GET') ? 'nothing' : newId()
})

function isPathOfSomething(endpoint: Endpoint): boolean {
  const asked = concrete(endpoint).split('/')
  const params = Object.fromEntries(endpoint.path.split('/').flatMap((part, i) => part.startsWith(':') ? [[part.slice(1), asked[i]]] : []))
  return endpoint.declaration?.params?.safeParse(params).success ?? true
}

async function knock(endpoint: Endpoint, token: string | null): Promise<{ status: number, code: string | null }> {
  const isWrite = endpoint.method !== 'GET'
  const answer = await fetch(server.url + concrete(endpoint), {
    method: endpoint.method, redirect: 'manual', signal: AbortSignal.timeout(10_000),
    headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(isWrite ? { 'content-type': 'application/json' } : {}) },
    body: isWrite ? '{}' : undefined
  })
  // A live line has no end: that it opened says enough.
  if (answer.headers.get('content-type')?.startsWith('text/event-stream')) {
    await answer.body?.cancel()
    return { status: answer.status, code: null }
  }
  const text = await answer.text()
  return { status: answer.status, code: answer.headers.get('content-type')?.includes('problem+json') ? (JSON.parse(text) as { code: string }).code : null }
}

const DOOR = new Set(['login-required', 'not-allowed', 'second-factor-needed', 'api-token-refused', 'scope-missing', 'closed-to-tokens'])

/** What the door says, whatever lies behind it. */
const verdict = ({ status, code }: { status: number, code: string | null }) => {
  if (code && DOOR.has(code)) return code
  return status >= 500 && code !== 'mail-not-set-up' && code !== 'unavailable' ? `failed with ${status}` : 'let in'
}

describe('Z-01: who may call what', () => {
  it('is written down for every endpoint, and for no other', () => {
    expect(Object.keys(POLICY).sort()).toEqual(endpoints.map(nameOf).sort())
  })

  it('is what every endpoint says of itself', () => {
    for (const endpoint of endpoints) {
      const { callers, scope } = POLICY[nameOf(endpoint)]!
      expect([nameOf(endpoint), endpoint.declaration?.callers ?? 'anyone', endpoint.declaration?.scope]).toEqual([nameOf(endpoint), callers, scope])
    }
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

  /** Of what is kept for everybody nobody is asked who he is; a path that can be nothing's is 404 before. */
  const withToken = (endpoint: Endpoint, mayAll: boolean) => {
    if (!endpoint.declaration || endpoint.declaration.cache || !isPathOfSomething(endpoint)) return 'let in'
    const { callers, scope } = POLICY[nameOf(endpoint)]!
    return !scope ? 'closed-to-tokens' : mayAll ? expected(callers, 'publisher', true) : 'scope-missing'
  }

  it.each([true, false])('opens to API tokens by their scopes only (all of them: %s)', async (mayAll) => {
    const found: Record<string, string> = {}
    const wanted: Record<string, string> = {}
    for (const endpoint of endpoints.filter(e => e.path !== '/api/**')) {
      const own = POLICY[nameOf(endpoint)]!.scope
      const token = await apiToken(database.db, await somebody(database.db, 'publisher'), mayAll ? API_SCOPES : API_SCOPES.filter(scope => scope !== own))
      found[nameOf(endpoint)] = verdict(await knock(endpoint, token))
      wanted[nameOf(endpoint)] = withToken(endpoint, mayAll)
    }
    expect(found).toEqual(wanted)
  }, 120_000)

  it('knows no API token whose owner became a customer, was shut out or is gone', async () => {
    const scoped = endpoints.filter(e => e.declaration?.scope)
    for (const more of [{ role: 'customer' }, { disabledAt: new Date() }, { erasedAt: new Date() }] as const) {
      const who = await somebody(database.db, 'publisher')
      const token = await apiToken(database.db, who, API_SCOPES)
      await database.db.update(users).set(more).where(eq(users.id, who.userId))
      for (const endpoint of scoped) expect([nameOf(endpoint), verdict(await knock(endpoint, token))]).toEqual([nameOf(endpoint), 'api-token-refused'])
    }
  }, 120_000)

  it('asks the database for the role, not the token', async () => {
    for (const endpoint of endpoints.filter(e => Array.isArray(e.declaration?.callers))) {
      expect([nameOf(endpoint), verdict(await knock(endpoint, await boastingToken(database.db)))]).toEqual([nameOf(endpoint), 'not-allowed'])
    }
  }, 120_000)
})
