import { Agent, request } from 'node:http'
import { type TestApp, startApp } from '#tests/support/app.ts'
import { startCollector } from '#tests/support/otlp-collector.ts'
import { startPostgres } from '#tests/support/postgres.ts'
import { closedLoop } from './lib/measure.ts'
import { median } from './lib/rank-test.ts'

/**
 * `npm run bench:observing`: what log, metrics and traces cost. Apps that differ in nothing else take turns on the route that does
 * nothing, so that a machine that is busy for a while is busy for all of them; the figure is the median of the pairs.
 */
const TURNS = 12
const TURN_MS = 2_000
const WIDTH = 16

const KINDS: [name: string, env: Record<string, string>][] = [
  ['nothing', { FOYER_LOG: 'off' }],
  ['log', { FOYER_LOG: 'info' }],
  ['log, metrics', { FOYER_LOG: 'info', METRICS_SECRET: 'a secret for metrics' }],
  ['log, metrics, traces', { FOYER_LOG: 'info', METRICS_SECRET: 'a secret for metrics', OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.05' }],
  ['log, metrics, all traces', { FOYER_LOG: 'info', METRICS_SECRET: 'a secret for metrics' }]
]

const postgres = await startPostgres()
const collector = await startCollector()
const apps: TestApp[] = []
const agent = new Agent({ keepAlive: true, maxSockets: WIDTH })
try {
  for (const [name, env] of KINDS) {
    apps.push(await startApp({ env: { DATABASE_URL: await postgres.createDatabase(), FOYER_JOBS: 'off', ...env, ...name.includes('traces') ? { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url } : {} } }))
  }
  for (const app of apps) await closedLoop(WIDTH, TURN_MS, () => get(app.port))
  const rates = apps.map((): number[] => [])
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [i, app] of [...apps.entries()].sort(() => turn % 2 ? -1 : 1)) rates[i]!.push(await closedLoop(WIDTH, TURN_MS, () => get(app.port)))
  }
  for (const [i, [name]] of KINDS.entries()) {
    const cost = median(rates[i]!.map((rate, turn) => 1e6 / rate - 1e6 / rates[0]![turn]!))
    console.log(`${name.padEnd(26)} ${Math.round(median(rates[i]!))} requests a second, ${cost.toFixed(1)} µs more for each than nothing`)
  }
} finally {
  agent.destroy()
  for (const app of apps) await app.stop()
  await collector.close()
  await postgres.stop()
}

function get(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: '/api/version', agent }, answer => void answer.resume().on('end', resolve).on('error', reject)).on('error', reject).end()
  })
}
