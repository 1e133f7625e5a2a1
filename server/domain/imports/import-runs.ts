import { and, desc, eq, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { importRuns } from '#drizzle/schema/index.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import { type EventImportMapping, type ImportOutcome, type ImportRunsReply, eventImportMapping, importOutcome } from '#shared/api/imports.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

const SHOWN = 20

/** Remembers what is going to be imported and how; the file follows. */
export async function beginImport({ db }: { db: Database }, userId: string, input: { fileName: string, mapping: EventImportMapping }): Promise<{ id: string }> {
  const [run] = await db.insert(importRuns).values({ userId, kind: 'events', ...input }).returning({ id: importRuns.id })
  return run!
}

/** The mapping of one's own run. @throws `not-found` */
export async function mappingOf({ db }: { db: Database }, userId: string, runId: string): Promise<EventImportMapping> {
  const [run] = await db.select({ mapping: importRuns.mapping }).from(importRuns).where(and(eq(importRuns.id, runId), eq(importRuns.userId, userId), eq(importRuns.kind, 'events')))
  if (!run) throw new DomainError('not-found')
  return eventImportMapping.parse(run.mapping)
}

/** Writes down how a run came out; a dry run may be followed by the real one. */
export async function finishImport({ db }: { db: Database }, userId: string, runId: string, outcome: ImportOutcome): Promise<void> {
  const { list, ...counts } = outcome
  await db.transaction(async (tx) => {
    await tx.update(importRuns).set({ outcome: { ...outcome, list: list.filter(row => row.outcome === 'refused').slice(0, 100) }, isDryRun: outcome.isDryRun ? 1 : 0, finishedAt: sql`now()` })
      .where(and(eq(importRuns.id, runId), eq(importRuns.userId, userId)))
    if (outcome.isImported) await recordAudit(tx, { actor: userId, action: 'import.done', subjectType: 'import', subjectId: runId, details: counts })
  })
}

/** Somebody's last runs, the newest first. */
export async function listImports({ db }: { db: Database }, userId: string): Promise<ImportRunsReply> {
  const rows = await db.select().from(importRuns).where(and(eq(importRuns.userId, userId), eq(importRuns.kind, 'events'))).orderBy(desc(importRuns.createdAt)).limit(SHOWN)
  return {
    runs: rows.map(row => ({
      id: row.id, fileName: row.fileName, createdAt: row.createdAt.toISOString(), finishedAt: row.finishedAt?.toISOString() ?? null,
      mapping: eventImportMapping.parse(row.mapping), outcome: row.finishedAt ? importOutcome.parse(row.outcome) : null
    }))
  }
}
