import { createHash } from 'node:crypto'
import type { Database } from '#drizzle/database.ts'
import type { HoldWitness, WitnessedHold } from '#server/domain/inventory/index.ts'
import { type NewBehaviour, writeBehaviour } from './write.ts'

/** Rows are written together, so long after the first of them, in ms, or as soon as there are so many. */
const WAIT_MS = 1_000
const BATCH = 200
/** Where the database is away, no more than so many wait: statistics are worth less than memory. */
const MOST_WAITING = 5_000
/** A house that closes waits so long for its last rows, in ms, and no longer for a database that is away. */
const LAST_MS = 1_000

/**
 * Writes down holds as they begin and are extended, beside the way of those who hold: they wait for nothing here, and nothing here can
 * refuse them. What a process that dies had not written is lost to statistics.
 */
export class HoldLog implements HoldWitness {
  readonly #db: Database
  #waiting: NewBehaviour[] = []
  #timer: NodeJS.Timeout | null = null
  #writing: Promise<void> = Promise.resolve()
  #isClosed = false

  constructor(db: Database) {
    this.#db = db
  }

  began(hold: WitnessedHold, userId: string | null): void {
    this.#note({ kind: 'hold', userId, ...rowOf(hold) })
  }

  extended(hold: WitnessedHold): void {
    this.#note({ kind: 'hold-extended', ...rowOf(hold) })
  }

  /** Resolves when all is written that was noted before. */
  async flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    const rows = this.#waiting.splice(0, BATCH)
    if (rows.length > 0) {
      this.#writing = this.#writing.then(() => writeBehaviour(this.#db, rows)).catch(() => {
        this.#waiting.unshift(...rows.slice(0, Math.max(0, MOST_WAITING - this.#waiting.length)))
        this.#wakeLater()
      })
      if (this.#waiting.length > 0) return await this.flush()
    }
    await this.#writing
  }

  async close(): Promise<void> {
    this.#isClosed = true
    let timer: NodeJS.Timeout | undefined
    await Promise.race([this.flush(), new Promise<void>((resolve) => { timer = setTimeout(resolve, LAST_MS) })])
    clearTimeout(timer)
  }

  #note(row: NewBehaviour): void {
    if (this.#waiting.length >= MOST_WAITING) return
    this.#waiting.push(row)
    if (this.#waiting.length === BATCH) void this.flush()
    else this.#wakeLater()
  }

  #wakeLater(): void {
    if (!this.#isClosed) this.#timer ??= setTimeout(() => void this.flush(), WAIT_MS).unref()
  }
}

const rowOf = ({ eventId, sessionId, token, places, untilMs }: WitnessedHold) => ({
  eventId, sessionId, holdHash: createHash('sha256').update(token).digest('base64url'), places, until: new Date(untilMs)
})
