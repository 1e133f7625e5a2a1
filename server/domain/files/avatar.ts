import { and, eq, isNull } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { users } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { deleteFiles, forgetImage } from './delete-image.ts'
import type { FileStore } from './file-store.ts'
import { type PictureDeps, storeImage } from './store-image.ts'

/**
 * Gives somebody a picture; the one before is deleted. @returns where it is served
 * @throws `image-refused`, `unavailable`, `login-required` where the account was deleted meanwhile
 */
export async function setAvatar(deps: PictureDeps, userId: string, bytes: Uint8Array): Promise<string> {
  const stored = await storeImage(deps, { ownerId: userId, purpose: 'avatar', bytes })
  const former = await deps.db.transaction(tx => exchange(tx, userId, { avatarImageId: stored.id, avatarUrl: stored.url }))
  if (!former) {
    await deleteFiles(deps.files, await forgetImage(deps.db, stored.id, userId))
    throw new DomainError('login-required')
  }
  await deleteFiles(deps.files, former)
  return stored.url
}

/** Takes somebody's picture away. Doing so again changes nothing. */
export async function removeAvatar(deps: { db: Database, files: FileStore }, userId: string): Promise<void> {
  const former = await deps.db.transaction(tx => exchange(tx, userId, { avatarImageId: null, avatarUrl: null }))
  if (former) await deleteFiles(deps.files, former)
}

/** @returns the files of the picture before; null where the account is gone. The row is locked, so that of two pictures at once neither stays behind unnamed. */
async function exchange(tx: Transaction, userId: string, next: { avatarImageId: string | null, avatarUrl: string | null }): Promise<string[] | null> {
  const [user] = await tx.select({ imageId: users.avatarImageId }).from(users).where(and(eq(users.id, userId), isNull(users.erasedAt))).for('update')
  if (!user) return null
  await tx.update(users).set(next).where(eq(users.id, userId))
  return user.imageId ? await forgetImage(tx, user.imageId, userId) : []
}
