import { and, eq, gt, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { tableExports } from '#drizzle/schema/index.ts'
import { type Principal, recordAudit } from '#server/domain/accounts/index.ts'
import type { FileStore } from '#server/domain/files/index.ts'
import type { ExportFormat, ExportKind, ExportView } from '#shared/api/exports.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { TABLE_NAMES } from './words.ts'

const LISTED = 20

interface Row extends Record<string, unknown> {
  id: string, kind: ExportKind, format: ExportFormat, scope: 'own' | 'house', name_en: string | null, name_zh: string | null, created_at: string, bytes: string | null, file_key: string | null, expires_at: string | null
  is_over: boolean, state: 'waiting' | 'running' | 'done' | 'skipped' | 'dead' | null, done: string | null, total: string | null
}

/** What somebody asked for lately, newest first, with how far it is. One query. */
export async function listExports({ db }: { db: Database }, userId: string): Promise<ExportView[]> {
  const rows = await db.execute<Row>(sql`
    select x.id, x.kind, x.format, x.scope, e.name_en, e.name_zh, x.created_at, x.bytes, x.file_key, x.expires_at, x.expires_at <= now() as is_over, r.state, r.done, r.total
    from table_exports x left join events e on e.id = x.event_id left join job_runs r on r.run_key = 'table-export:' || x.id
    where x.user_id = ${userId} order by x.created_at desc, x.id desc limit ${LISTED}`)
  return rows.map(row => ({
    id: row.id, kind: row.kind, format: row.format, scope: row.scope, event: row.name_en === null ? null : { en: row.name_en, zh: row.name_zh! }, state: stateOf(row),
    createdAt: new Date(row.created_at).toISOString(), done: Number(row.done ?? 0), total: row.total === null ? null : Number(row.total), bytes: row.bytes === null ? null : Number(row.bytes),
    expiresAt: row.expires_at && new Date(row.expires_at).toISOString()
  }))
}

function stateOf(row: Row): ExportView['state'] {
  if (row.expires_at) return row.file_key && !row.is_over ? 'ready' : 'expired'
  return row.state === 'waiting' || row.state === 'running' ? row.state : 'failed'
}

/** The file of an export, for whoever asked and for nobody else. Throws `not-found`, `link-dead` (not made yet, or too old). */
export async function openExport({ db, files }: { db: Database, files: FileStore }, reader: Pick<Principal, 'userId' | 'role'>, exportId: string): Promise<{ stream: ReadableStream<Uint8Array>, contentType: string, name: string }> {
  const [row] = await db.select().from(tableExports).where(and(eq(tableExports.id, exportId), eq(tableExports.userId, reader.userId)))
  if (!row || (row.scope === 'house' && reader.role !== 'admin')) throw new DomainError('not-found')
  const [ready] = await db.select({ fileKey: tableExports.fileKey }).from(tableExports).where(and(eq(tableExports.id, exportId), gt(tableExports.expiresAt, sql`now()`)))
  const file = ready?.fileKey ? await files.open(ready.fileKey) : null
  if (!file) throw new DomainError('link-dead')
  await recordAudit(db, { actor: reader.userId, action: 'export.fetched', subjectType: 'export', subjectId: row.id })
  const name = `foyer-${TABLE_NAMES[row.kind as ExportKind].en.toLowerCase()}-${row.createdAt.toISOString().slice(0, 10)}.${row.format}`
  return { ...file, name }
}
