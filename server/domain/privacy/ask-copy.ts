import { and, desc, eq, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { dataExports, users } from '#drizzle/schema/index.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import type { DataExportView } from '#shared/api/identity.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** Copies that somebody may ask for in a day; each reads everything he ever did. */
const A_DAY = 5
/** How many are listed. */
const LISTED = 20

type ExportRow = typeof dataExports.$inferSelect

/** Asks for a copy of all that the house knows of somebody (G-01). Asking again while one is waited for asks for nothing more. @throws `rate-limited` */
export async function askForCopy({ db }: { db: Database }, userId: string): Promise<DataExportView> {
  return await inTransaction(db, async (tx) => {
    // Two clicks ask one after the other.
    await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for('update')
    const lately = await tx.select().from(dataExports).where(and(eq(dataExports.userId, userId), sql`${dataExports.createdAt} > now() - interval '1 day'`))
    const waiting = lately.find(row => row.state === 'waiting')
    if (waiting) return viewOf(waiting)
    if (lately.length >= A_DAY) throw new DomainError('rate-limited', { retryAfterSeconds: 3600 })
    const [asked] = await tx.insert(dataExports).values({ userId }).returning()
    await recordAudit(tx, { actor: userId, action: 'account.copy-asked', subjectType: 'user', subjectId: userId, details: { exportId: asked!.id } })
    return viewOf(asked!)
  })
}

/** The copies that somebody asked for, newest first. */
export async function listCopies({ db }: { db: Database }, userId: string): Promise<DataExportView[]> {
  const rows = await db.select().from(dataExports).where(eq(dataExports.userId, userId)).orderBy(desc(dataExports.createdAt)).limit(LISTED)
  return rows.map(viewOf)
}

function viewOf(row: ExportRow): DataExportView {
  const isOver = row.state === 'ready' && row.expiresAt !== null && row.expiresAt.getTime() <= Date.now()
  return { id: row.id, state: isOver ? 'expired' : row.state as DataExportView['state'], createdAt: row.createdAt.toISOString(), expiresAt: row.expiresAt?.toISOString() ?? null }
}
