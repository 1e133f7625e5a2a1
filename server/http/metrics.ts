import { readBacklog } from '#server/domain/health/index.ts'
import type { House } from '#server/house.ts'
import type { Metrics } from '#server/observing/metrics.ts'
import { lines } from './live/lines.ts'

/** The backlog of a database that is away is not waited for, in ms. */
const PATIENCE_MS = 900

let metrics: Metrics | null = null

/** The metrics of this process; null where nobody may ask for them. */
export const currentMetrics = () => metrics

/** Begins to keep metrics, with the library that does: it is loaded only where somebody may ask. */
export async function startMetrics(house: House): Promise<void> {
  if (metrics) return
  const { createMetrics } = await import('#server/observing/metrics.ts')
  metrics = createMetrics({
    poolSize: house.settings.databasePool,
    watchers: () => house.feed.watchers,
    lines: () => lines.count,
    backlog: () => Promise.race([readBacklog(house.db).catch(() => null), new Promise<null>(resolve => setTimeout(resolve, PATIENCE_MS, null).unref())])
  })
}
