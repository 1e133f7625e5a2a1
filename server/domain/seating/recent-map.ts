import { type CacheCounts, type CacheName, cacheCounts, countMiss } from '#shared/memo/cache-counts.ts'

/** A map that forgets what was not asked for longest, once it holds more than `limit`. */
export class RecentMap<K, V> {
  readonly #limit: number
  readonly #entries = new Map<K, V>()

  readonly #counts: CacheCounts

  /** `name`: under which it is counted how often it helps. */
  constructor(limit: number, name: CacheName) {
    this.#limit = limit
    this.#counts = cacheCounts(name, () => this.#entries.size)
  }

  /** The value, which counts as used now. */
  get(key: K): V | undefined {
    const value = this.#entries.get(key)
    if (value === undefined) return undefined
    this.#counts.hits++
    this.#entries.delete(key)
    this.#entries.set(key, value)
    return value
  }

  /** Something that was not here is being loaded. */
  noteLoading(loading: Promise<unknown>): void {
    countMiss(this.#counts, loading)
  }

  set(key: K, value: V): void {
    this.#entries.delete(key)
    this.#entries.set(key, value)
    if (this.#entries.size > this.#limit) this.#entries.delete(this.#entries.keys().next().value!)
  }

  delete(key: K): void {
    this.#entries.delete(key)
  }
}
