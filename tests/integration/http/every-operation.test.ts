import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { events, sessions as sessionRows, tickets } from '#drizzle/schema/index.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { createOrder } from '#server/domain/orders/index.ts'
import { payOrder } from '#server/domain/payments/index.ts'
import type { House } from '#server/house.ts'
import { describeApi } from '#server/http/openapi/document.ts'
import { type TestServer, serve } from '#tests/integration/accounts/browser.ts'
import { PUBLIC_URL, type Somebody, bearer, somebody } from '#tests/integration/policy/callers.ts'
import { allEndpoints } from '#tests/integration/policy/endpoints.ts'
import { newDatabaseUrl } from '#tests/support/database.ts'
import { givenCustomer, givenSession } from '#tests/support/fixtures.ts'
import { from, mostlyFrom } from '#tests/support/from-schema.ts'
import { TEST_SECRET, person } from '#tests/support/house.ts'

/** Requests an operation: two hundred where there is time for it (V-01). */
const CASES = Number(process.env.FOYER_CASES ?? (process.env.FOYER_FULL ? 200 : 4))
const SEED = Number(process.env.FOYER_SEED ?? 20_261_126)

type Schema = Record<string, unknown>
interface Parameter { name: string, in: 'path' | 'query' | 'header', required: boolean, schema: Schema }
interface Answer { content?: Record<string, { schema?: Schema }> }
interface Operation { 'parameters': Parameter[], 'requestBody'?: { content: Record<string, { schema?: Schema }> }, 'responses': Record<string, Answer>, 'x-callers'?: 'anyone' | 'signed-in' | string[] }
interface Case { path: Record<string, unknown>, query: Record<string, unknown>, body: unknown }

let house: House
let server: TestServer
let operations: { method: string, path: string, operation: Operation }[]
let people: Record<'customer' | 'publisher' | 'admin', Somebody>
let known: Record<string, string[]>

beforeAll(async () => {
  Object.assign(process.env, { NODE_ENV: 'test', DATABASE_URL: await newDatabaseUrl(), FOYER_SECRET: TEST_SECRET, FOYER_PUBLIC_URL: PUBLIC_URL, FOYER_SECOND_FACTOR: 'required' })
  const endpoints = (await allEndpoints()).filter(e => e.path !== '/api/**')
  const paths = describeApi(endpoints, { publicUrl: PUBLIC_URL, version: '0' }).paths as Record<string, Record<string, Operation>>
  // What only looks comes first, what takes away last: so there is something to look at.
  operations = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })))
    .sort((a, b) => ORDER.indexOf(a.method) - ORDER.indexOf(b.method))
  server = await serve(Object.fromEntries(endpoints.map(e => [`${e.method} ${e.path}`, e.handler])))
  house = (await import('#server/house.ts')).house()
  const customer: Somebody = { userId: (await givenCustomer(house.db, 1_000_000)).userId, role: 'customer' }
  people = { customer, publisher: await somebody(house.db, 'publisher'), admin: await somebody(house.db, 'admin') }
  known = await aSoldShow()
})
afterAll(async () => {
  await server.close()
  await house.close()
})

const ORDER = ['GET', 'PUT', 'PATCH', 'POST', 'DELETE']

/** Ids by what comes before them in a path. */
async function aSoldShow(): Promise<Record<string, string[]>> {
  const show = await givenSession(house.db, { rows: 10, seatsPerRow: 10, standingCapacity: 100, perPersonLimit: 50 })
  await house.db.update(events).set({ createdBy: people.publisher.userId })
  const buyer = person(house, people.customer.userId)
  const hold = await holdSeats(house, buyer, show.sessionId, { seats: [{ seatId: show.seat(0) }, { seatId: show.seat(1) }] })
  const { orderId } = await createOrder(house, buyer, { sessionId: show.sessionId, holdToken: hold.holdToken })
  await payOrder(house, { userId: people.customer.userId, guestSecret: null }, orderId, 'points')
  const sold = await house.db.select({ id: tickets.id }).from(tickets).where(eq(tickets.orderId, orderId))
  const [row] = await house.db.select().from(sessionRows).where(eq(sessionRows.id, show.sessionId))
  return {
    'sessions': [show.sessionId], 'events': [show.eventId, show.slug], 'tickets': [show.eventId], 'lock': [show.seat(2)], 'orders': [orderId], 'pay': [orderId], 'refund': [orderId], 'held-tickets': sold.map(t => t.id),
    'venues': [row!.venueId], 'users': [people.customer.userId], 'reviews': [show.eventId], 'prices': [show.seatTypeId], 'posters': [`${show.slug}.svg`]
  }
}

function casesOf(path: string, { parameters, requestBody }: Operation): fc.Arbitrary<Case> {
  const ids = [...new Set(Object.values(known).flat())]
  const before = (name: string) => new RegExp(`([^/]+)/\\{${name}\\}`).exec(path)?.[1] ?? ''
  const inPath = Object.fromEntries(parameters.filter(p => p.in === 'path').map(p => [p.name, fc.oneof({ arbitrary: fc.constantFrom(...known[before(p.name)] ?? ids), weight: 4 }, { arbitrary: mostlyFrom(p.schema, ids), weight: 1 })]))
  const inQuery = Object.fromEntries(parameters.filter(p => p.in === 'query').map(p => [p.name, p.required ? mostlyFrom(p.schema, ids) : fc.option(mostlyFrom(p.schema, ids), { nil: undefined })]))
  const shape = requestBody?.content['application/json']?.schema
  return fc.record({ path: fc.record(inPath), query: fc.record(inQuery), body: shape ? mostlyFrom(shape, ids) : requestBody ? from({ type: 'string' }, ids) : fc.constant(undefined) })
}

/** Whom an operation wants; of those that everybody may call, whose things are in the pool. */
function callerFor(callers: Operation['x-callers']): Somebody {
  if (Array.isArray(callers)) return callers.includes('publisher') ? people.publisher : callers.includes('admin') ? people.admin : people.customer
  return people.customer
}

async function ask(method: string, path: string, operation: Operation, token: string, one: Case): Promise<{ response: Response, text: string }> {
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(wellFormed(one.path[name])))
  const query = new URLSearchParams(Object.entries(one.query).filter(([, value]) => value !== undefined).map(([name, value]) => [name, wellFormed(value)]))
  const type = Object.keys(operation.requestBody?.content ?? {})[0]
  const response = await fetch(`${server.url}${address}?${query}`, {
    method, redirect: 'manual', signal: AbortSignal.timeout(20_000),
    headers: { authorization: `Bearer ${token}`, ...type ? { 'content-type': type } : {} },
    body: one.body === undefined || method === 'GET' ? undefined : type === 'application/json' ? JSON.stringify(one.body) : String(one.body)
  })
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
    await response.body?.cancel()
    return { response, text: '' }
  }
  return { response, text: await response.text() }
}

/** An address cannot have half of a character, and an empty part of a path is another path. */
const wellFormed = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value) ?? '').toWellFormed() || '-'

const checker = new Ajv2020({
  strict: false,
  formats: {
    'uuid': /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i, 'email': /^[^@\s]+@[^@\s]+$/, 'date': /^\d{4}-\d\d-\d\d$/,
    'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/, 'uri': /^[a-z][\w+.-]*:/i
  }
})
const shapes = new Map<Schema, ValidateFunction>()
function fits(schema: Schema, value: unknown): true | string {
  const shape = shapes.get(schema) ?? checker.compile(schema)
  shapes.set(schema, shape)
  return shape(value) || checker.errorsText(shape.errors?.slice(0, 3))
}

/** What is wrong with an answer, by the document; null where nothing is. */
function faultOf(operation: Operation, one: Case, { response, text }: Awaited<ReturnType<typeof ask>>): string | null {
  const { status } = response
  const type = response.headers.get('content-type')?.split(';')[0] ?? ''
  if (type === 'application/problem+json') {
    const { code } = JSON.parse(text) as { code: string }
    // May happen anywhere, as the document says once for all.
    if (code === 'rate-limited') return null
    if (code === 'internal') return `failed: ${text}`
    if (operation.responses.default) return null
    const codes = (operation.responses[status]?.content?.[type]?.schema?.allOf as { properties?: { code: { enum: string[] } } }[] | undefined)?.[1]?.properties?.code.enum
    return codes?.includes(code) ? null : `may not refuse with ${status} ${code}`
  }
  const answer = operation.responses[status]
  if (!answer) return `answers ${status}, which it does not say: ${text.slice(0, 200)}`
  const body = operation.requestBody?.content['application/json']?.schema
  if (status < 300 && body && fits(body, one.body) !== true) return `took a body that it says it does not take: ${fits(body, one.body)}: ${JSON.stringify(one.body).slice(0, 300)}`
  if (!answer.content) return text === '' || status === 302 ? null : `says something where there is nothing to say: ${text.slice(0, 100)}`
  const said = answer.content[type] ?? (text === '' ? {} : null)
  if (!said) return `answers ${type}, which it does not say`
  if (!said.schema) return null
  const fit = fits(said.schema, text === '' ? null : JSON.parse(text))
  return fit === true ? null : `has another shape: ${fit}`
}

describe('V-01: every operation of the document', () => {
  it(`does what the document says, whatever it is asked (${CASES} cases each)`, async () => {
    const faults = new Set<string>()
    let asked = 0
    const answered: Record<string, number> = {}
    for (const { method, path, operation } of operations) {
      const token = await bearer(house.db, callerFor(operation['x-callers']))
      for (const one of fc.sample(casesOf(path, operation), { numRuns: CASES, seed: SEED })) {
        const answer = await ask(method, path, operation, token, one)
        asked++
        answered[answer.response.status] = (answered[answer.response.status] ?? 0) + 1
        const fault = faultOf(operation, one, answer)
        if (fault) faults.add(`${method} ${path}: ${fault}`)
      }
    }
    expect(asked).toBe(operations.length * CASES)
    expect([...faults].sort()).toEqual([])
    // Otherwise nothing was looked at but the door.
    expect(answered[200]).toBeGreaterThan(asked / 20)
  }, 3_600_000)
})
