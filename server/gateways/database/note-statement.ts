import { counters } from '#server/observing/counters.ts'
import { currentTracing, inSpan } from '#server/observing/tracing.ts'

/** Letters of a statement that a span shows. */
const SHOWN = 2_000

/**
 * Counts a statement, and puts it into a span where there are any: by its text, in which values are numbered places (`$1`), never by them.
 */
export function noteStatement<Q extends Promise<unknown>>(text: string, query: Q): Q {
  const { sql } = counters
  sql.statements++
  sql.underWay++
  const span = currentTracing()?.begin(`SQL ${/^\s*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? ''}`.trim(), 'client', { 'db.system.name': 'postgresql', 'db.query.text': text.trim().slice(0, SHOWN) })
  query.then(() => {
    sql.underWay--
    span?.end()
  }, (error: unknown) => {
    sql.underWay--
    sql.failures++
    span?.end(error)
  })
  return query
}

/** Counts a transaction while it is open, and puts its statements below one span. */
export async function noteTransaction<T>(work: () => Promise<T>): Promise<T> {
  counters.sql.transactionsOpen++
  try {
    return await inSpan('SQL transaction', { 'db.system.name': 'postgresql' }, work, 'client')
  } finally {
    counters.sql.transactionsOpen--
  }
}
