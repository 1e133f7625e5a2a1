import type { Database } from '#drizzle/database.ts'
import { images } from '#drizzle/schema/index.ts'
import { newId } from '#shared/ids/id.ts'
import type { FileStore } from './file-store.ts'
import { type ImagePurpose, PURPOSES, imageKey, imageUrl } from './image-addresses.ts'
import type { ImageWorks } from './image-works.ts'

export interface PictureDeps { db: Database, files: FileStore, images: ImageWorks }

export interface StoredImage { id: string, url: string, width: number, height: number }

/**
 * Re-encodes a picture that somebody sent and keeps it: the files first, then the row, so that what has a row can be served.
 * @throws `image-refused`, `unavailable`
 */
export async function storeImage(deps: PictureDeps, picture: { ownerId: string, purpose: ImagePurpose, bytes: Uint8Array }): Promise<StoredImage> {
  const { ownerId, purpose } = picture
  const { width, height, sizes } = await deps.images.work(picture.bytes, PURPOSES[purpose])
  const id = newId()
  const keys = sizes.map(size => imageKey(id, size.width))
  try {
    for (const [i, size] of sizes.entries()) await deps.files.put(keys[i]!, size.bytes, 'image/webp')
    await deps.db.insert(images).values({ id, ownerId, purpose, width, height, widths: sizes.map(size => size.width) })
  } catch (problem) {
    await Promise.allSettled(keys.map(key => deps.files.delete(key)))
    throw problem
  }
  return { id, url: imageUrl(id, purpose), width, height }
}
