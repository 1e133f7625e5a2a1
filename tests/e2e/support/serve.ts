import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { prepareDatabase } from '#server/commands/lib/prepare-database.ts'
import { startAlipayServer } from '#tests/support/alipay-server.ts'
import { startApp } from '#tests/support/app.ts'
import { startPostgres } from '#tests/support/postgres.ts'
import { startRedisServer } from '#tests/support/redis-server.ts'
import { startStripeServer } from '#tests/support/stripe-server.ts'
import { databaseNote } from './database.ts'

/**
 * What the browser tests visit: the built app with the demo, on a PostgreSQL of its own, and on a Redis of its own where
 * redis-server is installed. Playwright starts it with PORT set and stops it by SIGTERM.
 */
const postgres = await startPostgres()
const hasRedis = spawnSync('redis-server', ['--version']).status === 0
const redis = hasRedis ? await startRedisServer() : undefined
if (!hasRedis) console.log('redis-server is not installed: these tests run on the in-process store')

const databaseUrl = await postgres.createDatabase()
await prepareDatabase(databaseUrl, { isDemo: true, houseCurrency: 'CNY' })
const port = Number(process.env.PORT)
mkdirSync('test-results', { recursive: true })
writeFileSync(databaseNote(port), databaseUrl)
// Stand-ins for those who take money, with pages of their own; they tell the app at once what happened.
const [stripe, alipay] = await Promise.all([startStripeServer(), startAlipayServer()])
stripe.deliverTo(`http://localhost:${port}/api/payments/notices/stripe`)
alipay.deliverAll(true)
const app = await startApp({
  port,
  env: {
    HOST: '', DATABASE_URL: databaseUrl, FOYER_DEMO: '1', FOYER_WELCOME_POINTS: '200000', FOYER_PUBLIC_URL: `http://localhost:${port}`,
    ...stripe.env, ...alipay.env, FOYER_ALIPAY_DESK: 'qr',
    ...(redis ? { REDIS_URL: redis.url } : {})
  }
})

async function stop(): Promise<void> {
  // What the app complained of belongs into the report of a failing run.
  process.stderr.write(app.logs())
  await app.stop()
  await Promise.all([redis?.stop(), stripe.stop(), alipay.stop()])
  await postgres.stop()
  process.exit(0)
}
process.once('SIGTERM', () => void stop()).once('SIGINT', () => void stop())
