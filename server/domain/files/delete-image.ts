import { and, eq } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { images } from '#drizzle/schema/index.ts'
import type { FileStore } from './file-store.ts'
import { imageKey } from './image-addresses.ts'

/** Takes a picture's row away. @returns its files, for `deleteFiles` once the transaction has committed */
export async function forgetImage(tx: Queryable, imageId: string, ownerId: string): Promise<string[]> {
  const [gone] = await tx.delete(images).where(and(eq(images.id, imageId), eq(images.ownerId, ownerId))).returning({ widths: images.widths })
  return gone?.widths.map(width => imageKey(imageId, width)) ?? []
}

/** Deletes files that nothing names any more. One that cannot be deleted now is lost space, and nobody's error. */
export async function deleteFiles(files: FileStore, keys: string[]): Promise<void> {
  await Promise.allSettled(keys.map(key => files.delete(key)))
}
