import { get } from 'node:http'
import { brotliDecompressSync } from 'node:zlib'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loginSessions, users, venues } from '#drizzle/schema/index.ts'
import type { DatabaseConnection } from '#server/gateways/database/connect.ts'
import { createAccessTokens } from '#server/domain/accounts/index.ts'
import { deriveKey } from '#server/http/keys.ts'
import { decodePlan } from '#shared/seating/plan-codec.ts'
import { serve } from '#tests/integration/accounts/browser.ts'
import { openNewDatabase } from '#tests/support/database.ts'
import { TEST_SECRET } from '#tests/support/house.ts'
import { givenVenue } from './venue.ts'

let database: DatabaseConnection & { url: string }
let server: { url: string, close: () => Promise<void> }
let venue: { slug: string }
beforeAll(async () => {
  database = await openNewDatabase()
  Object.assign(process.env, { DATABASE_URL: database.url, FOYER_SECRET: TEST_SECRET })
  venue = await givenVenue(database.db)
  const [importEndpoint, planEndpoint] = await Promise.all([import('#server/api/plans/import.post.ts'), import('#server/api/plans/[hash]/index.get.ts')])
  server = await serve({ 'POST /api/plans/import': importEndpoint.default, 'GET /api/plans/:hash': planEndpoint.default })
})
afterAll(async () => {
  const { house } = await import('#server/house.ts')
  await server.close()
  await house().close()
  await database.close()
})

async function tokenOf(role: 'admin' | 'publisher' | 'customer'): Promise<string> {
  const [user] = await database.db.insert(users).values({ role, email: `${role}-${Math.random()}@example.org`, displayName: role }).returning()
  const [session] = await database.db.insert(loginSessions).values({ userId: user!.id, secondFactorAt: new Date(), expiresAt: new Date(Date.now() + 3_600_000) }).returning()
  return createAccessTokens(deriveKey(TEST_SECRET, 'access-token'), 'http://localhost:3000').issue({ userId: user!.id, role, loginSessionId: session!.id })
}

async function post(body: object, token?: string): Promise<{ status: number, body: Record<string, unknown> }> {
  const response = await fetch(`${server.url}/api/plans/import`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...token && { authorization: `Bearer ${token}` } },
    body: JSON.stringify({ venueSlug: venue.slug, hall: 'main', format: 'csv', name: { en: 'Main hall', zh: '主厅' }, ...body })
  })
  return { status: response.status, body: await response.json() as Record<string, unknown> }
}

/** Without fetch, which decompresses on its own. */
function getRaw(path: string, headers: Record<string, string>): Promise<{ status: number, headers: NodeJS.Dict<string | string[]>, body: Buffer }> {
  return new Promise((resolve, reject) => {
    get(server.url + path, { headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) }))
    }).on('error', reject)
  })
}

const GOOD = 'section,row,seat,x,y\nStalls,A,1,0,0\nStalls,A,2,50,0\n'

describe('POST /api/plans/import', () => {
  it('is for publishers and admins only', async () => {
    expect(await post({ content: GOOD })).toMatchObject({ status: 401, body: { code: 'login-required' } })
    expect(await post({ content: GOOD }, await tokenOf('customer'))).toMatchObject({ status: 403, body: { code: 'not-allowed' } })
    expect(await post({ content: GOOD, dryRun: true }, await tokenOf('admin'))).toMatchObject({ status: 200 })
  })

  it('takes a publisher\'s plans for a venue that he proposed, and for no other (Z-02)', async () => {
    const token = await tokenOf('publisher')
    expect(await post({ content: GOOD, dryRun: true }, token)).toMatchObject({ status: 404, body: { code: 'not-found' } })
    const own = await givenVenue(database.db)
    const { sub } = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { sub: string }
    await database.db.update(venues).set({ createdBy: sub, approvedAt: null }).where(eq(venues.id, own.id))
    expect(await post({ content: GOOD, venueSlug: own.slug }, token)).toMatchObject({ status: 200, body: { plans: [{ seatCount: 2 }] } })
    expect(await post({ content: GOOD, venueSlug: own.slug }, await tokenOf('publisher'))).toMatchObject({ status: 404 })
  })

  it('answers plan-refused with every fault and its place', async () => {
    expect(await post({ content: `${GOOD}Stalls,A,2,100,0\n` }, await tokenOf('admin'))).toMatchObject({
      status: 422,
      body: { code: 'plan-refused', faultCount: 1, faults: [{ code: 'duplicate-seat', place: 'line 4', isRepairable: true, sentence: { zh: '座位 “stalls.A.2” 已存在于 line 3。' } }] }
    })
  })

  it('takes files of megabytes, but not of nine', async () => {
    const token = await tokenOf('admin')
    const big = `section,row,seat,x,y\n${Array.from({ length: 150_000 }, (_, i) => `Stalls,${Math.floor(i / 300)},${i % 300},${i % 300 * 50},${Math.floor(i / 300) * 90}`).join('\n')}`
    expect(await post({ content: big, dryRun: true }, token)).toMatchObject({ status: 200, body: { plans: [{ seatCount: 150_000 }] } })
    expect(await post({ content: 'x'.repeat(9 * 1024 * 1024) }, token)).toMatchObject({ status: 413, body: { code: 'body-too-large' } })
  })

  it('refuses a hall, format or name that is none', async () => {
    const token = await tokenOf('admin')
    for (const wrong of [{ hall: '../main' }, { format: 'pdf' }, { name: 'Main' }, { content: '' }]) expect(await post({ content: GOOD, ...wrong }, token)).toMatchObject({ status: 422, body: { code: 'invalid-input' } })
    expect(await post({ content: GOOD, venueSlug: 'nowhere' }, token)).toMatchObject({ status: 404 })
  })
})

describe('GET /api/plans/[hash]', () => {
  let path: string
  beforeAll(async () => {
    const { body } = await post({ content: GOOD, hall: 'served' }, await tokenOf('admin'))
    path = `/api/plans/${(body as { plans: { stored: { contentHash: string } }[] }).plans[0]!.stored.contentHash}`
  })

  it('serves the stored brotli to whoever takes it, to be kept for ever', async () => {
    const reply = await getRaw(path, { 'accept-encoding': 'gzip, br' })
    expect(reply).toMatchObject({ status: 200, headers: { 'content-encoding': 'br', 'content-type': 'application/json', 'cache-control': 'public, max-age=31536000, immutable', 'vary': 'accept-encoding' } })
    expect(decodePlan(JSON.parse(brotliDecompressSync(reply.body).toString())).seats.label).toEqual(['1', '2'])
  })

  it.each(['', 'gzip', 'br;q=0', 'gzip, br; q=0.0'])('serves plain JSON for accept-encoding %j', async (coding) => {
    const reply = await getRaw(path, { 'accept-encoding': coding })
    expect(reply.headers['content-encoding']).toBeUndefined()
    expect(decodePlan(JSON.parse(reply.body.toString())).seats.label).toEqual(['1', '2'])
  })

  it('answers 304 to whoever has it', async () => {
    const { headers } = await getRaw(path, {})
    expect(await getRaw(path, { 'if-none-match': `W/"x", ${String(headers.etag)}` })).toMatchObject({ status: 304, body: Buffer.alloc(0) })
  })

  it.each(['0'.repeat(64), 'nothing', '..%2f..'])('answers 404, which nobody keeps, for %s', async (hash) => {
    expect(await getRaw(`/api/plans/${hash}`, {})).toMatchObject({ status: 404, headers: { 'cache-control': 'no-store', 'content-type': 'application/problem+json; charset=utf-8' } })
  })
})
