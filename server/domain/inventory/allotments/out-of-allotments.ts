import { and, eq, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { allotments, standingAllotments } from '#drizzle/schema/index.ts'
import type { Wanted } from '../claims.ts'
import { isLive } from './live.ts'

/** What was taken out of allotments: of which line and code, and the sum in each area. */
export interface TakenOut {
  ofLine: Map<string, { allotmentId: string, accessCodeId: string | null }>
  perArea: Map<string, number>
}

/**
 * Takes standing places out of the allotments that the lines name. One that was released meanwhile keeps nothing any more: its
 * lines are asked of the public places instead. Counters are locked in one order: allotments first, the area's own after them.
 * @returns what was taken, or the area of an allotment that has too few left
 */
export async function takeOutOfAllotments(tx: Transaction, places: Wanted[]): Promise<TakenOut | { areaKey: string, left: number, asked: number }> {
  const taken: TakenOut = { ofLine: new Map(), perArea: new Map() }
  const groups = Map.groupBy(places.filter(place => place.allotmentId), place => `${place.allotmentId} ${place.areaKey}`)
  for (const [, lines] of [...groups].sort(([a], [b]) => a < b ? -1 : 1)) {
    const { allotmentId, areaKey } = lines[0] as Wanted & { allotmentId: string, areaKey: string }
    const asked = lines.reduce((sum, line) => sum + line.quantity, 0)
    const ofAllotment = and(eq(standingAllotments.allotmentId, allotmentId), eq(standingAllotments.areaKey, areaKey))
    const isKept = sql`exists (select 1 from ${allotments} where ${allotments.id} = ${allotmentId} and ${isLive})`
    const moved = await tx.update(standingAllotments).set({ used: sql`${standingAllotments.used} + ${asked}` })
      .where(and(ofAllotment, isKept, sql`${standingAllotments.used} + ${asked} <= ${standingAllotments.quantity}`)).returning({ areaKey: standingAllotments.areaKey })
    if (moved.length === 0) {
      const [kept] = await tx.select({ left: sql<number>`${standingAllotments.quantity} - ${standingAllotments.used}` }).from(standingAllotments).where(and(ofAllotment, isKept))
      if (kept) return { areaKey, left: kept.left, asked }
      continue
    }
    taken.perArea.set(areaKey, (taken.perArea.get(areaKey) ?? 0) + asked)
    for (const line of lines) taken.ofLine.set(line.orderLineId, { allotmentId, accessCodeId: line.accessCodeId ?? null })
  }
  return taken
}

/** Gives standing places back into allotments that still last. @returns the sum that is kept again, by session and area */
export async function giveBackToAllotments(tx: Transaction, freed: { sessionId: string, allotmentId: string | null, areaKey: string, quantity: number }[]): Promise<Map<string, number>> {
  const kept = new Map<string, number>()
  const groups = Map.groupBy(freed.filter(place => place.allotmentId), place => `${place.allotmentId} ${place.areaKey}`)
  for (const [, places] of [...groups].sort(([a], [b]) => a < b ? -1 : 1)) {
    const { sessionId, allotmentId, areaKey } = places[0]!
    const [key, quantity] = [`${sessionId} ${areaKey}`, places.reduce((sum, place) => sum + place.quantity, 0)]
    // The row goes when the allotment is released; until then it waits for us, or we for it.
    const back = await tx.update(standingAllotments).set({ used: sql`${standingAllotments.used} - ${quantity}` })
      .where(and(eq(standingAllotments.allotmentId, allotmentId!), eq(standingAllotments.areaKey, areaKey))).returning({ areaKey: standingAllotments.areaKey })
    if (back.length === 1) kept.set(key, (kept.get(key) ?? 0) + quantity)
  }
  return kept
}
