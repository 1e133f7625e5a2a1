import { type CacheName, cacheCounts, countMiss } from './cache-counts.ts'

/**
 * Remembers answers for a short time, so that a crowd that asks the same costs one answer: askers who come while it is being made
 * wait for it too. A failure is nobody else's answer. Owners (a database, a store) keep apart and are forgotten with their answers.
 *
 * @param freshMs how old an answer may be
 * @param options.staleMs up to this age an answer is still given while it is made anew behind it, so that nobody waits on a busy
 *   database; `freshMs` unless told otherwise: then all wait for the new one
 * @param options.maxKept answers an owner keeps; the oldest go first
 * @param options.name under which it is counted how often it helps; none: for what is only kept from being done too often
 */
export function recently<V>(freshMs: number, { staleMs = freshMs, maxKept = 500, name }: { staleMs?: number, maxKept?: number, name?: CacheName } = {}): (owner: object, key: string, load: () => Promise<V>) => Promise<V> {
  interface Entry { askedAt: number, answer: Promise<V>, isMade: boolean, isRenewed: boolean }
  const owners = new WeakMap<object, Map<string, Entry>>()
  let newest: WeakRef<Map<string, Entry>> | undefined
  const counts = name && cacheCounts(name, () => newest?.deref()?.size ?? 0)

  function ask(kept: Map<string, Entry>, key: string, load: () => Promise<V>): Entry {
    const entry: Entry = { askedAt: performance.now(), answer: load(), isMade: false, isRenewed: false }
    if (counts) countMiss(counts, entry.answer)
    entry.answer.then(() => { entry.isMade = true }, () => {
      if (kept.get(key) === entry) kept.delete(key)
    })
    return entry
  }

  function keep(kept: Map<string, Entry>, key: string, entry: Entry): void {
    kept.delete(key)
    kept.set(key, entry)
    if (kept.size > maxKept) kept.delete(kept.keys().next().value!)
  }

  return (owner, key, load) => {
    const kept = owners.get(owner) ?? new Map<string, Entry>()
    if (!owners.has(owner)) newest = new WeakRef(kept)
    owners.set(owner, kept)
    const known = kept.get(key)
    const age = known ? performance.now() - known.askedAt : Infinity
    if (known && age < freshMs) {
      if (counts) counts.hits++
      return known.answer
    }
    if (known?.isMade && age < staleMs) {
      if (counts) counts.hits++
      if (!known.isRenewed) {
        known.isRenewed = true
        const next = ask(kept, key, load)
        next.answer.then(() => {
          if (kept.get(key) === known) keep(kept, key, next)
        }, () => { known.isRenewed = false })
      }
      return known.answer
    }
    const entry = ask(kept, key, load)
    keep(kept, key, entry)
    return entry.answer
  }
}
