import { sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { INVARIANTS } from './invariant-queries.ts'

export interface InvariantResult {
  /** `I1` and so on, as docs/promises.md counts them. */
  id: string
  promise: string
  /** 0: it holds. */
  violations: number
  /** The first few, each in words. */
  examples: string[]
}

const EXAMPLES = 5

/** Counts what breaks each invariant: all in one snapshot, so that sales may go on meanwhile. Writes nothing. */
export async function checkInvariants(db: Database): Promise<InvariantResult[]> {
  return db.transaction(async (tx) => {
    // A long history takes longer to read than a purchase may take.
    await tx.execute(sql`set local statement_timeout = '30min'`)
    const results: InvariantResult[] = []
    for (const { id, promise, broken } of INVARIANTS) {
      const rows = await tx.execute<{ what: string, violations: string }>(sql`select what, count(*) over () as violations from (${broken}) as broken limit ${EXAMPLES}`)
      results.push({ id, promise, violations: Number(rows[0]?.violations ?? 0), examples: rows.map(row => row.what) })
    }
    return results
  }, { isolationLevel: 'repeatable read', accessMode: 'read only' })
}
