import { and, eq, sql } from 'drizzle-orm'
import type { Database, Queryable, Transaction } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { type JobRunRow, jobRuns } from '#drizzle/schema/index.ts'

/** A process that shows no sign of life for so long has lost its run, in s; and how often it shows one, in ms. */
export const LEASE_SECONDS = 30
const SIGN_OF_LIFE_MS = 10_000

/** Another process has the run by now: whatever this one was about to write is not written. */
export class LeaseLost extends Error {}

/** How far a step came. What is left out stays as it was. */
export interface Progress { cursor?: unknown, done?: number, total?: number | null, result?: Record<string, number> }

/** A run that this process works on. */
export interface RunInHand {
  readonly id: string
  readonly key: string
  readonly params: Record<string, unknown>
  readonly logicalAt: Date
  /** How far it came, in earlier tries too. */
  readonly at: { cursor: unknown, done: number, total: number | null, result: Record<string, number> }
  /**
   * Does a part of the work in one transaction with the cursor behind it: after a kill -9 at any moment both are there or neither
   * is. Throws `LeaseLost` where the run is another's by now.
   */
  step(work: (tx: Transaction) => Promise<Progress>): Promise<void>
  /** Shows how far a try is whose work is worth nothing before its end: a further try begins anew. Throws `LeaseLost`. */
  show(progress: Pick<Progress, 'done' | 'total'>): Promise<void>
  /** Whether to stop at the next opportunity, with everything kept: the process ends, or its time is used up. */
  mustPause(): boolean
}

/** The run in the hand of this process, with what it takes to keep it and to put it down. */
export function holdRun(db: Database, row: JobRunRow, mustPause: () => boolean): RunInHand & { stop(): void } {
  const isOurs = ours(row)
  const at = { cursor: row.cursor, done: row.done, total: row.total, result: row.result }
  const keep = () => db.update(jobRuns).set({ leaseUntil: sql`now() + make_interval(secs => ${LEASE_SECONDS})` }).where(isOurs)
  const timer = setInterval(() => void keep().catch(() => {}), SIGN_OF_LIFE_MS).unref()
  return {
    id: row.id, key: row.runKey, params: row.params, logicalAt: row.logicalAt, at, mustPause,
    stop: () => clearInterval(timer),
    show: async ({ done = at.done, total = at.total }) => {
      const kept = await db.update(jobRuns).set({ done, total }).where(isOurs).returning({ id: jobRuns.id })
      if (kept.length === 0) throw lost(row)
      Object.assign(at, { done, total })
    },
    step: async (work) => {
      Object.assign(at, await inTransaction(db, async (tx) => {
        await requireOurs(tx, row)
        const came = { ...at, ...await work(tx) }
        // Whoever comes further has every try again.
        await tx.update(jobRuns).set({ ...came, cursor: came.cursor ?? null, attempts: 1, error: null }).where(isOurs)
        return came
      }))
    }
  }
}

/** The row, as long as it is in this process's hand. */
export const ours = (row: JobRunRow) => and(eq(jobRuns.id, row.id), eq(jobRuns.state, 'running'), eq(jobRuns.leaseToken, row.leaseToken!))

/** Keeps the run for this transaction. @throws LeaseLost */
export async function requireOurs(tx: Queryable, row: JobRunRow): Promise<void> {
  const kept = await tx.update(jobRuns).set({ leaseUntil: sql`now() + make_interval(secs => ${LEASE_SECONDS})` }).where(ours(row)).returning({ id: jobRuns.id })
  if (kept.length === 0) throw lost(row)
}

const lost = (row: JobRunRow) => new LeaseLost(`run ${row.runKey} is another process's by now`)
