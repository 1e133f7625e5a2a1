import { readVersion } from '#server/domain/health/index.ts'
import type { House } from '#server/house.ts'
import { droppedLines } from '#server/observing/log.ts'
import { currentTracing } from '#server/observing/tracing.ts'
import type { SystemReply } from '#shared/api/health.ts'
import { VERSION } from '#shared/version.ts'
import { lines } from './live/lines.ts'
import { currentMetrics } from './metrics.ts'

/** The process that answers: what it runs, since when, and how much it has in its hands. */
export async function describeProcess(house: House): Promise<SystemReply['process']> {
  return {
    version: VERSION,
    node: process.versions.node,
    postgres: await readVersion(house.db).catch(() => null),
    startedAt: new Date(Date.now() - process.uptime() * 1000).toISOString(),
    memoryBytes: process.memoryUsage.rss(),
    watchers: house.feed.watchers,
    lines: lines.count,
    droppedLogLines: droppedLines(),
    hasMetrics: currentMetrics() !== null,
    hasTraces: currentTracing() !== null
  }
}
