import { eq } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { users } from '#drizzle/schema/index.ts'
import { deleteFiles, forgetImage } from './delete-image.ts'
import type { FileStore } from './file-store.ts'
import { type PictureDeps, storeImage } from './store-image.ts'

/**
 * Gives somebody a picture; the one before is deleted. @returns where it is served
 * @throws `image-refused`, `unavailable`
 */
export async function setAvatar(deps: PictureDeps, userId: string, bytes: Uint8Array): Promise<string> {
  const stored = await storeImage(deps, { ownerId: userId, purpose: 'avatar', bytes })
  const former = await deps.db.transaction(tx => exchange(tx, userId, { avatarImageId: stored.id, avatarUrl: stored.url }))
  await deleteFiles(deps.files, former)
  return stored.url
}

/** Takes somebody's picture away. Doing so again changes nothing. */
export async function removeAvatar(deps: { db: Database, files: FileStore }, userId: string): Promise<void> {
  const former = await deps.db.transaction(tx => exchange(tx, userId, { avatarImageId: null, avatarUrl: null }))
  await deleteFiles(deps.files, former)
}

/** @returns the files of the picture before. The row is locked, so that of two pictures at once neither stays behind unnamed. */
async function exchange(tx: Transaction, userId: string, next: { avatarImageId: string | null, avatarUrl: string | null }): Promise<string[]> {
  const [user] = await tx.select({ imageId: users.avatarImageId }).from(users).where(eq(users.id, userId)).for('update')
  await tx.update(users).set(next).where(eq(users.id, userId))
  return user?.imageId ? await forgetImage(tx, user.imageId, userId) : []
}
