import { openAsBlob } from 'node:fs'
import { del, put } from '@vercel/blob'
import { type FileStore, fileTypeOf, requireType } from '#server/domain/files/index.ts'
import { LARGE, PATIENCE, type Patience, patiently } from './patience.ts'

/**
 * Files in a private Vercel Blob store: only the token opens them, and people see what the house serves. `origin` is where files
 * are read; the token names the store by itself (`vercel_blob_rw_<store>_<secret>`).
 */
export function vercelBlobStore(token: string, origin = originOf(token), patience: Patience = PATIENCE): FileStore {
  // Vercel's client tries again by itself, ten times by default: the signal is the limit of all tries together.
  const limit = () => AbortSignal.timeout(patience.tryMs * patience.tries)
  return {
    async put(key, bytes, contentType) {
      requireType(key, contentType)
      await put(key, Buffer.from(bytes), { access: 'private', token, contentType, addRandomSuffix: false, allowOverwrite: true, abortSignal: limit() })
    },
    async putFile(key, path, contentType) {
      requireType(key, contentType)
      await put(key, await openAsBlob(path) as unknown as Blob, { access: 'private', token, contentType, addRandomSuffix: false, allowOverwrite: true, abortSignal: AbortSignal.timeout(patience.tryMs * LARGE) })
    },
    async open(key) {
      const contentType = fileTypeOf(key)
      const answer = await fetch(`${origin}/${key}?cache=0`, { headers: { authorization: `Bearer ${token}` }, signal: AbortSignal.timeout(patience.tryMs * LARGE) })
      if (answer.ok) return { stream: answer.body!, contentType }
      await answer.body?.cancel()
      if (answer.status === 404) return null
      throw new Error(`Vercel Blob answered ${answer.status}`)
    },
    async get(key) {
      const contentType = fileTypeOf(key)
      // Not from its cache, which would give for a minute what was replaced.
      const answer = await patiently(patience, signal => fetch(`${origin}/${key}?cache=0`, { headers: { authorization: `Bearer ${token}` }, signal }))
      if (answer.ok) return { bytes: new Uint8Array(await answer.arrayBuffer()), contentType }
      await answer.body?.cancel()
      if (answer.status === 404) return null
      throw new Error(`Vercel Blob answered ${answer.status}`)
    },
    async delete(key) {
      fileTypeOf(key)
      await del(key, { token, abortSignal: limit() })
    }
  }
}

function originOf(token: string): string {
  return `https://${token.split('_')[3]?.toLowerCase()}.private.blob.vercel-storage.com`
}
