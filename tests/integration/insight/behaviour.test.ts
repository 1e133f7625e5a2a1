import { eq, isNotNull, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { behaviour, events } from '#drizzle/schema/index.ts'
import { dropPartitions, makePartitions, noteSeen, readFunnel, readHolds } from '#server/domain/insight/index.ts'
import { extendHold, holdSeats, releaseHold } from '#server/domain/inventory/index.ts'
import { createOrder } from '#server/domain/orders/index.ts'
import type { House } from '#server/house.ts'
import { funnelQuery, holdsQuery } from '#shared/api/stats.ts'
import { type TestServer, openBrowser, serve } from '#tests/integration/accounts/browser.ts'
import { PUBLIC_URL, bearer, somebody } from '#tests/integration/policy/callers.ts'
import { newDatabaseUrl } from '#tests/support/database.ts'
import { type TestSession, givenSession } from '#tests/support/fixtures.ts'
import { TEST_SECRET, guestContact, person } from '#tests/support/house.ts'

const ADMIN = { userId: '00000000-0000-7000-8000-000000000000', role: 'admin' as const }
const BROWSER = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' }

let house: House
let server: TestServer
let show: TestSession

beforeAll(async () => {
  Object.assign(process.env, { NODE_ENV: 'test', DATABASE_URL: await newDatabaseUrl(), FOYER_SECRET: TEST_SECRET, FOYER_PUBLIC_URL: PUBLIC_URL, FOYER_SECOND_FACTOR: 'optional' })
  server = await serve({ 'POST /api/behaviour': (await import('#server/api/behaviour/index.post.ts')).default })
  house = (await import('#server/house.ts')).house()
  show = await givenSession(house.db)
})
afterAll(async () => {
  await server.close()
  await house.close()
})
beforeEach(async () => {
  await house.witness.flush()
  await house.db.delete(behaviour)
})

const rows = () => house.db.select().from(behaviour).orderBy(behaviour.id)
const view = (page = `/events/${show.slug}`) => ({ kind: 'view', page })
const send = (body: unknown, headers: Record<string, string> = {}, browser = openBrowser(server.url)) => browser.ask('POST /api/behaviour', { body, headers: { ...BROWSER, ...headers } })
const day = () => new Date().toISOString().slice(0, 10)
const funnel = async (more: Record<string, string> = {}) => {
  const reply = await readFunnel(house, ADMIN, funnelQuery.parse({ date: day(), ...more }))
  return { ...Object.fromEntries(reply.steps.map(({ step, count }) => [step, count])) as Record<'visit' | 'hold' | 'order' | 'paid' | 'used', number>, ...reply.left }
}

describe('POST /api/behaviour', () => {
  it('G-05: keeps nothing, and sets no cookie, of who has not agreed', async () => {
    for (const body of [{ seen: [view()] }, { agreed: false, seen: [view()] }]) {
      const answer = await send(body)
      expect([answer.status, answer.setCookies]).toEqual([422, []])
    }
    for (const wish of ['sec-gpc', 'dnt']) {
      const answer = await send({ agreed: true, seen: [view()] }, { [wish]: '1' })
      expect([answer.status, answer.setCookies]).toEqual([204, []])
    }
    expect(await rows()).toEqual([])
  })

  it('keeps a batch of who has: the event and session of each page, whatever the language, and who was signed in', async () => {
    const { userId } = await somebody(house.db, 'customer')
    const answer = await send({
      agreed: true, seen: [view('/'), view(`/zh/events/${show.slug}/`), view(`/sessions/${show.sessionId}`), { kind: 'click', page: '/zh', to: `/zh/events/${show.slug}` }, { kind: 'search', page: '/search', words: ' Jade Tide ' }, { kind: 'search', page: '/publish/orders', words: 'Nora Quill' }]
    }, { authorization: `Bearer ${await bearer(house.db, { userId, role: 'customer' })}` })
    expect(answer.status).toBe(204)
    const kept = await rows()
    expect(kept.map(row => [row.kind, row.page, row.eventId, row.sessionId, row.details])).toEqual([
      ['view', '/', null, null, {}], ['view', `/events/${show.slug}`, show.eventId, null, {}], ['view', `/sessions/${show.sessionId}`, show.eventId, show.sessionId, {}],
      ['click', '/', show.eventId, null, { to: `/events/${show.slug}` }], ['search', '/search', null, null, { words: 'jade tide' }]
    ])
    expect(new Set(kept.map(row => row.userId))).toEqual(new Set([userId]))
    expect(new Set(kept.map(row => row.visitor)).size).toBe(1)
    // What stands in the log is not the cookie: it opens no hold.
    expect(answer.setCookies.join()).not.toContain(kept[0]!.visitor!)
  })

  it('leaves out programs', async () => {
    for (const agent of ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 'curl/8.0', 'python-requests/2.32', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/140.0', 'facebookexternalhit/1.1', '']) {
      expect((await send({ agreed: true, seen: [view()] }, { 'user-agent': agent })).status).toBe(204)
    }
    expect(await rows()).toEqual([])
  })

  it('keeps nothing of events that are none, or that nobody may see', async () => {
    const draft = await givenSession(house.db)
    await house.db.update(events).set({ status: 'draft' }).where(eq(events.id, draft.eventId))
    await send({ agreed: true, seen: [view('/events/nothing'), view(`/events/${draft.slug}`), view(`/sessions/${draft.sessionId}`), view('/sessions/x'), view('/events/%E0%A4%A'), view('/events/%00')] })
    expect(await rows()).toEqual([])
  })

  it('V-04, V-10: refuses hostile bodies, other sites and other types', async () => {
    const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`
    const bodies: unknown[] = [
      null, [], 'x', { agreed: true, seen: [] }, { agreed: true, seen: Array.from({ length: 51 }, () => view()) }, { agreed: true, seen: [{ kind: 'hold', page: '/' }] }, { agreed: true, seen: [{ ...view(), userId: ADMIN.userId }] },
      { agreed: true, seen: [view('https://evil.example/')] }, { agreed: true, seen: [view('//evil.example')] }, { agreed: true, seen: [view('/a\u0000b')] }, { agreed: true, seen: [view('/\u202Etxt')] }, { agreed: true, seen: [view('/\uD800')] },
      { agreed: true, seen: [view(`/${'x'.repeat(300)}`)] }, { agreed: true, seen: [{ kind: 'search', page: '/search', words: 'a\u0000' }] }, { agreed: true, seen: JSON.parse('[{"kind":"view","page":"/","__proto__":{"admin":true}}]') as unknown }
    ]
    for (const body of bodies) expect([body, (await send(body)).status]).toEqual([body, 422])
    const raw = (body: string, headers: Record<string, string>) => fetch(`${server.url}/api/behaviour`, { method: 'POST', body, headers: { ...BROWSER, ...headers } }).then(answer => answer.status)
    const good = JSON.stringify({ agreed: true, seen: [view()] })
    expect(await raw(`{"agreed":true,"seen":${deep}}`, { 'content-type': 'application/json' })).toBe(422)
    expect(await raw('{', { 'content-type': 'application/json' })).toBe(400)
    expect(await raw(good, { 'content-type': 'text/plain' })).toBe(415)
    expect(await raw(JSON.stringify({ agreed: true, seen: [view(`/${'x'.repeat(20_000)}`)] }), { 'content-type': 'application/json' })).toBe(413)
    expect(await raw(good, { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' })).toBe(403)
    expect(await raw(good, { 'content-type': 'application/json', 'origin': 'https://evil.example' })).toBe(403)
    expect(await rows()).toEqual([])
    expect(({} as Record<string, unknown>).admin).toBeUndefined()
  })

  it('takes so many batches from one network in a minute', async () => {
    let last = 204
    for (let n = 0; n < 125 && last === 204; n++) last = (await send({ agreed: true, seen: [view('/')] })).status
    expect(last).toBe(429)
  })
})

describe('what is made of it', () => {
  it('a visit is an event seen by a browser that had not seen it in the half hour before', async () => {
    const see = (visitor: string) => noteSeen(house, { visitor, userId: null }, [{ kind: 'view', page: `/events/${show.slug}` }])
    const before = await funnel({ event: show.eventId })
    await see('a')
    await see('a')
    await see('b')
    await noteSeen(house, { visitor: 'c', userId: null }, [{ kind: 'view', page: '/' }])
    expect((await funnel({ event: show.eventId }))).toEqual({ ...before, visit: 2 })
    await house.db.execute(sql`update behaviour set at = at - interval '31 minutes' where id = (select min(id) from behaviour)`)
    await house.db.execute(sql`update behaviour set at = date_trunc('day', now()) + interval '1 minute' + (id - (select min(id) from behaviour)) * interval '20 minutes'`)
    // Seen at 0:01 and 0:21 by the one: one visit.
    expect((await funnel({ event: show.eventId })).visit).toBe(2)
  })

  it('counts each hold once, and as abandoned when it ended without an order', async () => {
    const other = await givenSession(house.db, { holdSeconds: 1_800, perPersonLimit: 10 })
    const hold = async (seat: number, buyer = person(house)) => ({ buyer, held: await holdSeats(house, buyer, other.sessionId, { seats: [{ seatId: other.seat(seat) }] }) })
    const counts = async () => (await readHolds(house, ADMIN, holdsQuery.parse({ date: day(), session: other.sessionId }))).totals
    const bought = await hold(0)
    await createOrder(house, bought.buyer, { sessionId: other.sessionId, holdToken: bought.held.holdToken, contact: guestContact() })
    const lost = await hold(1)
    await extendHold(house, lost.buyer, other.sessionId, lost.held.holdToken)
    const again = person(house)
    const retried = { ...again, idempotencyKey: 'the-same-request' }
    await hold(2, retried)
    const { held } = await hold(2, retried)
    await holdSeats(house, retried, other.sessionId, { holdToken: held.holdToken, seats: [{ seatId: other.seat(3) }] })
    await releaseHold(house, retried, other.sessionId, held.holdToken, {})
    await house.witness.flush()
    expect(await counts()).toEqual({ begun: 3, places: 3, abandoned: 0 })
    expect(new Set((await rows()).map(row => row.eventId))).toEqual(new Set([other.eventId]))
    // The times of all are over; one was extended.
    await house.db.update(behaviour).set({ until: sql`${behaviour.at} + interval '1 millisecond'` }).where(isNotNull(behaviour.holdHash))
    expect(await counts()).toEqual({ begun: 3, places: 3, abandoned: 2 })
    expect(await funnel({ session: other.sessionId })).toMatchObject({ hold: 3, order: 1, paid: 0, holdsAbandoned: 2 })
  })

  it('is kept for a set time, a month at once, and finds its month when jobs have stood still', async () => {
    const months = async () => (await house.db.execute<{ name: string }>(sql`select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'behaviour'::regclass order by 1`)).map(row => row.name)
    const first = await months()
    expect(first).toHaveLength(4)
    await makePartitions(house.db, 5)
    expect(await months()).toHaveLength(6)
    for (const name of first) await house.db.execute(sql`drop table ${sql.identifier(name)}`)
    await Promise.all([noteSeen(house, { visitor: 'a', userId: null }, [{ kind: 'view', page: '/' }]), noteSeen(house, { visitor: 'b', userId: null }, [{ kind: 'view', page: '/' }])])
    expect(await rows()).toHaveLength(2)
    await house.db.execute(sql`create table behaviour_2024_01 partition of behaviour for values from ('2024-01-01 00:00:00+00') to ('2024-02-01 00:00:00+00')`)
    await house.db.insert(behaviour).values({ kind: 'view', at: new Date('2024-01-15T12:00:00Z'), page: '/' })
    expect(await dropPartitions(house.db, 40_000)).toEqual([])
    expect(await dropPartitions(house.db, 396)).toEqual(['behaviour_2024_01'])
    expect(await rows()).toHaveLength(2)
  })
})
