import { afterAll, beforeAll, expect, it } from 'vitest'
import readEntryEndpoint from '#server/api/waiting-list/[id]/index.get.ts'
import { cancelOrder } from '#server/domain/orders/index.ts'
import { distributeGivenBack } from '#server/domain/waiting-list/index.ts'
import type { House } from '#server/house.ts'
import type { WaitingEntryReply } from '#shared/api/waiting-list.ts'
import { type TestServer, serve } from '#tests/integration/accounts/browser.ts'
import { newDatabaseUrl } from '#tests/support/database.ts'
import { TEST_SECRET } from '#tests/support/house.ts'
import { signedIn } from '#tests/support/signed-in.ts'
import { until } from '#tests/support/until.ts'
import { soldOut, waiting } from './sold-out.ts'

let house: House
let server: TestServer

beforeAll(async () => {
  Object.assign(process.env, { NODE_ENV: 'test', DATABASE_URL: await newDatabaseUrl(), FOYER_SECRET: TEST_SECRET, FOYER_PUBLIC_URL: 'http://localhost:3000' })
  server = await serve({ 'GET /api/waiting-list/:id': readEntryEndpoint })
  house = (await import('#server/house.ts')).house()
})
afterAll(async () => {
  await server.close()
  await house.close()
})

it('is told to whoever looks again and again only where it has changed: an offer shows by itself', async () => {
  const session = await soldOut(house, { rows: 1, seatsPerRow: 2, seatsEach: 2 })
  const mine = await signedIn(house)
  const [id] = await waiting(house, session.sessionId, [{ places: 2, userId: mine.userId, personKey: `user:${mine.userId}`, guestSecretHash: null }])
  const look = (tag?: string | null) => fetch(`${server.url}/api/waiting-list/${id}`, { headers: { ...mine.headers, ...tag ? { 'if-none-match': tag } : {} } })

  const first = await look()
  const tag = first.headers.get('etag')
  expect([first.status, (await first.json() as WaitingEntryReply).state]).toEqual([200, 'waiting'])
  expect(Number(first.headers.get('x-poll-after-ms'))).toBeGreaterThan(2_000)
  const again = await look(tag)
  expect([again.status, await again.text(), again.headers.get('cache-control')]).toEqual([304, '', 'no-store'])

  await cancelOrder(house, session.orders[0]!.reader, session.orders[0]!.orderId)
  await distributeGivenBack(house)
  await until('the offer shows', async () => (await look(tag)).status === 200)
  const offered = await look(tag)
  expect(await offered.json()).toMatchObject({ state: 'offered', offer: { places: 2 } })
  // Its time runs down, and that alone is no news.
  expect((await look(offered.headers.get('etag'))).status).toBe(304)
})
