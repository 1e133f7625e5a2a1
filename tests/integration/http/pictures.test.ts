import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type House, openHouse } from '#server/house.ts'
import { readSettings } from '#server/settings.ts'
import { redAndBlue } from '#tests/integration/files/pictures.ts'
import { type TestApp, startApp } from '#tests/support/app.ts'
import { newDatabaseUrl } from '#tests/support/database.ts'
import { givenSession } from '#tests/support/fixtures.ts'
import { TEST_SECRET } from '#tests/support/house.ts'
import { signedIn } from '#tests/support/signed-in.ts'

describe('pictures in the built app', () => {
  let app: TestApp
  let house: House
  const folder = mkdtempSync(join(tmpdir(), 'foyer-files-'))

  beforeAll(async () => {
    const env = { DATABASE_URL: await newDatabaseUrl(), FOYER_SECRET: TEST_SECRET, FOYER_FILES: folder }
    app = await startApp({ env: { ...env, FOYER_JOBS: 'off' } })
    house = openHouse(readSettings({ NODE_ENV: 'test', FOYER_PUBLIC_URL: app.url, ...env }))
  })
  afterAll(async () => {
    await house.close()
    await app.stop()
    rmSync(folder, { recursive: true })
  })

  it('are taken, re-encoded and served with their own policy (V-05)', async () => {
    const person = await signedIn(house)
    const body = new Uint8Array(await redAndBlue(800, 600).jpeg().toBuffer())
    const taken = await fetch(`${app.url}/api/user/avatar`, { method: 'PUT', body, headers: { ...person.headers, 'content-type': 'image/jpeg' } })
    expect(taken.status).toBe(200)
    const { avatarUrl } = await taken.json() as { avatarUrl: string }
    const served = await fetch(app.url + avatarUrl)
    expect(served.headers.get('content-security-policy')).toBe('default-src \'none\'; sandbox')
    expect(served.headers.get('x-content-type-options')).toBe('nosniff')
    expect(await sharp(Buffer.from(await served.arrayBuffer())).metadata()).toMatchObject({ format: 'webp', width: 256, height: 256 })
    expect((await fetch(`${app.url}${avatarUrl.replace('256.webp', '..%2f..%2fsecret')}`)).status).toBe(404)
  })

  it('of links are drawn, and named by the page of their event', async () => {
    const { slug } = await givenSession(house.db)
    const page = await (await fetch(`${app.url}/zh/events/${slug}`)).text()
    const address = /<meta property="og:image" content="([^"]+)"/.exec(page)![1]!
    expect(address).toBe(`${app.url}/posters/${slug}.jpg?locale=zh`)
    const picture = await fetch(address)
    expect(picture.headers.get('content-type')).toBe('image/jpeg')
    expect(await sharp(Buffer.from(await picture.arrayBuffer())).metadata()).toMatchObject({ width: 1200, height: 630 })
    const again = await fetch(address, { headers: { 'if-none-match': picture.headers.get('etag')! } })
    expect(again.status).toBe(304)
  })
})
