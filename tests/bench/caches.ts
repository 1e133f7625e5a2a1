import type { EventReply, SearchEventsReply } from '#shared/api/catalogue.ts'
import { prepareDatabase } from '#server/commands/lib/prepare-database.ts'
import { startApp } from '#tests/support/app.ts'
import { startPostgres } from '#tests/support/postgres.ts'
import { startRedisServer } from '#tests/support/redis-server.ts'
import { DEMO_PASSWORD } from '#drizzle/demo/accounts.ts'
import { BenchClient } from './lib/http-client.ts'
import { numbersFrom } from './lib/large-catalogue.ts'
import { openArrivals } from './lib/measure.ts'

/**
 * `npm run bench:caches`: how often each cache has the answer, and what that saves. Visitors come to the demo's catalogue at their times:
 * front page, a search, two events (a few are looked at by most), the map of a session, a hold; every fourth is logged in.
 */
const SECONDS = 60
const A_SECOND = 6
const SECRET = 'a secret for metrics'
const QUERIES = ['', '?q=dune', '?q=jazz', '?category=music', '?q=shanghai', '?q=%E9%9F%B3%E4%B9%90', '?when=weekend', '?sort=price']

const postgres = await startPostgres()
const redis = await startRedisServer()
const databaseUrl = await postgres.createDatabase()
await prepareDatabase(databaseUrl, { isDemo: true, houseCurrency: 'CNY' })
const app = await startApp({ env: { DATABASE_URL: databaseUrl, REDIS_URL: redis.url, FOYER_DEMO: '1', METRICS_SECRET: SECRET } })
const client = new BenchClient(app.url, 64)
try {
  const found = (await client.send('GET', '/api/events/search')).body as SearchEventsReply
  const slugs = found.events.map(({ slug }) => slug)
  const login = await client.send('POST', '/api/auth/login', { email: 'customer@foyer.demo', password: DEMO_PASSWORD })
  const cookie = login.cookies.map(text => text.split(';')[0]).join('; ')
  const random = numbersFrom(7)
  const late = await openArrivals(SECONDS * A_SECOND, SECONDS * 1_000, async (index) => {
    // Squared: the first of them are looked at by most.
    const slug = () => slugs[Math.floor(random() ** 2 * slugs.length)]!
    const headers: Record<string, string> = index % 4 === 0 ? { cookie } : {}
    const get = (path: string) => client.fetch(path, headers)
    const query = QUERIES[Math.floor(random() * QUERIES.length)]!
    await get('/')
    if (index % 4 === 0) await get('/api/auth/session')
    await Promise.all([get(`/search${query}`), get(`/api/events/search${query}`)])
    for (const each of [slug(), slug()]) {
      await get(`/events/${each}`)
      const event = (await client.send('GET', `/api/events/${each}`)).body as EventReply
      await Promise.all([get(`/api/events/${each}/similar`), get(`/api/tickets/${event.id}/stock`)])
      const session = event.sessions[0]
      if (!session || random() < 0.5) continue
      await Promise.all([get(`/api/sessions/${session.id}`), get(`/api/sessions/${session.id}/status`)])
      await client.send('POST', `/api/sessions/${session.id}/holds`, { bestAvailable: { count: 2 } }, headers)
      await get(`/api/sessions/${session.id}/status`)
    }
  })
  console.log(`${SECONDS * A_SECOND} visitors in ${SECONDS} s, the last of them ${late} ms late\n`)
  const text = await (await fetch(`${app.url}/api/metrics`, { headers: { authorization: `Bearer ${SECRET}` } })).text()
  const of = (name: string) => new Map([...text.matchAll(new RegExp(`^foyer_cache_${name}\\{cache="([a-z-]+)"\\} (\\S+)$`, 'gm'))].map(([, cache, value]) => [cache!, Number(value)]))
  const [hits, misses, seconds] = [of('hits_total'), of('misses_total'), of('load_seconds_total')]
  console.log('| cache | asked | hit rate | a miss takes | saved |\n|---|---|---|---|---|')
  for (const [cache, missed] of misses) {
    const asked = missed + hits.get(cache)!
    if (asked > 0) console.log(`| \`${cache}\` | ${asked} | ${Math.round(hits.get(cache)! / asked * 100)} % | ${missed ? (seconds.get(cache)! / missed * 1000).toFixed(1) : 0} ms | ${missed ? (seconds.get(cache)! / missed * hits.get(cache)!).toFixed(1) : 0} s |`)
  }
} finally {
  client.close()
  await app.stop()
  await redis.stop()
  await postgres.stop()
}
