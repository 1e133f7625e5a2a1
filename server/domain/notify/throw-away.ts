import { and, inArray, lt, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { deliveries, mailbox, notifications } from '#drizzle/schema/index.ts'

/**
 * Throws away what was sent long ago. Deliveries outlive the outbox by far: their keys are what keeps a repeated message from
 * being sent again.
 */
export async function throwAwayOldPost(db: Database): Promise<void> {
  await db.delete(deliveries).where(and(inArray(deliveries.state, ['sent', 'dropped', 'given-up']), lt(deliveries.createdAt, sql`now() - interval '60 days'`)))
  await db.delete(mailbox).where(lt(mailbox.createdAt, sql`now() - interval '7 days'`))
  await db.delete(notifications).where(lt(notifications.createdAt, sql`now() - interval '1 year'`))
}
