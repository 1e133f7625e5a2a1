import { type QuotaLeft, tightestQuota } from '#server/domain/inventory/index.ts'

interface Sold { id: string, categoryKey: string }

/**
 * Free places of a session that quotas let somebody buy. A part of the hall has at most what its types have left together, and so
 * has the hall. Where types share several quotas it may be less still: shown, not promised.
 */
export function freeWithinQuotas(types: readonly Sold[], quotas: readonly QuotaLeft[], free: ReadonlyMap<string, number>): { byCategory: Map<string, number>, total: number } {
  const byCategory = new Map([...free].map(([category, places]) => [category, Math.min(places, leftTogether(types.filter(type => type.categoryKey === category), quotas))]))
  const sum = [...byCategory.values()].reduce((all, places) => all + places, 0)
  return { byCategory, total: Math.min(sum, leftTogether(types, quotas)) }
}

/** What the quotas of some types have left; no limit as soon as one type has none. */
function leftTogether(types: readonly Sold[], quotas: readonly QuotaLeft[]): number {
  const limits = types.map(type => tightestQuota(quotas, type.id))
  if (limits.some(limit => limit === null)) return Infinity
  return [...new Set(limits)].reduce((sum, limit) => sum + limit!.left, 0)
}
