import { readFile } from 'node:fs/promises'
import { type FileStore, requireType } from '#server/domain/files/index.ts'

/** Files in memory, for tests to count. */
export function memoryStore(): FileStore & { kept: Map<string, { bytes: Uint8Array, contentType: string }> } {
  const kept = new Map<string, { bytes: Uint8Array, contentType: string }>()
  return {
    kept,
    put: async (key, bytes, contentType) => {
      requireType(key, contentType)
      kept.set(key, { bytes, contentType })
    },
    putFile: async (key, path, contentType) => {
      requireType(key, contentType)
      kept.set(key, { bytes: await readFile(path), contentType })
    },
    open: async (key) => {
      const file = kept.get(key)
      return file ? { stream: new Blob([new Uint8Array(file.bytes)]).stream(), contentType: file.contentType } : null
    },
    get: async key => kept.get(key) ?? null,
    delete: async (key) => { kept.delete(key) }
  }
}
