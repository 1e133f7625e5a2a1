import type { FileStore } from '#server/domain/files/index.ts'
import { diskStore } from './disk.ts'
import { type S3Settings, s3Store } from './s3.ts'
import { vercelBlobStore } from './vercel-blob.ts'

/** Where uploaded pictures and exports are kept. */
export type FileSettings = { kind: 'disk', folder: string } | { kind: 's3' } & S3Settings | { kind: 'vercel-blob', token: string }

/** Nothing is connected before it is used. */
export function createFileStore(settings: FileSettings): FileStore {
  switch (settings.kind) {
    case 'disk': return diskStore(settings.folder)
    case 's3': return s3Store(settings)
    case 'vercel-blob': return vercelBlobStore(settings.token)
  }
}
