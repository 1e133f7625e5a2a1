/**
 * The name by which the hold store knows the standing places of one allotment: an area of their own, so that they are counted
 * beside the public ones and never mixed with them. Keys of plans have no `@`.
 */
export function allottedArea(areaKey: string, allotmentId: string): string {
  return `${areaKey}@${allotmentId}`
}

/** The area of the plan that an area of the hold store lies in. */
export function planArea(storedKey: string): string {
  return storedKey.split('@')[0]!
}

/** What everybody may see of areas: allotted ones are nobody's business. */
export function publicAreas<T>(areas: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(areas).filter(([key]) => !key.includes('@')))
}
