import { and, asc, eq, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { type WaitingEntryRow, waitingEntries } from '#drizzle/schema/index.ts'
import type { ListSettings } from './settings.ts'

export interface EntryInLine extends Pick<WaitingEntryRow, 'id' | 'places' | 'atLeast' | 'together' | 'categoryKeys' | 'maxPriceMinor' | 'passedOver' | 'savingUntil'> { isSaving: boolean }

/** Everybody who waits for places of a session, who is to be asked first first: in the order of coming, or of the lots. */
export async function readLine(db: Queryable, sessionId: string, picks: ListSettings['picks']): Promise<EntryInLine[]> {
  return await db.select({
    id: waitingEntries.id, places: waitingEntries.places, atLeast: waitingEntries.atLeast, together: waitingEntries.together, categoryKeys: waitingEntries.categoryKeys,
    maxPriceMinor: waitingEntries.maxPriceMinor, passedOver: waitingEntries.passedOver, savingUntil: waitingEntries.savingUntil,
    isSaving: sql<boolean>`coalesce(${waitingEntries.savingUntil} > now(), false)`
  }).from(waitingEntries)
    .where(and(eq(waitingEntries.sessionId, sessionId), eq(waitingEntries.state, 'waiting')))
    .orderBy(asc(picks === 'lottery' ? waitingEntries.lot : waitingEntries.turn), asc(waitingEntries.turn))
}
