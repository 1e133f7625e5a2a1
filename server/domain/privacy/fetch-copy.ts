import { and, eq, gt, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { dataExports } from '#drizzle/schema/index.ts'
import { deleteFiles, type FileStore } from '#server/domain/files/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/**
 * Hands out a copy, once: the first who fetches it closes it, and the file is deleted.
 * @throws `not-found` (not the caller's), `link-dead` (fetched before, too old, or not made yet)
 */
export async function fetchCopy({ db, files }: { db: Database, files: FileStore }, userId: string, exportId: string): Promise<Uint8Array> {
  const isOwn = and(eq(dataExports.id, exportId), eq(dataExports.userId, userId))
  const [row] = await db.select({ fileKey: dataExports.fileKey }).from(dataExports).where(isOwn)
  if (!row) throw new DomainError('not-found')
  // Read before it is closed: a store that is away for a moment costs nobody his copy.
  const file = row.fileKey ? await files.get(row.fileKey) : null
  if (!row.fileKey || !file) throw new DomainError('link-dead')
  const closed = await db.update(dataExports).set({ state: 'fetched', fetchedAt: sql`now()`, fileKey: null })
    .where(and(isOwn, eq(dataExports.state, 'ready'), gt(dataExports.expiresAt, sql`now()`))).returning({ id: dataExports.id })
  if (closed.length === 0) throw new DomainError('link-dead')
  await deleteFiles(files, [row.fileKey])
  return file.bytes
}
