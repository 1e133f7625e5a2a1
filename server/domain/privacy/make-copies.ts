import { and, asc, eq, lt, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { dataExports } from '#drizzle/schema/index.ts'
import { deleteFiles, type FileStore } from '#server/domain/files/index.ts'
import { giveNotice } from '#server/domain/notify/index.ts'
import { copyOf } from './copy/copy-of.ts'

/** How long a copy lies ready (G-01), and how long the house tries to make one. */
const READY_HOURS = 24
const TRYING_HOURS = 12

export interface CopyDeps { db: Database, files: FileStore, publicUrl: string }

/** Makes the copies that are waited for, oldest first, and tells their owners. Several processes share the work. @returns how many were made */
export async function makeCopies(deps: CopyDeps, atMost = 5): Promise<number> {
  for (let made = 0; made < atMost; made++) {
    if (!await makeNext(deps)) return made
  }
  return atMost
}

async function makeNext({ db, files, publicUrl }: CopyDeps): Promise<boolean> {
  return await db.transaction(async (tx) => {
    const [waiting] = await tx.select().from(dataExports)
      .where(and(eq(dataExports.state, 'waiting'), sql`${dataExports.createdAt} > now() - make_interval(hours => ${TRYING_HOURS})`))
      .orderBy(asc(dataExports.id)).limit(1).for('update', { skipLocked: true })
    if (!waiting) return false
    const copy = await copyOf(tx, waiting.userId, publicUrl)
    const fileKey = `exports/${waiting.id}.json`
    await files.put(fileKey, Buffer.from(JSON.stringify(copy, null, 2)), 'application/json')
    const [ready] = await tx.update(dataExports).set({ state: 'ready', fileKey, readyAt: sql`now()`, expiresAt: sql`now() + make_interval(hours => ${READY_HOURS})` })
      .where(eq(dataExports.id, waiting.id)).returning({ expiresAt: dataExports.expiresAt })
    await giveNotice(tx, {
      to: { userId: waiting.userId }, kind: 'export-ready', path: '/account/data', key: `export-ready:${waiting.id}`,
      params: { expiresAt: ready!.expiresAt!.toISOString(), timeZone: 'UTC' }
    })
    return true
  })
}

/** Deletes copies that nobody fetched in time, and gives up those that could not be made. */
export async function forgetCopies({ db, files }: Pick<CopyDeps, 'db' | 'files'>): Promise<void> {
  const over = await db.select({ id: dataExports.id, fileKey: dataExports.fileKey }).from(dataExports)
    .where(and(eq(dataExports.state, 'ready'), lt(dataExports.expiresAt, sql`now()`)))
  for (const { id, fileKey } of over) {
    if (fileKey) await deleteFiles(files, [fileKey])
    await db.update(dataExports).set({ state: 'expired', fileKey: null }).where(and(eq(dataExports.id, id), eq(dataExports.state, 'ready')))
  }
  await db.update(dataExports).set({ state: 'failed' })
    .where(and(eq(dataExports.state, 'waiting'), lt(dataExports.createdAt, sql`now() - make_interval(hours => ${TRYING_HOURS})`)))
}
