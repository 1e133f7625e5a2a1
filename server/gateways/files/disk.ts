import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { copyFile, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { type FileStore, fileTypeOf, requireType } from '#server/domain/files/index.ts'

/** Files in a folder. Each is written beside its place and then moved there, so that nobody ever reads half a file. */
export function diskStore(folder: string): FileStore {
  return {
    async put(key, bytes, contentType) {
      requireType(key, contentType)
      const path = join(folder, key)
      const unfinished = `${path}.${randomUUID()}`
      await mkdir(dirname(path), { recursive: true })
      await writeFile(unfinished, bytes, { mode: 0o600 })
      await rename(unfinished, path)
    },
    async putFile(key, from, contentType) {
      requireType(key, contentType)
      const path = join(folder, key)
      const unfinished = `${path}.${randomUUID()}`
      await mkdir(dirname(path), { recursive: true })
      await copyFile(from, unfinished)
      await rename(unfinished, path)
    },
    async open(key) {
      const contentType = fileTypeOf(key)
      const path = join(folder, key)
      const found = await stat(path).catch((problem: NodeJS.ErrnoException) => {
        if (problem.code === 'ENOENT') return null
        throw problem
      })
      return found && { stream: Readable.toWeb(createReadStream(path)) as unknown as ReadableStream<Uint8Array>, contentType }
    },
    async get(key) {
      const contentType = fileTypeOf(key)
      try {
        return { bytes: await readFile(join(folder, key)), contentType }
      } catch (problem) {
        if ((problem as NodeJS.ErrnoException).code === 'ENOENT') return null
        throw problem
      }
    },
    async delete(key) {
      fileTypeOf(key)
      await rm(join(folder, key), { force: true })
    }
  }
}
