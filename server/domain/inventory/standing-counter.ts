import { and, eq, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { standingStock } from '#drizzle/schema/index.ts'

/** Sums of places an area, in the one order in which the counters are locked. */
export function perArea(places: { areaKey: string | null, quantity: number }[]): [string, number][] {
  const sums = new Map<string, number>()
  for (const place of places) sums.set(place.areaKey!, (sums.get(place.areaKey!) ?? 0) + place.quantity)
  return [...sums].sort(([a], [b]) => a < b ? -1 : 1)
}

/** Puts freed standing places back into their counters; `kept` of them, by session and area, are an allotment's again. */
export async function giveBackStanding(tx: Transaction, freed: { sessionId: string, areaKey: string, quantity: number }[], kept: ReadonlyMap<string, number> = new Map()): Promise<void> {
  const bySession = Map.groupBy(freed, f => f.sessionId)
  for (const sessionId of [...bySession.keys()].sort()) {
    for (const [areaKey, quantity] of perArea(bySession.get(sessionId)!)) {
      await tx.update(standingStock).set({ taken: sql`${standingStock.taken} - ${quantity}`, kept: sql`${standingStock.kept} + ${kept.get(`${sessionId} ${areaKey}`) ?? 0}` })
        .where(and(eq(standingStock.sessionId, sessionId), eq(standingStock.areaKey, areaKey)))
    }
  }
}
