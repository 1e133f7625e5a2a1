import { and, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { importRuns, importedPeople, users } from '#drizzle/schema/index.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import { type CustomerImportMapping, type CustomerImportOutcome, type CustomerImportsReply, customerImportCounts, customerImportMapping } from '#shared/api/customer-imports.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

const SHOWN = 20
const isOfCustomers = eq(importRuns.kind, 'customers')

/** Remembers what is going to be imported and how; the file follows. */
export async function beginCustomerImport({ db }: { db: Database }, adminId: string, input: { fileName: string, mapping: CustomerImportMapping }): Promise<{ id: string }> {
  const [run] = await db.insert(importRuns).values({ userId: adminId, kind: 'customers', ...input }).returning({ id: importRuns.id })
  return run!
}

/** The mapping of a run. @throws `not-found` */
export async function customerMappingOf({ db }: { db: Database }, runId: string): Promise<CustomerImportMapping> {
  const [run] = await db.select({ mapping: importRuns.mapping }).from(importRuns).where(and(eq(importRuns.id, runId), isOfCustomers))
  if (!run) throw new DomainError('not-found')
  return customerImportMapping.parse(run.mapping)
}

/** Writes down how a run came out, in numbers: whose rows they were is nobody's business after that. A dry run may be followed by the real one. */
export async function finishCustomerImport({ db }: { db: Database }, adminId: string, runId: string, outcome: CustomerImportOutcome): Promise<void> {
  const counts = customerImportCounts.parse(outcome)
  await db.transaction(async (tx) => {
    // What was imported once stays so, whatever is tried after it.
    await tx.update(importRuns).set({ outcome: counts, isDryRun: counts.isDryRun ? 1 : 0, finishedAt: sql`now()` })
      .where(and(eq(importRuns.id, runId), isOfCustomers, sql`(coalesce((${importRuns.outcome} ->> 'isImported')::boolean, false) is false or ${counts.isImported})`))
    if (counts.isImported) await recordAudit(tx, { actor: adminId, action: 'import.done', subjectType: 'import', subjectId: runId, details: counts })
  })
}

/** The last imports of customers by any admin, the newest first, with what became of their invitations. */
export async function listCustomerImports({ db, canSendMail }: { db: Database, canSendMail: boolean }): Promise<CustomerImportsReply> {
  const rows = await db.select().from(importRuns).where(isOfCustomers).orderBy(desc(importRuns.createdAt)).limit(SHOWN)
  const invited = rows.length === 0
    ? []
    : await db.select({
        runId: importedPeople.runId,
        waiting: sql<number>`count(*) filter (where ${isNull(importedPeople.invitedAt)} and ${isNotNull(users.unclaimedSince)})::int`,
        sent: sql<number>`count(*) filter (where ${isNotNull(importedPeople.invitedAt)})::int`,
        entered: sql<number>`count(*) filter (where ${isNull(users.unclaimedSince)})::int`
      }).from(importedPeople).innerJoin(users, eq(users.id, importedPeople.userId)).where(sql`${importedPeople.runId} in ${rows.map(row => row.id)}`).groupBy(importedPeople.runId)
  return {
    canSend: canSendMail,
    runs: rows.map((row) => {
      const { runId: _, ...people } = invited.find(one => one.runId === row.id) ?? { runId: row.id, waiting: 0, sent: 0, entered: 0 }
      return {
        id: row.id, fileName: row.fileName, createdAt: row.createdAt.toISOString(), finishedAt: row.finishedAt?.toISOString() ?? null, mapping: customerImportMapping.parse(row.mapping),
        counts: row.finishedAt ? customerImportCounts.parse(row.outcome) : null,
        invitations: { isAsked: row.invitedAt !== null, ...people }
      }
    })
  }
}
