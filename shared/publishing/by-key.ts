/** What two lists have by each key: before and after. */
export function byKey<T extends { key: string }>(base: readonly T[], next: readonly T[]): { key: string, before: T | undefined, after: T | undefined }[] {
  const befores = new Map(base.map(one => [one.key, one]))
  const afters = new Map(next.map(one => [one.key, one]))
  return [...new Set([...befores.keys(), ...afters.keys()])].map(key => ({ key, before: befores.get(key), after: afters.get(key) }))
}
