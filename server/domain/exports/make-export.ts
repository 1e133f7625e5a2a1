import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { eq, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { type TableExportRow, tableExports, users } from '#drizzle/schema/index.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import { type FileStore, fileTypeOf } from '#server/domain/files/index.ts'
import { giveNotice } from '#server/domain/notify/index.ts'
import type { RunInHand } from '#server/domain/runs/index.ts'
import type { ExportFormat, ExportKind } from '#shared/api/exports.ts'
import { BYTE_ORDER_MARK, csvLine } from './csv.ts'
import type { SheetWorks } from './sheet-works.ts'
import { type Cell, type ExportTable, type Extent, allPages } from './table.ts'
import { tableOf } from './tables/index.ts'
import { TABLE_NAMES } from './words.ts'

export interface ExportDeps { db: Database, files: FileStore, sheets: SheetWorks, keys: { attendees: Buffer } }

/** How long a file lies ready. */
const READY_HOURS = 24

/**
 * Makes the file of an export, page by page, and tells who asked. Half a file is worth nothing, so a try that breaks off begins anew, and
 * the file has one name: however often it is made, there is one.
 */
export async function makeExport(deps: ExportDeps, run: RunInHand): Promise<'done'> {
  const [asked] = await deps.db.select({ row: tableExports, role: users.role, disabledAt: users.disabledAt }).from(tableExports).innerJoin(users, eq(users.id, tableExports.userId)).where(eq(tableExports.id, run.params.exportId as string))
  // Whoever asked has left the house, or may not see it any more.
  if (!asked || asked.disabledAt || asked.role === 'customer' || (asked.row.scope === 'house' && asked.role !== 'admin')) return 'done'
  const { row } = asked
  const folder = await mkdtemp(join(tmpdir(), 'foyer-export-'))
  try {
    const path = join(folder, 'table')
    const table = tableOf(row.kind as ExportKind, row.scope === 'house')
    const extent = extentOf(deps, row)
    await run.show({ done: 0, total: await table.count(deps.db, extent) })
    await write(deps, row, table, path, rowsOf(deps, table, extent, run))
    const fileKey = `exports/${row.id}.${row.format}`
    const { size } = await stat(path)
    await deps.files.putFile(fileKey, path, fileTypeOf(fileKey))
    await close(run, row, fileKey, size)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return 'done'
}

function extentOf({ db, keys }: ExportDeps, row: TableExportRow): Extent {
  let isNoted = false
  return {
    ownerId: row.scope === 'house' ? null : row.userId, eventId: row.eventId, locale: row.locale, attendeeKey: keys.attendees,
    noteDocuments: async () => {
      if (isNoted) return
      await recordAudit(db, { actor: row.userId, action: 'attendees.documents-read', subjectType: 'export', subjectId: row.id, details: { eventId: row.eventId, scope: row.scope } })
      isNoted = true
    }
  }
}

async function* rowsOf({ db }: ExportDeps, table: ExportTable, extent: Extent, run: RunInHand): AsyncGenerator<Cell[]> {
  let done = 0
  for await (const page of allPages(table, db, extent)) {
    if (run.mustPause()) throw new Error('it had to stop before the file was whole, and begins anew')
    yield* page
    done += page.length
    await run.show({ done, total: Math.max(done, run.at.total ?? 0) })
  }
}

async function write({ sheets }: ExportDeps, { format, kind, locale }: TableExportRow, table: ExportTable, path: string, rows: AsyncIterable<Cell[]>): Promise<void> {
  const columns = table.columns.map(({ header, width }) => ({ header: header[locale], width }))
  if (format as ExportFormat === 'xlsx') return await sheets.write(path, { name: TABLE_NAMES[kind as ExportKind][locale], columns, rows })
  async function* lines() {
    yield BYTE_ORDER_MARK + csvLine(columns.map(column => column.header))
    for await (const row of rows) yield csvLine(row)
  }
  await pipeline(Readable.from(inPieces(lines())), createWriteStream(path, { mode: 0o600 }))
}

/** Lines put together, so that the disk is not asked for each. */
async function* inPieces(lines: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let piece = ''
  for await (const line of lines) {
    piece += line
    if (piece.length < 65_536) continue
    yield Buffer.from(piece)
    piece = ''
  }
  if (piece) yield Buffer.from(piece)
}

async function close(run: RunInHand, row: TableExportRow, fileKey: string, bytes: number): Promise<void> {
  await run.step(async (tx) => {
    const [ready] = await tx.update(tableExports).set({ fileKey, bytes, readyAt: sql`now()`, expiresAt: sql`now() + make_interval(hours => ${READY_HOURS})` })
      .where(eq(tableExports.id, row.id)).returning({ expiresAt: tableExports.expiresAt })
    const name = TABLE_NAMES[row.kind as ExportKind]
    if (ready) {
      await giveNotice(tx, {
        to: { userId: row.userId }, kind: 'table-ready', path: '/publish/exports', key: `table-ready:${row.id}`,
        params: { tableEn: name.en, tableZh: name.zh, format: row.format.toUpperCase(), expiresAt: ready.expiresAt!.toISOString(), timeZone: 'UTC' }
      })
    }
    return { result: { rows: run.at.done } }
  })
}
