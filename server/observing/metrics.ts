import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import { allCacheCounts } from '#shared/memo/cache-counts.ts'
import { VERSION } from '#shared/version.ts'
import { counters } from './counters.ts'
import { droppedLines } from './log.ts'

/** What is read from the house when somebody asks; a number that cannot be had is left out. */
export interface MetricSources {
  poolSize: number
  watchers(): number
  lines(): number
  backlog(): Promise<{
    news: { waiting: number, oldestSeconds: number }
    post: { channel: string, waiting: number, oldestSeconds: number }[]
    runs: { byState: Record<string, number>, overdue: number }
  } | null>
}

export interface Metrics {
  contentType: string
  noteRequest(method: string, route: string, status: number, seconds: number): void
  /** All of them in the text format of Prometheus. */
  text(): Promise<string>
}

/** From a hold to a report, in seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** The metrics of this process. Every label has few values: templates of routes, names that stand in the code. */
export function createMetrics(sources: MetricSources): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const labelled = <L extends string>(name: string, help: string, labelNames: L[], read: () => (Record<L, string> & { value: number })[]) => {
    new Counter({
      name, help, labelNames, registers,
      collect() {
        this.reset()
        for (const { value, ...labels } of read()) this.inc(labels as never, value)
      }
    })
  }
  const counted = (name: string, help: string, read: () => number) => new Counter({ name, help, registers, collect() {
    this.reset()
    this.inc(read())
  } })
  const gauge = (name: string, help: string, read: () => number) => new Gauge({ name, help, registers, collect() { this.set(read()) } })

  new Gauge({ name: 'foyer_info', help: 'Which Foyer this is', labelNames: ['version'], registers }).set({ version: VERSION }, 1)
  const requests = new Counter({ name: 'foyer_http_requests_total', help: 'Requests that are over', labelNames: ['method', 'route', 'status'], registers })
  const durations = new Histogram({ name: 'foyer_http_request_duration_seconds', help: 'How long requests took; live lines last as long as somebody watches', labelNames: ['method', 'route'], buckets: BUCKETS, registers })

  counted('foyer_database_statements_total', 'Statements sent to PostgreSQL', () => counters.sql.statements)
  counted('foyer_database_failures_total', 'Statements that failed', () => counters.sql.failures)
  gauge('foyer_database_statements_under_way', 'Statements that are being answered, or wait for a connection', () => counters.sql.underWay)
  gauge('foyer_database_transactions_open', 'Transactions open now, each of which has a connection', () => counters.sql.transactionsOpen)
  gauge('foyer_database_pool_size', 'Connections that this process may have', () => sources.poolSize)
  counted('foyer_redis_calls_total', 'Calls of Redis', () => counters.redis.calls)
  counted('foyer_redis_failures_total', 'Calls of Redis without an answer that helps', () => counters.redis.failures)

  counted('foyer_holds_made_total', 'Holds made or added to', () => counters.holds.made)
  counted('foyer_holds_refused_total', 'Holds refused, because somebody was quicker or for another reason', () => counters.holds.refused)
  const byName = (counts: Map<string, number>) => [...counts].map(([topic, value]) => ({ topic, value }))
  labelled('foyer_news_delivered_total', 'News that this process delivered, by topic: order.paid, tickets and so on', ['topic'], () => byName(counters.news.delivered))
  labelled('foyer_news_put_off_total', 'News whose delivery failed and is tried again', ['topic'], () => byName(counters.news.putOff))
  labelled('foyer_job_tries_total', 'Tries of runs by this process', ['job', 'outcome'], () => [...counters.runs].map(([name, value]) => ({ job: name.split(' ')[0]!, outcome: name.split(' ')[1]!, value })))

  labelled('foyer_cache_hits_total', 'Answers out of a cache', ['cache'], () => allCacheCounts().map(({ name, hits }) => ({ cache: name, value: hits })))
  labelled('foyer_cache_misses_total', 'Answers that had to be made', ['cache'], () => allCacheCounts().map(({ name, misses }) => ({ cache: name, value: misses })))
  labelled('foyer_cache_load_seconds_total', 'Time that making them took', ['cache'], () => allCacheCounts().map(({ name, loadMs }) => ({ cache: name, value: loadMs / 1000 })))
  new Gauge({ name: 'foyer_cache_entries', help: 'Entries in a cache', labelNames: ['cache'], registers, collect() {
    for (const { name, size } of allCacheCounts()) this.set({ cache: name }, size())
  } })

  gauge('foyer_feed_watchers', 'Readers of the seat feed', sources.watchers)
  gauge('foyer_live_lines', 'Live lines, over whatever transport', sources.lines)
  counted('foyer_log_lines_dropped_total', 'Lines of the log that nobody took', droppedLines)

  const ofHouse = {
    news: new Gauge({ name: 'foyer_outbox_waiting', help: 'News of the whole house that are due and not delivered; 10001: more', registers }),
    lag: new Gauge({ name: 'foyer_outbox_lag_seconds', help: 'For how long the oldest of them waits', registers }),
    post: new Gauge({ name: 'foyer_post_waiting', help: 'Messages to people that wait', labelNames: ['channel'], registers }),
    postAge: new Gauge({ name: 'foyer_post_oldest_seconds', help: 'For how long the oldest of them waits', labelNames: ['channel'], registers }),
    runs: new Gauge({ name: 'foyer_job_runs', help: 'Runs of jobs by state', labelNames: ['state'], registers }),
    overdue: new Gauge({ name: 'foyer_job_runs_overdue', help: 'Runs that nobody works on although they are due for five minutes', registers }),
    isRead: new Gauge({ name: 'foyer_house_readable', help: '1 where the numbers of the whole house could be read just now', registers })
  }

  return {
    contentType: registry.contentType,
    noteRequest(method, route, status, seconds) {
      const known = METHODS.has(method) ? method : 'OTHER'
      requests.inc({ method: known, route, status })
      durations.observe({ method: known, route }, seconds)
    },
    async text() {
      const backlog = await sources.backlog()
      for (const one of [ofHouse.post, ofHouse.postAge, ofHouse.runs]) one.reset()
      ofHouse.isRead.set(backlog ? 1 : 0)
      if (backlog) {
        ofHouse.news.set(backlog.news.waiting)
        ofHouse.lag.set(backlog.news.oldestSeconds)
        ofHouse.overdue.set(backlog.runs.overdue)
        for (const { channel, waiting, oldestSeconds } of backlog.post) {
          ofHouse.post.set({ channel }, waiting)
          ofHouse.postAge.set({ channel }, oldestSeconds)
        }
        for (const [state, n] of Object.entries(backlog.runs.byState)) ofHouse.runs.set({ state }, n)
      }
      return await registry.metrics()
    }
  }
}
