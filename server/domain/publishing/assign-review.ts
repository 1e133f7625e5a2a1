import { and, eq, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { submissions, users } from '#drizzle/schema/index.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import type { SubmissionSummary } from '#shared/api/publishing.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { Author } from './own-event.ts'

/**
 * An admin takes a submission, also from another who had taken it, or gives it back. It only says who is at it: everybody may
 * still decide. Throws `already-decided`, `not-found`.
 */
export async function assignReview({ db }: { db: Database }, admin: Author, submissionId: string, assignee: 'me' | 'nobody'): Promise<{ assignee: SubmissionSummary['assignee'] }> {
  return await inTransaction(db, async (tx) => {
    const isMine = assignee === 'me'
    const [taken] = await tx.update(submissions).set({ assignedTo: isMine ? admin.userId : null, assignedAt: isMine ? sql`now()` : null })
      .where(and(eq(submissions.id, submissionId), eq(submissions.state, 'pending'))).returning({ id: submissions.id })
    if (!taken) {
      const [known] = await tx.select({ state: submissions.state, decidedBy: users.displayName }).from(submissions).leftJoin(users, eq(users.id, submissions.decidedBy)).where(eq(submissions.id, submissionId))
      throw known ? new DomainError('already-decided', known) : new DomainError('not-found')
    }
    await recordAudit(tx, { actor: admin.userId, action: isMine ? 'submission.taken' : 'submission.given-back', subjectType: 'submission', subjectId: submissionId })
    if (!isMine) return { assignee: null }
    const [me] = await tx.select({ id: users.id, name: users.displayName }).from(users).where(eq(users.id, admin.userId))
    return { assignee: me ?? null }
  })
}
