import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { inRoot } from '#server/commands/lib/paths.ts'
import { freePort } from '#server/commands/lib/postgres-cluster.ts'
import { prepareDatabase } from '#server/commands/lib/prepare-database.ts'
import { run } from '#server/commands/lib/run.ts'
import { type TestPostgres, startPostgres } from '#tests/support/postgres.ts'

const script = (name: string) => fileURLToPath(new URL(name, import.meta.url))

describe('the build for Vercel', () => {
  let postgres: TestPostgres
  let lambda: ChildProcess
  let url: string
  let printed = ''

  beforeAll(async () => {
    expect(await run('node', [script('build-for-vercel.ts')], { quiet: true })).toBe(0)
    postgres = await startPostgres()
    const databaseUrl = await postgres.createDatabase()
    await prepareDatabase(databaseUrl, { isDemo: true, houseCurrency: 'CNY' })
    const port = await freePort()
    url = `http://127.0.0.1:${port}`
    lambda = spawn(process.execPath, [script('serve-function.ts')], {
      env: { PATH: process.env.PATH, NODE_ENV: 'production', VERCEL: '1', PORT: String(port), DATABASE_URL: databaseUrl, FOYER_SECRET: 'a secret that only this test knows, long enough', FOYER_PUBLIC_URL: url },
      stdio: ['ignore', 'pipe', 'pipe']
    })
    for (const stream of [lambda.stdout!, lambda.stderr!]) stream.on('data', (text: Buffer) => { printed += text })
    await vi.waitFor(async () => expect((await fetch(`${url}/api/health`)).status, printed).toBe(200), { timeout: 30_000, interval: 100 })
  })
  afterAll(async () => {
    lambda?.kill()
    await postgres?.stop()
  })

  it('makes one Node function and a routing table of Vercel\'s format', () => {
    const read = (path: string) => JSON.parse(readFileSync(inRoot('.vercel/output', path), 'utf8')) as Record<string, unknown>
    expect(read('config.json')).toMatchObject({ version: 3 })
    expect(read('functions/__fallback.func/.vc-config.json')).toMatchObject({ handler: 'index.mjs', launcherType: 'Nodejs' })
    expect(existsSync(inRoot('.vercel/output/static/_nuxt'))).toBe(true)
  })

  it('the function serves an event page, in both languages, from the database', async () => {
    const found = await (await fetch(`${url}/api/events/search?q=`)).json() as { events: { slug: string, name: { en: string, zh: string } }[] }
    const [event] = found.events
    for (const [path, language, name] of [[`/events/${event!.slug}`, 'en', event!.name.en], [`/zh/events/${event!.slug}`, 'zh-CN', event!.name.zh]] as const) {
      const reply = await fetch(`${url}${path}`)
      const page = await reply.text()
      expect(reply.status).toBe(200)
      expect(page).toContain(`lang="${language}"`)
      expect(page).toContain('application/ld+json')
      expect(page).toContain(name.replaceAll('&', '&amp;').replaceAll('\'', '&#39;'))
    }
  })

  it('an unknown event is 404, not an error', async () => {
    expect((await fetch(`${url}/events/no-such-event`)).status).toBe(404)
  })
})
