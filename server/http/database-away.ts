/**
 * Codes by which the driver and PostgreSQL say that the database is away, busy beyond limits, or restarting
 * (postgres.js README "Errors"; PostgreSQL appendix A, classes 08, 53, 57), or that other transactions were in the way once too often (40).
 */
const AWAY = new Set([
  'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'ETIMEDOUT', 'ENOENT',
  'CONNECT_TIMEOUT', 'CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECTION_DESTROYED', 'ERR_STREAM_DESTROYED',
  '08000', '08001', '08003', '08004', '08006', '53300', '57014', '57P01', '57P02', '57P03', '55P03', '40001', '40P01'
])

/** Whether a failed query may succeed by itself a little later. */
export function isDatabaseAway(error: unknown): boolean {
  for (let e = error, depth = 0; e instanceof Error && depth < 6; e = e.cause, depth++) {
    const code = (e as { code?: unknown }).code
    if (typeof code === 'string' && AWAY.has(code)) return true
    if (e instanceof AggregateError && e.errors.some(isDatabaseAway)) return true
  }
  return false
}
