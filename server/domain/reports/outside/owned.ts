import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Database, Queryable, Transaction } from '#drizzle/database.ts'
import { type ReportReceiverRow, reportReceivers } from '#drizzle/schema/index.ts'
import { type Principal, type RateLimiter, recordAudit } from '#server/domain/accounts/index.ts'
import type { Asker } from '#server/domain/insight/index.ts'
import type { ReceiverScope } from '#shared/api/report-receivers.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

export type Caller = Pick<Principal, 'userId' | 'role'>
export interface OutsideDeps { db: Database, limiter: RateLimiter, keys: { unsubscribe: Buffer } }

/** Nobody's id: the house is asked for as an admin would, whoever that is. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

/** Whose list a scope is: a person's own, or (null) the house's. @throws `not-allowed` where the house's is asked for by no admin */
export function ownerOf(caller: Caller, scope: ReceiverScope): string | null {
  if (scope === 'own') return caller.userId
  if (caller.role !== 'admin') throw new DomainError('not-allowed')
  return null
}

/** Rows of one list. */
export function ofOwner(ownerId: string | null) {
  return ownerId ? eq(reportReceivers.ownerId, ownerId) : isNull(reportReceivers.ownerId)
}

/** One of the caller's receivers, or of the house's for admins; locked. @throws `not-found` where it is not his */
export async function ownReceiver(tx: Queryable, caller: Caller, id: string): Promise<ReportReceiverRow> {
  const [row] = await tx.select().from(reportReceivers).where(and(eq(reportReceivers.id, id), isNull(reportReceivers.hiddenAt))).for('update')
  if (!row || (row.ownerId ? row.ownerId !== caller.userId : caller.role !== 'admin')) throw new DomainError('not-found')
  return row
}

/** Changes of one list go one after the other, until the transaction ends. */
export async function lockList(tx: Transaction, ownerId: string | null): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`report-receivers ${ownerId ?? 'house'}`}, 0))`)
}

/** What a receiver gets to see: never more than the list's owner does, whatever became of him since. */
export function askerFor(ownerId: string | null): Asker {
  return ownerId ? { userId: ownerId, role: 'publisher' } : { userId: NOBODY, role: 'admin' }
}

/** Whether a list still speaks for somebody: the house, or a publisher who is one and is not shut out. */
export const isAlive = sql`(${reportReceivers.ownerId} is null or exists (select 1 from users u where u.id = ${reportReceivers.ownerId} and u.role in ('publisher', 'admin') and u.disabled_at is null and u.erased_at is null))`

/** Without the address: the log outlives it. */
export async function auditReceiver(tx: Transaction, actor: string, action: string, row: ReportReceiverRow, from?: string): Promise<void> {
  await recordAudit(tx, { actor, action, subjectType: 'report-receiver', subjectId: row.id, fromState: from, toState: row.state, details: { ownerId: row.ownerId ?? 'house', isMonthly: row.isMonthly, isWeekly: row.isWeekly, format: row.format } })
}
