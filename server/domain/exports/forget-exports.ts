import { and, eq, isNotNull, lt, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { tableExports } from '#drizzle/schema/index.ts'
import { type FileStore, deleteFiles } from '#server/domain/files/index.ts'

/** Deletes files whose time is over, and what was asked for long ago. */
export async function forgetExports({ db, files }: { db: Database, files: FileStore }): Promise<void> {
  const over = await db.select({ id: tableExports.id, fileKey: tableExports.fileKey }).from(tableExports)
    .where(and(isNotNull(tableExports.fileKey), lt(tableExports.expiresAt, sql`now()`))).limit(200)
  for (const { id, fileKey } of over) {
    await deleteFiles(files, [fileKey!])
    await db.update(tableExports).set({ fileKey: null }).where(eq(tableExports.id, id))
  }
  await db.delete(tableExports).where(and(sql`${tableExports.fileKey} is null`, lt(tableExports.createdAt, sql`now() - interval '90 days'`)))
}

/** What somebody asked for, with him. @returns the files, to be deleted when the transaction has committed */
export async function forgetExportsOf(tx: Transaction, userId: string): Promise<string[]> {
  const gone = await tx.delete(tableExports).where(eq(tableExports.userId, userId)).returning({ fileKey: tableExports.fileKey })
  return gone.flatMap(({ fileKey }) => fileKey ? [fileKey] : [])
}
