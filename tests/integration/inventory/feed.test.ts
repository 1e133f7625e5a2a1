import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { createApp, createRouter, toNodeListener } from 'h3'
import { afterAll, beforeAll, it, vi } from 'vitest'
import { house } from '#server/house.ts'
import { newDatabaseUrl } from '#tests/support/database.ts'
import { type TestSession, givenSession } from '#tests/support/fixtures.ts'
import { TEST_SECRET } from '#tests/support/house.ts'

let server: Server
const sessions: TestSession[] = []

beforeAll(async () => {
  vi.stubEnv('DATABASE_URL', await newDatabaseUrl())
  vi.stubEnv('FOYER_SECRET', TEST_SECRET)
  const { default: feed } = await import('#server/api/sessions/[id]/feed.get.ts')
  server = createServer(toNodeListener(createApp().use(createRouter().get('/api/sessions/:id/feed', feed))))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  for (let n = 0; n < 20; n++) sessions.push(await givenSession(house().db, { rows: 2 }))
})
afterAll(async () => {
  server.close()
  await house().close()
})

async function watch(session: TestSession, leavesAfter: 'asking' | 'first frame'): Promise<void> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.on('error', () => {})
  const answered = new Promise(resolve => socket.once('data', resolve))
  const asked = new Promise(resolve => server.once('request', resolve))
  socket.write(`GET /api/sessions/${session.sessionId}/feed HTTP/1.1\r\nHost: x\r\n\r\n`)
  await (leavesAfter === 'asking' ? asked : answered)
  socket.resetAndDestroy()
}

it.each(['asking', 'first frame'] as const)('a browser that leaves after %s leaves nobody watching', async (moment) => {
  const watched = sessions.splice(0, 10)
  for (const session of watched) await watch(session, moment)
  // Who comes later to the same session is answered later: by then whoever left early was joined, or never will be.
  for (const session of watched) await watch(session, 'first frame')
  await vi.waitUntil(() => house().feed.watchers === 0, { timeout: 5_000 })
})
