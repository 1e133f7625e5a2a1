import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { House } from '#server/house.ts'
import type { RecommendReply, SimilarReply } from '#shared/api/recommend.ts'
import { newId } from '#shared/ids/id.ts'
import { type TestServer, serve } from '#tests/integration/accounts/browser.ts'
import { openTestHouse } from '#tests/support/house.ts'
import { type SignedIn, signedIn } from '#tests/support/signed-in.ts'
import { type Town, booked, smallTown } from './small-town.ts'

const theHouse = vi.hoisted(() => ({ current: undefined as unknown }))
vi.mock('#server/house.ts', async importOriginal => ({ ...await importOriginal<object>(), house: () => theHouse.current }))

let house: House
let town: Town
let server: TestServer
let ada: SignedIn
beforeAll(async () => {
  house = await openTestHouse({ FOYER_SECOND_FACTOR: 'required' })
  theHouse.current = house
  town = await smallTown(house.db)
  server = await serve({
    'GET /api/recommend/:userId': (await import('#server/api/recommend/[userId].get.ts')).default,
    'GET /api/events/:event/similar': (await import('#server/api/events/[event]/similar.get.ts')).default,
    'GET /api/user/recommendations': (await import('#server/api/user/recommendations.get.ts')).default,
    'PUT /api/user/recommendations': (await import('#server/api/user/recommendations.put.ts')).default
  })
  ada = await signedIn(house)
  await booked(house.db, ada.userId, town.all.jazz[0]!)
})
afterAll(async () => {
  await server.close()
  await house.close()
})

async function ask<T>(route: string, who: SignedIn | null, body?: unknown) {
  const [method, path] = route.split(' ')
  const answer = await fetch(server.url + path, { method, headers: { ...who?.headers, ...body === undefined ? {} : { 'content-type': 'application/json' } }, body: body === undefined ? undefined : JSON.stringify(body) })
  return { status: answer.status, cache: answer.headers.get('cache-control'), body: await answer.json() as T & { code?: string } }
}

describe('GET /api/recommend/:userId', () => {
  it('is for the person and for admins: nobody is asked to log in, others find nothing', async () => {
    const path = `GET /api/recommend/${ada.userId}`
    expect(await ask(path, null)).toMatchObject({ status: 401, body: { code: 'login-required' } })
    for (const role of ['customer', 'publisher'] as const) expect(await ask(path, await signedIn(house, { role }))).toMatchObject({ status: 404, body: { code: 'not-found' } })
    expect(await ask(path, await signedIn(house, { role: 'admin' }, { hasSecondFactor: false })), 'an admin without second factor is like anybody').toMatchObject({ status: 404 })

    const own = await ask<RecommendReply>(path, ada)
    expect(own).toMatchObject({ status: 200, cache: 'no-store', body: { isPersonal: true } })
    expect(own.body.recommendations).toHaveLength(10)
    const byAdmin = await ask<RecommendReply>(path, await signedIn(house, { role: 'admin' }))
    expect(byAdmin.body).toEqual(own.body)
    expect(await ask(`GET /api/recommend/${newId()}`, await signedIn(house, { role: 'admin' }))).toMatchObject({ status: 404 })
    expect(await ask('GET /api/recommend/not-an-id', ada)).toMatchObject({ status: 404 })
  })

  it('gives as many as were asked for', async () => {
    expect((await ask<RecommendReply>(`GET /api/recommend/${ada.userId}?limit=3&city=Hangzhou`, ada)).body.recommendations).toHaveLength(3)
    expect(await ask(`GET /api/recommend/${ada.userId}?limit=900`, ada)).toMatchObject({ status: 422, body: { code: 'invalid-input' } })
  })

  it('is switched off and on by the person alone', async () => {
    const before = await ask<RecommendReply>(`GET /api/recommend/${ada.userId}`, ada)
    expect((await ask('GET /api/user/recommendations', ada)).body).toEqual({ isPersonal: true })
    expect(await ask('PUT /api/user/recommendations', null, { isPersonal: false })).toMatchObject({ status: 401 })
    expect((await ask('PUT /api/user/recommendations', ada, { isPersonal: false })).body).toEqual({ isPersonal: false })
    expect((await ask<RecommendReply>(`GET /api/recommend/${ada.userId}`, ada)).body).toMatchObject({ isPersonal: false, isAllowed: false })
    expect((await ask('PUT /api/user/recommendations', ada, { isPersonal: 'perhaps' }))).toMatchObject({ status: 422 })
    await ask('PUT /api/user/recommendations', ada, { isPersonal: true })
    expect((await ask<RecommendReply>(`GET /api/recommend/${ada.userId}`, ada)).body).toEqual(before.body)
  })
})

describe('GET /api/events/:event/similar', () => {
  it('is the same for everybody, may be kept, and does not show the event itself', async () => {
    const path = `GET /api/events/${town.all.jazz[0]!.slug}/similar`
    const [nobody, somebody] = [await ask<SimilarReply>(path, null), await ask<SimilarReply>(path, ada)]
    expect(nobody).toMatchObject({ status: 200, cache: expect.stringContaining('public') })
    expect(somebody.body).toEqual(nobody.body)
    expect(nobody.body.events).toHaveLength(5)
    expect(nobody.body.events.map(event => event.id)).not.toContain(town.all.jazz[0]!.eventId)
    expect(nobody.body.events[0]!.category.slug).toBe('jazz')
    expect(await ask('GET /api/events/no-such-thing/similar', null)).toMatchObject({ status: 404 })
  })
})
