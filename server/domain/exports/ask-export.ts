import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { events, jobRuns, tableExports, users } from '#drizzle/schema/index.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { type Principal, recordAudit } from '#server/domain/accounts/index.ts'
import { queueRun } from '#server/domain/runs/index.ts'
import type { ExportWish } from '#shared/api/exports.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { Locale } from '#shared/text/local-text.ts'

/** Exports that one person may ask for in a day: each may read everything that was ever sold. */
const A_DAY = 40

/** Which run makes an export. */
export const runKeyOf = (exportId: string) => `table-export:${exportId}`

/**
 * Asks for a table as a file: a run makes it. Asking again for one that is being made asks for nothing more.
 * Throws `not-found` (another publisher's event, or everybody's for who is no admin), `rate-limited`. @returns its id
 */
export async function askExport({ db }: { db: Database }, asker: Pick<Principal, 'userId' | 'role'>, wish: ExportWish & { locale: Locale }): Promise<string> {
  if (wish.scope === 'house' && asker.role !== 'admin') throw new DomainError('not-found')
  return await inTransaction(db, async (tx) => {
    // Two clicks ask one after the other.
    await tx.select({ id: users.id }).from(users).where(eq(users.id, asker.userId)).for('update')
    if (wish.eventId) {
      const [event] = await tx.select({ createdBy: events.createdBy }).from(events).where(eq(events.id, wish.eventId))
      if (!event || (event.createdBy !== asker.userId && wish.scope !== 'house')) throw new DomainError('not-found')
    }
    const own = eq(tableExports.userId, asker.userId)
    const [[open], [lately]] = [
      await tx.select({ id: tableExports.id }).from(tableExports).innerJoin(jobRuns, sql`${jobRuns.runKey} = 'table-export:' || ${tableExports.id} and ${jobRuns.state} in ('waiting', 'running')`)
        .where(and(own, eq(tableExports.kind, wish.kind), eq(tableExports.format, wish.format), eq(tableExports.scope, wish.scope), eq(tableExports.locale, wish.locale), wish.eventId ? eq(tableExports.eventId, wish.eventId) : isNull(tableExports.eventId))).limit(1),
      await tx.select({ n: sql<number>`count(*)::int` }).from(tableExports).where(and(own, sql`${tableExports.createdAt} > now() - interval '1 day'`))
    ]
    if (open) return open.id
    if (lately!.n >= A_DAY) throw new DomainError('rate-limited', { retryAfterSeconds: 3600 })
    const [asked] = await tx.insert(tableExports).values({ userId: asker.userId, ...wish, eventId: wish.eventId ?? null }).returning({ id: tableExports.id })
    await queueRun(tx, { job: 'table-export', runKey: runKeyOf(asked!.id), params: { exportId: asked!.id }, askedBy: asker.userId })
    await recordAudit(tx, { actor: asker.userId, action: 'export.asked', subjectType: 'export', subjectId: asked!.id, details: { ...wish } })
    return asked!.id
  })
}
