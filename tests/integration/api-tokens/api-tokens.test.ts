import { and, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiTokens, auditLog, users } from '#drizzle/schema/index.ts'
import { createEvent } from '#server/domain/publishing/index.ts'
import type { House } from '#server/house.ts'
import type { ApiTokensReply, MadeApiTokenReply } from '#shared/api/api-tokens.ts'
import { type TestServer, serve } from '#tests/integration/accounts/browser.ts'
import { PUBLIC_URL, type Somebody, bearer, somebody } from '#tests/integration/policy/callers.ts'
import { allEndpoints } from '#tests/integration/policy/endpoints.ts'
import { newDatabaseUrl } from '#tests/support/database.ts'
import { TEST_SECRET } from '#tests/support/house.ts'

let house: House
let server: TestServer
let publisher: Somebody

beforeAll(async () => {
  Object.assign(process.env, { NODE_ENV: 'test', DATABASE_URL: await newDatabaseUrl(), FOYER_SECRET: TEST_SECRET, FOYER_PUBLIC_URL: PUBLIC_URL, FOYER_SECOND_FACTOR: 'required' })
  const endpoints = (await allEndpoints()).filter(e => /^\/api\/(?:user\/api-tokens|publishing\/events|events\/create|user\/profile)/.test(e.path))
  server = await serve(Object.fromEntries(endpoints.map(e => [`${e.method} ${e.path}`, e.handler])))
  house = (await import('#server/house.ts')).house()
  publisher = await somebody(house.db, 'publisher')
})
afterAll(async () => {
  await server.close()
  await house.close()
})

async function ask<T>(route: string, token: string, body?: unknown): Promise<{ status: number, body: T & { code?: string, scope?: string, detail?: string } }> {
  const [method, path] = route.split(' ')
  const response = await fetch(server.url + path, { method, headers: { 'authorization': `Bearer ${token}`, 'content-type': 'application/json' }, body: body === undefined ? undefined : JSON.stringify(body) })
  const text = await response.text()
  return { status: response.status, body: text ? JSON.parse(text) : null }
}
const make = async (wish: Record<string, unknown> = {}, who = publisher) => (await ask<MadeApiTokenReply>('POST /api/user/api-tokens', await bearer(house.db, who), { name: 'Box office', scopes: ['events:read'], days: 30, ...wish })).body
const list = async (who = publisher) => (await ask<ApiTokensReply>('GET /api/user/api-tokens', await bearer(house.db, who))).body.tokens

describe('an API token', () => {
  it('is shown once, and kept as what cannot be turned back into it', async () => {
    const { token, made } = await make()
    expect(token).toMatch(/^foyer_[\w-]{43}$/)
    const [row] = await house.db.select().from(apiTokens).where(eq(apiTokens.id, made.id))
    expect(JSON.stringify(row)).not.toContain(token.slice(6, -4))
    expect(JSON.stringify(await list())).not.toContain(token.slice(6, -4))
    expect((await list()).find(one => one.id === made.id)).toMatchObject({ name: 'Box office', ending: token.slice(-4), scopes: ['events:read'], lastUsedAt: null, isExpired: false })
    const [audit] = await house.db.select().from(auditLog).where(and(eq(auditLog.subjectId, made.id), eq(auditLog.action, 'api-token.made')))
    expect(audit).toMatchObject({ actor: publisher.userId, details: { scopes: ['events:read'] } })
    expect(JSON.stringify(audit)).not.toContain(token.slice(6, -4))
  })

  it('does what its scopes name, of its owner\'s things, and says what it lacks', async () => {
    const { token } = await make()
    const { id } = await createEvent(house, publisher, {})
    const { id: foreign } = await createEvent(house, await somebody(house.db, 'publisher'), {})
    expect((await ask(`GET /api/publishing/events/${id}`, token)).status).toBe(200)
    expect((await ask(`GET /api/publishing/events/${foreign}`, token)).status).toBe(404)
    expect(await ask('POST /api/events/create', token, {})).toMatchObject({ status: 403, body: { code: 'scope-missing', scope: 'events:write' } })
    expect((await ask('POST /api/events/create', (await make({ scopes: ['events:write'] })).token, {})).status).toBe(201)
    const [used] = (await list()).filter(one => one.lastUsedAt !== null && one.scopes[0] === 'events:read')
    expect(used).toBeDefined()
  })

  it('opens nothing that names no scope: not the account of its owner, and not the making of more tokens', async () => {
    const { token } = await make({ scopes: ['events:read', 'events:write', 'webhooks:write'] })
    for (const route of ['GET /api/user/profile', 'GET /api/user/api-tokens']) expect(await ask(route, token)).toMatchObject({ status: 403, body: { code: 'closed-to-tokens' } })
    expect(await ask('POST /api/user/api-tokens', token, { name: 'More', scopes: ['events:read'], days: 365 })).toMatchObject({ status: 403, body: { code: 'closed-to-tokens' } })
  })

  it('ends when it is taken back, at once', async () => {
    const { token, made } = await make()
    expect((await ask('GET /api/publishing/events', token)).status).toBe(200)
    expect((await ask(`DELETE /api/user/api-tokens/${made.id}`, await bearer(house.db, publisher))).status).toBe(204)
    expect(await ask('GET /api/publishing/events', token)).toMatchObject({ status: 401, body: { code: 'api-token-refused' } })
    expect((await list()).some(one => one.id === made.id)).toBe(false)
    expect((await ask(`DELETE /api/user/api-tokens/${made.id}`, await bearer(house.db, publisher))).status).toBe(404)
    expect(await house.db.$count(auditLog, and(eq(auditLog.subjectId, made.id), eq(auditLog.action, 'api-token.revoked')))).toBe(1)
  })

  it('ends when its time is over, and the list says so', async () => {
    const { token, made } = await make({ days: 7 })
    await house.db.update(apiTokens).set({ expiresAt: sql`now() - interval '1 second'` }).where(eq(apiTokens.id, made.id))
    expect(await ask('GET /api/publishing/events', token)).toMatchObject({ status: 401, body: { code: 'api-token-refused' } })
    expect((await list()).find(one => one.id === made.id)).toMatchObject({ isExpired: true })
  })

  it('does no more than its owner may now', async () => {
    const admin = await somebody(house.db, 'admin')
    const { token } = await make({}, admin)
    const { id } = await createEvent(house, publisher, {})
    expect((await ask(`GET /api/publishing/events/${id}`, token)).status).toBe(200)
    await house.db.update(users).set({ role: 'publisher' }).where(eq(users.id, admin.userId))
    expect((await ask(`GET /api/publishing/events/${id}`, token)).status).toBe(404)
  })

  it('is made with the second factor only, by publishers and admins only, for things that there are', async () => {
    const wish = { name: 'Box office', scopes: ['events:read'], days: 30 }
    expect((await ask('POST /api/user/api-tokens', await bearer(house.db, publisher, false), wish)).body.code).toBe('second-factor-needed')
    expect((await ask('POST /api/user/api-tokens', await bearer(house.db, await somebody(house.db, 'customer')), wish)).body.code).toBe('not-allowed')
    for (const wrong of [{ scopes: [] }, { scopes: ['everything'] }, { days: 36_500 }, { name: ' ' }, { role: 'admin' }]) {
      expect([wrong, (await ask('POST /api/user/api-tokens', await bearer(house.db, publisher), { ...wish, ...wrong })).status]).toEqual([wrong, 422])
    }
  })

  it('is asked to slow down when it asks more than six hundred times a minute; other tokens are not', async () => {
    const { token, made } = await make()
    const another = await make()
    for (let i = 0; i < 600; i++) await house.limiter.hit(`api-token:${made.id}`, 600, 60)
    expect(await ask('GET /api/publishing/events', token)).toMatchObject({ status: 429, body: { code: 'rate-limited' } })
    expect((await ask('GET /api/publishing/events', another.token)).status).toBe(200)
  })

  it('is one of fifty at most, however many are asked for at once', async () => {
    const who = await somebody(house.db, 'publisher')
    await house.db.insert(apiTokens).values(Array.from({ length: 48 }, (_, i) => ({ userId: who.userId, name: 'x', tokenHash: `${who.userId}-${i}`, ending: 'xxxx', scopes: ['events:read' as const], expiresAt: sql`now() + interval '1 day'` as never })))
    const token = await bearer(house.db, who)
    const replies = await Promise.all(Array.from({ length: 6 }, () => ask('POST /api/user/api-tokens', token, { name: 'Box office', scopes: ['events:read'], days: 7 })))
    expect(replies.map(reply => reply.status).sort()).toEqual([201, 201, 409, 409, 409, 409])
  })
})
