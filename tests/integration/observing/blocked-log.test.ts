import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { freePort } from '#server/commands/lib/postgres-cluster.ts'
import { APP_SECRET } from '#tests/support/app.ts'
import { newDatabaseUrl } from '#tests/support/database.ts'
import { until } from '#tests/support/until.ts'

const ENTRY = fileURLToPath(new URL('../../../.output/server/index.mjs', import.meta.url))
/** A pipe takes 64 KB; a line of a request is some 200 bytes. */
const REQUESTS = 1_500

let child: ChildProcess | undefined
afterAll(() => void child?.kill('SIGKILL'))

describe('F-12: a log that nobody reads', () => {
  it('stops no request', async () => {
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    child = spawn(process.execPath, [ENTRY], {
      env: { PATH: process.env.PATH, NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(port), FOYER_PUBLIC_URL: url, FOYER_SECRET: APP_SECRET, DATABASE_URL: await newDatabaseUrl(), FOYER_LOG: 'debug' },
      stdio: ['ignore', 'pipe', 'pipe']
    })
    // Nothing is ever read from either pipe.
    await until('the house answers', async () => (await fetch(`${url}/api/health`).catch(() => null))?.ok ?? false, 90_000)
    const statuses = new Set<number>()
    for (let done = 0; done < REQUESTS; done += 50) {
      const answers = await Promise.all(Array.from({ length: 50 }, () => fetch(`${url}/api/version`, { signal: AbortSignal.timeout(30_000) })))
      for (const answer of answers) {
        statuses.add(answer.status)
        await answer.arrayBuffer()
      }
    }
    expect([...statuses]).toEqual([200])
    expect((await fetch(`${url}/api/categories`, { signal: AbortSignal.timeout(30_000) })).status).toBe(200)
  })
})
