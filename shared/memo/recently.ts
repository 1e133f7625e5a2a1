/**
 * Remembers answers for a short time, so that a crowd that asks the same costs one answer: askers who come while it is being made
 * wait for it too. A failure is nobody else's answer. Owners (a database, a store) keep apart and are forgotten with their answers.
 *
 * @param freshMs how old an answer may be
 * @param maxKept answers an owner keeps; the oldest go first
 */
export function recently<V>(freshMs: number, maxKept = 500): (owner: object, key: string, load: () => Promise<V>) => Promise<V> {
  const owners = new WeakMap<object, Map<string, { askedAt: number, answer: Promise<V> }>>()
  return (owner, key, load) => {
    const kept = owners.get(owner) ?? new Map<string, { askedAt: number, answer: Promise<V> }>()
    owners.set(owner, kept)
    const known = kept.get(key)
    if (known && performance.now() - known.askedAt < freshMs) return known.answer
    const entry = { askedAt: performance.now(), answer: load() }
    kept.delete(key)
    kept.set(key, entry)
    if (kept.size > maxKept) kept.delete(kept.keys().next().value!)
    entry.answer.catch(() => {
      if (kept.get(key) === entry) kept.delete(key)
    })
    return entry.answer
  }
}
