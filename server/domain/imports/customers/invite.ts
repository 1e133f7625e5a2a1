import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { importRuns, importedPeople, users } from '#drizzle/schema/index.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { INVITATION_DAYS, invitationLink, recordAudit } from '#server/domain/accounts/index.ts'
import { postInvitations } from '#server/domain/notify/index.ts'
import { type RunInHand, queueRun } from '#server/domain/runs/index.ts'
import type { InviteReply } from '#shared/api/customer-imports.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** Invitations written in an hour: a mail provider that sees a million strangers at once takes none of them. */
export const INVITED_AN_HOUR = 500
/** Of one transaction. */
const BATCH = 25

/** Writes to everybody of an import, once, how to come into the account. @throws `not-found`, `mail-not-set-up`, `illegal-transition` (it made no accounts, or they were invited already) */
export async function inviteImported({ db, canSendMail }: { db: Database, canSendMail: boolean }, adminId: string, importId: string): Promise<InviteReply> {
  if (!canSendMail) throw new DomainError('mail-not-set-up')
  return await inTransaction(db, async (tx) => {
    const [run] = await tx.select().from(importRuns).where(and(eq(importRuns.id, importId), eq(importRuns.kind, 'customers'))).for('update')
    if (!run) throw new DomainError('not-found')
    const waiting = await uninvited(tx, importId)
    const asked = waiting === 0 ? [] : await tx.update(importRuns).set({ invitedAt: sql`now()` }).where(and(eq(importRuns.id, importId), isNull(importRuns.invitedAt))).returning({ id: importRuns.id })
    if (asked.length === 0) throw new DomainError('illegal-transition', { state: run.invitedAt ? 'invited' : 'empty' })
    await queueRun(tx, { job: 'customer-invitations', runKey: `customer-invitations:${importId}:1`, params: { importId, part: 1 }, askedBy: adminId })
    await recordAudit(tx, { actor: adminId, action: 'import.invited', subjectType: 'import', subjectId: importId, details: { people: waiting } })
    return { waiting, perHour: INVITED_AN_HOUR }
  })
}

/** Writes an hour's invitations, and leaves word for the next. Goes on where it stopped (J-02): who was written to is marked in the same transaction. */
export async function sendInvitations(deps: { db: Database, codeKey: Uint8Array }, run: RunInHand): Promise<'done' | 'paused'> {
  const { importId, part } = run.params as { importId: string, part: number }
  if (run.at.total === null) await run.step(async tx => ({ total: Math.min(INVITED_AN_HOUR, await uninvited(tx, importId)) }))
  for (;;) {
    if (run.mustPause()) return 'paused'
    let isOver = false
    await run.step(async (tx) => {
      const written = await inviteSome(tx, deps.codeKey, importId, Math.min(BATCH, INVITED_AN_HOUR - run.at.done))
      const done = run.at.done + written
      isOver = written === 0 || done >= INVITED_AN_HOUR
      if (isOver && await uninvited(tx, importId) > 0) {
        await queueRun(tx, { job: 'customer-invitations', runKey: `customer-invitations:${importId}:${part + 1}`, params: { importId, part: part + 1 }, notBefore: new Date(Date.now() + 3_600_000) })
      }
      return { done, total: Math.max(run.at.total ?? 0, done), result: { sent: done } }
    })
    if (isOver) return 'done'
  }
}

async function inviteSome(tx: Transaction, codeKey: Uint8Array, importId: string, limit: number): Promise<number> {
  const people = await tx.select({ userId: users.id, email: users.email, locale: users.locale, displayName: users.displayName }).from(importedPeople).innerJoin(users, eq(users.id, importedPeople.userId))
    .where(and(eq(importedPeople.runId, importId), isUninvited)).orderBy(importedPeople.userId).limit(limit).for('update', { of: importedPeople })
  const letters = []
  for (const { userId, email, locale } of people) letters.push({ userId, address: email!, locale, token: await invitationLink(tx, codeKey, { userId, email: email! }) })
  await postInvitations(tx, letters, INVITATION_DAYS)
  if (people.length > 0) await tx.update(importedPeople).set({ invitedAt: sql`now()` }).where(sql`${importedPeople.userId} in ${people.map(one => one.userId)}`)
  return people.length
}

/** Nobody is invited twice, nor into an account that he has entered by himself, or that is shut. */
const isUninvited = sql`${importedPeople.invitedAt} is null and ${users.unclaimedSince} is not null and ${users.email} is not null and ${users.disabledAt} is null and ${users.erasedAt} is null`

async function uninvited(tx: Transaction, importId: string): Promise<number> {
  const [row] = await tx.select({ n: sql<number>`count(*)::int` }).from(importedPeople).innerJoin(users, eq(users.id, importedPeople.userId)).where(and(eq(importedPeople.runId, importId), isUninvited))
  return row!.n
}
