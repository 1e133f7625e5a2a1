import { eq } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { images } from '#drizzle/schema/index.ts'
import type { FileStore } from './file-store.ts'
import { imageKey } from './image-addresses.ts'

/** A stored picture in the width asked for, or the next smaller one that there is; null where there is no such picture. */
export async function readImage(deps: { db: Queryable, files: FileStore }, imageId: string, width: number): Promise<Uint8Array | null> {
  const [image] = await deps.db.select({ widths: images.widths }).from(images).where(eq(images.id, imageId))
  if (!image) return null
  const fitting = image.widths.filter(each => each <= width)
  const file = await deps.files.get(imageKey(imageId, fitting.length > 0 ? Math.max(...fitting) : Math.min(...image.widths)))
  return file?.bytes ?? null
}
