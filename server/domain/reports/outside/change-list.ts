import { and, count, eq, isNull, ne, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { type ReportReceiverRow, reportReceivers } from '#drizzle/schema/index.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import type { ChangedReceiverInput, ReceiverInput } from '#shared/api/report-receivers.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { newId } from '#shared/ids/id.ts'
import { askWhetherWanted, countAsk } from './ask.ts'
import { forgetMails } from './mails.ts'
import { type Caller, type OutsideDeps, auditReceiver, lockList, ofOwner, ownReceiver, ownerOf } from './owned.ts'
import { emailHashOf } from './tokens.ts'

/** Addresses of one list. */
export const MOST_RECEIVERS = 20
/** Whoever has ended the mails is not asked again for so long, in days. */
const PEACE_DAYS = 30

/**
 * Puts an address on the list, and asks it whether it wants the mails: until it says so it gets nothing else.
 * @throws `not-allowed` (the house's list, for no admin), `too-many-report-receivers`, `report-receiver-known`, `report-receiver-stopped`, `rate-limited`
 * @returns its id
 */
export async function addReceiver(deps: OutsideDeps, caller: Caller, { scope, email, ...wish }: ReceiverInput): Promise<string> {
  const ownerId = ownerOf(caller, scope)
  const emailHash = emailHashOf(deps.keys.unsubscribe, email)
  // What is refused anyway counts as no question; decided again below, where nobody comes in between.
  await requirePlace(deps.db, ownerId, emailHash)
  await countAsk(deps.limiter, caller.userId, emailHash)
  return await inTransaction(deps.db, async (tx) => {
    await lockList(tx, ownerId)
    const known = await requirePlace(tx, ownerId, emailHash)
    const asked = askWhetherWanted()
    const values = { ...wished(wish), email, ...asked.columns, state: 'unconfirmed' as const }
    const [row] = known
      ? await tx.update(reportReceivers).set({ ...values, stoppedAt: null, hiddenAt: null, confirmedAt: null, asks: known.asks + 1 }).where(and(eq(reportReceivers.id, known.id), eq(reportReceivers.state, 'stopped'))).returning()
      : await tx.insert(reportReceivers).values({ id: newId(), ownerId, emailHash, ...values, asks: 1 }).returning()
    await asked.send(tx, row!)
    await auditReceiver(tx, caller.userId, 'report-receiver.added', row!, known?.state)
    return row!.id
  })
}

/** Changes what a receiver gets, and when. The address stays: another one is another receiver. @throws `not-found`, `illegal-transition` (its reader has ended the mails) */
export async function changeReceiver({ db }: Pick<OutsideDeps, 'db'>, caller: Caller, id: string, wish: ChangedReceiverInput): Promise<void> {
  await inTransaction(db, async (tx) => {
    const before = await ownReceiver(tx, caller, id)
    const [row] = await tx.update(reportReceivers).set(wished(wish)).where(and(eq(reportReceivers.id, id), ne(reportReceivers.state, 'stopped'))).returning()
    if (!row) throw new DomainError('illegal-transition', { state: before.state })
    await auditReceiver(tx, caller.userId, 'report-receiver.changed', row, before.state)
  })
}

/** Takes an address off the list, with all that waits for it. Of one that ended the mails itself the hash stays. @throws `not-found` */
export async function removeReceiver({ db }: Pick<OutsideDeps, 'db'>, caller: Caller, id: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    const row = await ownReceiver(tx, caller, id)
    await forgetMails(tx, row)
    if (row.state === 'stopped') await tx.update(reportReceivers).set({ name: '–', hiddenAt: sql`now()` }).where(eq(reportReceivers.id, id))
    else await tx.delete(reportReceivers).where(eq(reportReceivers.id, id))
    await auditReceiver(tx, caller.userId, 'report-receiver.removed', row, row.state)
  })
}

/** @returns what the list knows of the address: that it has ended the mails, long enough ago */
async function requirePlace(tx: Queryable, ownerId: string | null, emailHash: string): Promise<ReportReceiverRow | undefined> {
  const [known] = await tx.select().from(reportReceivers).where(and(ofOwner(ownerId), eq(reportReceivers.emailHash, emailHash)))
  if (known) requireMayReturn(known)
  await requireRoom(tx, ownerId)
  return known
}

function requireMayReturn({ state, stoppedAt }: ReportReceiverRow): void {
  if (state !== 'stopped') throw new DomainError('report-receiver-known')
  const until = new Date(stoppedAt!.getTime() + PEACE_DAYS * 86_400_000)
  if (until > new Date()) throw new DomainError('report-receiver-stopped', { until: until.toISOString().slice(0, 10) })
}

async function requireRoom(tx: Queryable, ownerId: string | null): Promise<void> {
  const [{ there } = { there: 0 }] = await tx.select({ there: count() }).from(reportReceivers).where(and(ofOwner(ownerId), isNull(reportReceivers.hiddenAt), ne(reportReceivers.state, 'stopped')))
  if (there >= MOST_RECEIVERS) throw new DomainError('too-many-report-receivers', { limit: MOST_RECEIVERS })
}

function wished({ name, locale, format, isMonthly, isWeekly, zone }: ChangedReceiverInput) {
  return { name, locale, format, isMonthly, isWeekly, timeZone: zone }
}
