import { sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'

/** Who wants to hear that figures have moved: those of a publisher's own events, or (null) of the whole house. */
export interface SalesListener { publisherId: string | null, tell(): void }

/** How often the audit log is asked while anybody listens, in ms. */
const EVERY_MS = 2_000

/**
 * Says to those who look at figures that some have just moved, within two seconds; which, they ask themselves. One look at the audit log for all
 * listeners of a process, by the numbers of its rows, and none while nobody listens. What was written by a transaction that ended
 * late may be passed over: whoever listens asks now and then anyway.
 */
export class SalesWatch {
  readonly #db: Queryable
  readonly #everyMs: number
  readonly #listeners = new Set<SalesListener>()
  #timer: NodeJS.Timeout | undefined
  #seen: string | null = null

  constructor(db: Queryable, everyMs = EVERY_MS) {
    this.#db = db
    this.#everyMs = everyMs
  }

  /** @returns what ends it */
  listen(listener: SalesListener): () => void {
    this.#listeners.add(listener)
    this.#timer ??= setTimeout(() => void this.#look(), 0).unref()
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size > 0) return
      clearTimeout(this.#timer)
      this.#timer = undefined
      this.#seen = null
    }
  }

  async #look(): Promise<void> {
    // Without an answer there is none this time.
    const moved = await this.#moved().catch(() => null)
    for (const listener of moved?.size ? [...this.#listeners] : []) if (listener.publisherId === null || moved!.has(listener.publisherId)) listener.tell()
    if (this.#listeners.size > 0) this.#timer = setTimeout(() => void this.#look(), this.#everyMs).unref()
  }

  /** Publishers of events whose orders have moved since the last look. The first look only finds out where the log ends. */
  async #moved(): Promise<Set<string>> {
    const [end] = await this.#db.execute<{ id: string | null }>(sql`select max(id)::text as id from audit_log`)
    const [since, until] = [this.#seen, end?.id ?? '0']
    this.#seen = until
    if (since === null || since === until) return new Set()
    const rows = await this.#db.execute<{ publisher: string }>(sql`
      select distinct e.created_by as publisher from audit_log a join orders o on o.id = a.subject_id::uuid join sessions s on s.id = o.session_id join events e on e.id = s.event_id
      where a.subject_type = 'order' and a.id > ${since}::bigint and a.id <= ${until}::bigint`)
    return new Set(rows.map(row => row.publisher))
  }
}
