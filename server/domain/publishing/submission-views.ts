import { desc, eq, getTableColumns } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Queryable } from '#drizzle/database.ts'
import { submissions, users } from '#drizzle/schema/index.ts'
import type { SubmissionSummary } from '#shared/api/publishing.ts'

export const assignees = alias(users, 'assignees')
export const deciders = alias(users, 'deciders')

const { document: _document, base: _base, changes: _changes, ...light } = getTableColumns(submissions)

/** A submission without its documents, which a list has no use for, and who is named in it. */
export const submissionColumns = { ...light, assigneeName: assignees.displayName, deciderName: deciders.displayName }

type SubmissionFacts = Omit<typeof submissions.$inferSelect, 'document' | 'base' | 'changes'> & { assigneeName: string | null, deciderName: string | null }

export function submissionSummaryOf(row: SubmissionFacts): SubmissionSummary {
  return {
    id: row.id, number: row.number, state: row.state, size: row.size, note: row.note,
    submittedAt: row.submittedAt.toISOString(), decidedAt: row.decidedAt?.toISOString() ?? null, reason: row.reason,
    assignee: row.assignedTo ? { id: row.assignedTo, name: row.assigneeName ?? '' } : null,
    decidedBy: row.deciderName
  }
}

/** All submissions of an event, the newest first. */
export async function submissionsOf(db: Queryable, eventId: string): Promise<SubmissionSummary[]> {
  const rows = await db.select(submissionColumns).from(submissions)
    .leftJoin(assignees, eq(assignees.id, submissions.assignedTo)).leftJoin(deciders, eq(deciders.id, submissions.decidedBy))
    .where(eq(submissions.eventId, eventId)).orderBy(desc(submissions.number))
  return rows.map(submissionSummaryOf)
}
