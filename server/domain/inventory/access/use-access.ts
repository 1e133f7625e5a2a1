import { and, eq, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { accessCodes } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { isUsable } from './usable.ts'

/**
 * Uses an access code for so many places. One conditional update decides: of any number of orders at once, only as many places
 * as are left go out. The caller has checked whom the code belongs to, and holds the lock of the person. Throws
 * `access-code-refused`.
 */
export async function useAccess(tx: Transaction, codeId: string, places: number): Promise<{ perPerson: number | null }> {
  const [used] = await tx.update(accessCodes).set({ used: sql`${accessCodes.used} + ${places}` })
    .where(and(eq(accessCodes.id, codeId), isUsable, sql`${accessCodes.used} + ${places} <= ${accessCodes.places}`)).returning({ perPerson: accessCodes.perPerson })
  if (!used) throw new DomainError('access-code-refused')
  return used
}

/** Gives the uses back that freed places had. */
export async function giveBackAccess(tx: Transaction, freed: { accessCodeId: string | null, quantity: number }[]): Promise<void> {
  const byCode = Map.groupBy(freed.filter(place => place.accessCodeId), place => place.accessCodeId!)
  for (const codeId of [...byCode.keys()].sort()) {
    const places = byCode.get(codeId)!.reduce((sum, place) => sum + place.quantity, 0)
    await tx.update(accessCodes).set({ used: sql`${accessCodes.used} - ${places}` }).where(eq(accessCodes.id, codeId))
  }
}
