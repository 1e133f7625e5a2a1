import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createApp, defineEventHandler, toNodeListener } from 'h3'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { House } from '#server/house.ts'
import { openTestHouse } from '#tests/support/house.ts'
import { type SignedIn, signedIn } from '#tests/support/signed-in.ts'
import { BY_SCRIPT, serve } from '#tests/integration/accounts/browser.ts'
import { readBytes } from '#server/http/read-bytes.ts'
import { answerProblem } from '#server/http/problem.ts'
import { memoryStore } from './memory-store.ts'
import { noise, redAndBlue } from './pictures.ts'

const theHouse = vi.hoisted(() => ({ current: undefined as unknown }))
vi.mock('#server/house.ts', async importOriginal => ({ ...await importOriginal<object>(), house: () => theHouse.current }))

describe('pictures over HTTP', () => {
  let house: House
  let server: Awaited<ReturnType<typeof serve>>
  let publisher: SignedIn
  const files = memoryStore()

  beforeAll(async () => {
    house = { ...await openTestHouse(), files }
    theHouse.current = house
    publisher = await signedIn(house, { role: 'publisher' })
    server = await serve({
      'POST /api/images': (await import('#server/api/images/index.post.ts')).default,
      'PUT /api/user/avatar': (await import('#server/api/user/avatar.put.ts')).default,
      'DELETE /api/user/avatar': (await import('#server/api/user/avatar.delete.ts')).default,
      'GET /api/user/profile': (await import('#server/api/user/profile.get.ts')).default,
      'GET /images/:id/:name': (await import('#server/routes/images/[id]/[name].ts')).default
    })
  })
  afterAll(async () => {
    await server.close()
    await house.close()
  })

  async function send(route: string, who: SignedIn | null, body?: Uint8Array<ArrayBuffer>, type = 'image/jpeg') {
    const [method, path] = route.split(' ')
    const answer = await fetch(server.url + path, { method, body, headers: { ...BY_SCRIPT, ...who?.headers, ...body ? { 'content-type': type } : {} } })
    const bytes = Buffer.from(await answer.arrayBuffer())
    const isJson = answer.headers.get('content-type')?.includes('json')
    return { status: answer.status, headers: answer.headers, bytes, body: (isJson ? JSON.parse(bytes.toString()) : {}) as Record<string, unknown> }
  }
  const photo = async (width = 1400, height = 900) => new Uint8Array(await redAndBlue(width, height).jpeg().toBuffer())

  it('a cover is taken and served in every width, for ever the same, as nothing but a picture (V-05)', async () => {
    const taken = await send('POST /api/images', publisher, await photo())
    expect(taken).toMatchObject({ status: 201, body: { width: 1400, height: 900 } })
    expect(taken.body.url).toBe(`/images/${taken.body.id as string}/1024.webp`)
    for (const [asked, given] of [[320, 320], [640, 640], [1024, 1024], [1600, 1400], [2048, 1400]]) {
      const served = await send(`GET /images/${taken.body.id as string}/${asked}.webp`, null)
      expect(served.status).toBe(200)
      expect((await sharp(served.bytes).metadata()).width).toBe(given)
      expect(Object.fromEntries(['content-type', 'x-content-type-options', 'content-security-policy', 'cache-control'].map(name => [name, served.headers.get(name)]))).toEqual({
        'content-type': 'image/webp', 'x-content-type-options': 'nosniff', 'content-security-policy': 'default-src \'none\'; sandbox', 'cache-control': 'public, max-age=31536000, immutable'
      })
    }
  })

  it.each(['1024.jpg', '1000.webp', '1024.webp.html', '..%2f1024.webp', '1024.webp%00.html', '-1.webp'])('there is no picture called %s', async (name) => {
    const { body } = await send('POST /api/images', publisher, await photo(400, 300))
    expect((await send(`GET /images/${body.id as string}/${name}`, null)).status).toBe(404)
  })

  it('who is no publisher sends no covers, who is nobody sends nothing, and other sites cannot either', async () => {
    const customer = await signedIn(house)
    expect((await send('POST /api/images', customer, await photo())).body).toMatchObject({ status: 403, code: 'not-allowed' })
    expect((await send('POST /api/images', await signedIn(house, { role: 'publisher' }, { hasSecondFactor: false }), await photo())).body).toMatchObject({ code: 'second-factor-needed' })
    expect((await send('PUT /api/user/avatar', null, await photo())).status).toBe(401)
    for (const type of ['text/plain', 'multipart/form-data; boundary=x', 'image/svg+xml', 'application/x-www-form-urlencoded']) {
      expect((await send('POST /api/images', publisher, await photo(), type)).status, type).toBe(415)
    }
  })

  it('V-05: what is refused leaves neither row nor file', async () => {
    const before = files.kept.size
    expect((await send('POST /api/images', publisher, new Uint8Array(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')), 'image/png')).body).toMatchObject({ status: 422, code: 'image-refused' })
    expect((await send('POST /api/images', publisher, new Uint8Array(0))).body).toMatchObject({ status: 422, code: 'image-refused' })
    expect((await send('POST /api/images', publisher, new Uint8Array(10_000_001))).body).toMatchObject({ status: 413, code: 'body-too-large' })
    expect(files.kept.size).toBe(before)
  })

  it('an own picture replaces the one before, whose files are gone, and can be taken away', async () => {
    const person = await signedIn(house)
    const before = files.kept.size
    const first = await send('PUT /api/user/avatar', person, await photo())
    const second = await send('PUT /api/user/avatar', person, await photo(300, 500))
    expect(second.body.avatarUrl).toMatch(/^\/images\/[\da-f-]{36}\/256\.webp$/)
    expect(files.kept.size - before).toBe(2)
    expect((await send(`GET ${first.body.avatarUrl as string}`, null)).status).toBe(404)
    expect(await sharp((await send(`GET ${second.body.avatarUrl as string}`, null)).bytes).metadata()).toMatchObject({ width: 256, height: 256 })
    expect((await send('GET /api/user/profile', person)).body.avatarUrl).toBe(second.body.avatarUrl)

    expect((await send('DELETE /api/user/avatar', person)).body).toEqual({ avatarUrl: null })
    expect(files.kept.size).toBe(before)
    expect((await send('GET /api/user/profile', person)).body.avatarUrl).toBeNull()
  })

  it('of many own pictures at once one stays, and no file without a row', async () => {
    const person = await signedIn(house)
    const before = files.kept.size
    const sent = await Promise.all(Array.from({ length: 6 }, async () => (await send('PUT /api/user/avatar', person, await photo(300, 300))).status))
    expect(sent.filter(status => status === 200).length).toBeGreaterThan(0)
    expect(files.kept.size - before).toBe(2)
  })

  it('V-07: a hundred large uploads at once are all answered, in bounded memory, while others are served as before', { timeout: 120_000 }, async () => {
    const senders = await Promise.all(Array.from({ length: 100 }, () => signedIn(house, { role: 'publisher' })))
    // Ten megabytes that have to be read whole before they turn out to be none of ours: the reading is what is measured.
    const large = new Uint8Array(9_900_000)
    large.set([0xff, 0xd8, 0xff, 0xe0])
    const cover = (await send('POST /api/images', publisher, await photo(400, 300))).body.url as string
    const bystander = async () => {
      const startedAt = performance.now()
      expect((await send(`GET ${cover}`, null)).status).toBe(200)
      return performance.now() - startedAt
    }
    const calm = await timesOf(bystander, 20)
    const before = process.memoryUsage()
    let highest = 0
    const watch = setInterval(() => {
      const now = process.memoryUsage()
      highest = Math.max(highest, now.rss - before.rss)
    }, 20)
    // By Node itself, because `fetch` copies what it sends: a hundred clients here must not need more than the server.
    const post = (sender: SignedIn) => new Promise<number>((resolve, reject) => {
      request(`${server.url}/api/images`, { method: 'POST', headers: { ...sender.headers, 'content-type': 'image/jpeg', 'content-length': large.length } }, (answer) => {
        answer.resume()
        resolve(answer.statusCode!)
      }).on('error', reject).end(large)
    })
    const storm = Promise.all(senders.map(post))
    const busy = await timesOf(bystander, 20)
    const answers = await storm
    clearInterval(watch)
    console.log(JSON.stringify({ answers: Object.fromEntries(Map.groupBy(answers, s => s).entries().map(([status, list]) => [status, list.length])), highestMB: Math.round(highest / 1e6), calmMs: Math.round(calm), busyMs: Math.round(busy) }))
    expect(new Set(answers).isSubsetOf(new Set([422, 503]))).toBe(true)
    expect(answers.filter(status => status === 422).length).toBeGreaterThanOrEqual(60)
    // The bodies together would be 990 MB.
    expect(highest / 1_000_000).toBeLessThan(300)
    // The clients' own work is in it, which shares the process with the server's.
    expect(busy, 'the usual wait of somebody else, in ms').toBeLessThan(Math.max(500, calm * 10))
  })

  it('V-07: one person has two uploads under way at most', async () => {
    const person = await signedIn(house, { role: 'publisher' })
    const slow = new Uint8Array(await noise(1500, 1000).png().toBuffer())
    const answers = await Promise.all(Array.from({ length: 8 }, () => send('POST /api/images', person, slow, 'image/png')))
    expect(answers.filter(a => a.status === 201).length).toBeGreaterThanOrEqual(2)
    expect(answers.filter(a => a.status === 429).length).toBeGreaterThanOrEqual(1)
    expect(answers.every(a => a.status === 201 || a.status === 429)).toBe(true)
  })
})

describe('V-07: an upload that never ends', () => {
  it('is refused when its time is over, and so is one byte too many of unknown length', async () => {
    const app = createApp().use(defineEventHandler(async (event) => {
      try {
        return { read: (await readBytes(event, { limitBytes: 1000, withinMs: 300 })).length }
      } catch (error) {
        return answerProblem(event, error)
      }
    }))
    const server = createServer(toNodeListener(app))
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const send = (bytes: number, isEnded: boolean) => new Promise<string>((resolve, reject) => {
      const call = request({ port: (server.address() as AddressInfo).port, method: 'POST', headers: { 'transfer-encoding': 'chunked' } }, (answer) => {
        answer.setEncoding('utf8').once('data', (text: string) => resolve(text))
      }).on('error', reject)
      call.write(Buffer.alloc(bytes))
      if (isEnded) call.end()
    })
    expect(await send(1000, true)).toContain('"read":1000')
    expect(await send(1001, true)).toContain('body-too-large')
    expect(await send(1001, false)).toContain('body-too-large')
    expect(await send(10, false)).toContain('body-too-slow')
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  })
})

/** The middle one of so many turns, in ms. */
async function timesOf(work: () => Promise<number>, times: number): Promise<number> {
  const taken: number[] = []
  for (let i = 0; i < times; i++) taken.push(await work())
  return taken.sort((a, b) => a - b)[times >> 1]!
}
