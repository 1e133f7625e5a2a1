import { type H3Event, getRequestHeader } from 'h3'
import { createWorkGate } from '#shared/flow/work-gate.ts'
import { MAX_IMAGE_BYTES } from '#server/domain/files/index.ts'
import type { House } from '#server/house.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { withinShare } from './fair-share.ts'
import { readBytes } from './read-bytes.ts'

/** Bodies that are in memory at once: 6 x 10 MB. Who waits for room is not read yet, and so costs nothing (V-07). */
const room = createWorkGate(6, 60)
/** A whole picture has to be here by then, in ms: 10 MB at 3 Mbit/s. */
const BODY_MS = 30_000
/** Pictures somebody may send in ten minutes. */
const EACH = { atOnce: 2, limit: 40, windowSeconds: 600 }

/**
 * Reads a picture from the request and does `work` with it, when there is room for it.
 * @throws `unsupported-media-type`, `body-too-large`, `body-too-slow`, `rate-limited`, `unavailable`
 */
export async function withPicture<T>(event: H3Event, house: House, userId: string, work: (bytes: Uint8Array) => Promise<T>): Promise<T> {
  // What it claims to be: what it is decides later. This keeps forms out, which other sites can send.
  if (!/^image\/(jpeg|png|webp|avif)$/i.test(getRequestHeader(event, 'content-type') ?? '')) throw new DomainError('unsupported-media-type')
  if (Number(getRequestHeader(event, 'content-length') ?? 0) > MAX_IMAGE_BYTES) throw new DomainError('body-too-large', { limitBytes: MAX_IMAGE_BYTES })
  const read = async () => await work(await readBytes(event, { limitBytes: MAX_IMAGE_BYTES, withinMs: BODY_MS }))
  return await withinShare(house, { key: `picture:${userId}`, ...EACH }, () => room.run(read))
}
