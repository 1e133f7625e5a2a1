import { eq, sql } from 'drizzle-orm'
import type { Queryable, Transaction } from '#drizzle/database.ts'
import { behaviour, statsPeople } from '#drizzle/schema/index.ts'

/** What somebody looked at goes with his account; that he ordered stays where his orders are. */
export async function forgetBehaviourOf(tx: Transaction, userId: string): Promise<void> {
  await tx.delete(behaviour).where(eq(behaviour.userId, userId))
  await tx.delete(statsPeople).where(sql`${statsPeople.userId} = ${userId} and not ${statsPeople.hasOrdered}`)
}

/** All that was written down of what somebody looked at, for the copy of his data. */
export async function behaviourOf(db: Queryable, userId: string) {
  return await db.select({ at: behaviour.at, kind: behaviour.kind, page: behaviour.page, eventId: behaviour.eventId, sessionId: behaviour.sessionId, details: behaviour.details, places: behaviour.places })
    .from(behaviour).where(eq(behaviour.userId, userId)).orderBy(behaviour.at, behaviour.id)
}
