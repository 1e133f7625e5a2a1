const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})$/

/** Whether two values of a document mean the same: an instant may be written in several ways, and keys in any order. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a === 'string' && typeof b === 'string') return INSTANT.test(a) && INSTANT.test(b) && Date.parse(a) === Date.parse(b)
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((value, index) => sameValue(value, b[index]))
  }
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...keys].every(key => sameValue((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
}
