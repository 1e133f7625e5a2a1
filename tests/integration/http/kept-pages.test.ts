import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { events, outbox } from '#drizzle/schema/index.ts'
import { randomFrom } from '#shared/random/seeded-random.ts'
import { type TestApp, startApp } from '#tests/support/app.ts'
import { openNewDatabase } from '#tests/support/database.ts'
import { type TestSession, givenSession } from '#tests/support/fixtures.ts'
import { HttpPerson } from '#tests/support/http-person.ts'
import { until } from '#tests/support/until.ts'

let app: TestApp
let database: Awaited<ReturnType<typeof openNewDatabase>>
let show: TestSession

beforeAll(async () => {
  database = await openNewDatabase()
  show = await givenSession(database.db)
  app = await startApp({ env: { DATABASE_URL: database.url, NODE_ENV: 'test', FOYER_MAIL: 'mailbox' } })
})
afterAll(async () => {
  await app.stop()
  await database.close()
})

const page = (path: string, headers: Record<string, string> = {}, method = 'GET') => fetch(app.url + path, { method, headers, redirect: 'manual' })
const rename = async (nameEn: string) => database.db.transaction(async (tx) => {
  await tx.update(events).set({ nameEn }).where(eq(events.id, show.eventId))
  await tx.insert(outbox).values({ topic: 'catalogue.changed', key: show.eventId, payload: { eventId: show.eventId } })
})

describe('a public page', () => {
  it('is rendered once and then shown from memory, compressed where the browser can', async () => {
    const path = `/events/${show.slug}`
    let first = ''
    // A process that has just started forgets what it kept before it had asked whether something changed.
    await until('a page from memory', async () => {
      const answer = await page(path)
      first = await answer.text()
      return answer.headers.get('x-foyer-page') === 'kept'
    })
    const again = await page(path, { 'accept-encoding': 'br' })
    expect(again.headers.get('x-foyer-page')).toBe('kept')
    expect(again.headers.get('content-encoding')).toBe('br')
    expect(await again.text()).toBe(first)
  })

  it('shows a change within two seconds', async () => {
    const path = `/events/${show.slug}`
    for (const name of ['A first new name', 'A second new name']) {
      expect(await (await page(path)).text()).not.toContain(name)
      await rename(name)
      const took = await until('the change', async () => (await (await page(path)).text()).includes(name))
      console.log(`a change showed after ${Math.round(took)} ms`)
    }
  })

  it('answers HEAD with the same headers and no body', async () => {
    const head = await page(`/events/${show.slug}`, {}, 'HEAD')
    expect(head.status).toBe(200)
    expect(await head.text()).toBe('')
  })

  it('that does not exist is not kept', async () => {
    for (let i = 0; i < 2; i++) {
      const missing = await page('/events/nothing-of-this-name')
      expect(missing.status).toBe(404)
      expect(missing.headers.get('x-foyer-page')).toBeNull()
    }
  })
})

describe('Z-07: what is kept for everybody', () => {
  it('holds nothing of anybody, whoever asks for it first and in whatever order', async () => {
    const people = await Promise.all(['Persephone Unmistakable', 'Ptolemy Unmistakable'].map(async (displayName) => {
      const person = new HttpPerson(app.url)
      const { email } = await person.register()
      await person.send('PATCH', '/api/user/profile', { displayName })
      return { person, email, displayName }
    }))
    const paths = ['/', '/zh', '/search', '/search?when=weekend', `/events/${show.slug}`, `/zh/events/${show.slug}`, '/api/events/search', `/api/events/${show.slug}`, '/api/categories']
    const random = randomFrom('any order')
    const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]!
    const ask = async () => {
      const who = pick([null, ...people])
      const path = pick(paths)
      const method = pick(['GET', 'GET', 'GET', 'HEAD', 'OPTIONS'])
      const answer = who ? await who.person.send(method, path) : await page(path, {}, method)
      return { path, method, setCookie: answer.headers.getSetCookie(), cache: answer.headers.get('cache-control'), text: typeof answer.text === 'string' ? answer.text : await answer.text() }
    }
    const answers: Awaited<ReturnType<typeof ask>>[] = []
    for (let round = 0; round < 50; round++) answers.push(...await Promise.all(Array.from({ length: 20 }, ask)))

    const leaks = answers.filter(({ text }) => people.some(({ email, displayName }) => text.includes(email) || text.includes(displayName)))
    expect(leaks.map(leak => `${leak.method} ${leak.path}`)).toEqual([])
    const shared = answers.filter(answer => /public/.test(answer.cache ?? ''))
    expect(shared.length).toBeGreaterThan(300)
    expect(shared.filter(answer => answer.setCookie.length > 0).map(answer => answer.path)).toEqual([])
  })

  it('is not what belongs to one person: that no cache may keep', async () => {
    const person = new HttpPerson(app.url)
    await person.register()
    for (const path of ['/api/auth/session', '/api/user/profile', '/api/orders', '/api/user/favourites', '/api/user/security', '/api/user/login-sessions', '/api/notifications']) {
      const answer = await person.send('GET', path)
      expect([path, answer.status, answer.headers.get('cache-control')]).toEqual([path, 200, 'no-store'])
    }
  })
})

describe('a connection', () => {
  it('stays open between two requests for longer than proxies keep theirs, so that none is lost in one that closes', async () => {
    const answer = await page('/api/health/live')
    await answer.text()
    // Node tells how long it waits.
    expect(answer.headers.get('keep-alive')).toBe('timeout=65')
  })
})
