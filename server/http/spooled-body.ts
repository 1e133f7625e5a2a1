import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type H3Event, getRequestHeader } from 'h3'
import { DomainError } from '#shared/errors/domain-error.ts'

/** A body that nobody finishes sending is let go of after so long, in ms. */
const SLOWEST_MS = 300_000

/**
 * A large body as a file that can be read several times, gone when `work` is done. Refuses what is larger than `limitBytes` before
 * it is all read. @throws `body-too-large`, `body-too-slow`
 */
export async function withSpooledBody<T>(event: H3Event, limitBytes: number, work: (read: () => AsyncIterable<Uint8Array>) => Promise<T>): Promise<T> {
  const tooLarge = new DomainError('body-too-large', { limitBytes })
  if (Number(getRequestHeader(event, 'content-length') ?? 0) > limitBytes) throw tooLarge
  const folder = await mkdtemp(join(tmpdir(), 'foyer-import-'))
  const file = join(folder, 'body')
  try {
    let size = 0
    const limit = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        size += chunk.length
        if (size > limitBytes) done(tooLarge)
        else done(null, chunk)
      }
    })
    await pipeline(event.node.req, limit, createWriteStream(file, { mode: 0o600 }), { signal: AbortSignal.timeout(SLOWEST_MS) })
      .catch((error: unknown) => { throw error instanceof DomainError ? error : new DomainError('body-too-slow', { seconds: SLOWEST_MS / 1000 }) })
    return await work(() => createReadStream(file))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
