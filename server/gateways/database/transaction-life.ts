import postgres from 'postgres'

/** For the driver, which then asks for nothing more; nobody else knows of it, so it is forgotten with whoever waits. */
const NEVER = new Promise<never>(() => {})

/**
 * Keeps the statements of a transaction on the connection that it began on. The driver's (3.4.9) are bound to a place in its pool: when
 * the connection breaks and another takes its place, what is left of the transaction runs inside somebody else's
 * (https://github.com/porsager/postgres/pull/1155), or, before there is another, its ROLLBACK throws where nobody can catch it and
 * spoils the place for good (https://github.com/porsager/postgres/issues/1208).
 */
export class TransactionLife {
  #end: { error: unknown } | null = null
  /** Those who wait for an answer. */
  readonly #waiting = new Set<(error: unknown) => void>()

  get isOver(): boolean {
    return this.#end !== null
  }

  /** Nothing more is sent. What waits for an answer hears `error`. */
  end(error: unknown = new Error('this transaction is over')): void {
    if (this.#end) return
    this.#end = { error }
    for (const fail of this.#waiting) fail(error)
  }

  /** Asks the driver for something, unless the transaction is over. */
  async ask<T>(question: () => PromiseLike<T>): Promise<T> {
    if (this.#end) throw this.#end.error
    let fail!: (error: unknown) => void
    const lost = new Promise<never>((_, reject) => { fail = reject })
    this.#waiting.add(fail)
    try {
      return await afterClosing(() => Promise.race([question(), lost]))
    } finally {
      this.#waiting.delete(fail)
    }
  }

  /** Does the work of a transaction or savepoint, and lets the driver write its end only on the connection that it began on. */
  async keep<T>(work: () => Promise<T>): Promise<T> {
    try {
      const result = await work()
      return this.#end ? NEVER : result
    } catch (error) {
      if (this.#end) return NEVER
      throw error
    }
  }
}

/**
 * Does `work`; where it fails by anything but an answer of PostgreSQL, the failure is told a turn of the loop later: by then all sockets
 * that broke together are known to the driver as closed, and nothing is written into one of them.
 */
export async function afterClosing<T>(work: () => PromiseLike<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof postgres.PostgresError)) await new Promise(resolve => setImmediate(resolve))
    throw error
  }
}
