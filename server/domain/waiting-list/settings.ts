import { eq, sql } from 'drizzle-orm'
import type { Database, Queryable } from '#drizzle/database.ts'
import { waitingLists } from '#drizzle/schema/index.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import { type Author, ownSession } from '#server/domain/publishing/index.ts'
import { inTransaction } from '#drizzle/transaction.ts'

/** How a list is run: whether it takes and gives at all, how long an offer stands, in minutes, and who comes first. */
export interface ListSettings { isOn: boolean, offerMinutes: number, picks: 'in-order' | 'lottery' }

/** A session has a list as soon as anybody wants one; these hold until its publisher says otherwise. */
export const USUAL_SETTINGS: ListSettings = { isOn: true, offerMinutes: 240, picks: 'in-order' }

export async function readListSettings(db: Queryable, sessionId: string): Promise<ListSettings> {
  const [row] = await db.select({ isOn: waitingLists.isOn, offerMinutes: waitingLists.offerMinutes, picks: waitingLists.picks })
    .from(waitingLists).where(eq(waitingLists.sessionId, sessionId))
  return row ?? USUAL_SETTINGS
}

/** Changes how a list is run from now on; offers that are out stay as they are. Throws `not-found` for what is not the author's. */
export async function changeListSettings({ db }: { db: Database }, author: Author, sessionId: string, settings: ListSettings): Promise<void> {
  await ownSession(db, author, sessionId)
  await inTransaction(db, async (tx) => {
    await tx.insert(waitingLists).values({ sessionId, ...settings })
      .onConflictDoUpdate({ target: waitingLists.sessionId, set: { ...settings, updatedAt: sql`now()` } })
    await recordAudit(tx, { actor: `user:${author.userId}`, action: 'waiting-list.changed', subjectType: 'session', subjectId: sessionId, details: { ...settings } })
  })
}
