import type { Database, Transaction } from './database.ts'

/** serialization_failure and deadlock_detected: PostgreSQL says that trying again may succeed (documentation, 13.5). */
const RETRYABLE = new Set(['40001', '40P01'])
const TRIES = 5

/** Runs `work` in one transaction; tries again, after a short random wait, where PostgreSQL chose it as the victim of a deadlock. */
export function inTransaction<T>(db: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return pastConflicts(() => db.transaction(work))
}

/** The same for one statement that is a transaction of its own. */
export async function pastConflicts<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt === TRIES || !RETRYABLE.has(sqlState(error) ?? '')) throw error
      await new Promise(resolve => setTimeout(resolve, Math.random() * 20 * 2 ** attempt))
    }
  }
}

/** The SQLSTATE of a failed query, found through the errors that wrap it. */
export function sqlState(error: unknown): string | undefined {
  return field(error, 'code')
}

/** The constraint that refused a write, where one did. */
export function violatedConstraint(error: unknown): string | undefined {
  return field(error, 'constraint_name')
}

function field(error: unknown, name: string): string | undefined {
  for (let e = error; e instanceof Error; e = e.cause) {
    const value = (e as unknown as Record<string, unknown>)[name]
    if (typeof value === 'string') return value
  }
  return undefined
}
