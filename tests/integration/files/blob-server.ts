import { type FileServer, startFileServer } from './s3-server.ts'

export const BLOB_TOKEN = 'vercel_blob_rw_teststore_secretofthestore'

/** Vercel Blob's API and its store of private files in one, as far as Foyer uses it: every request must carry the token. */
export async function startBlob(): Promise<FileServer> {
  return await startFileServer((request) => {
    if (request.headers.authorization !== `Bearer ${BLOB_TOKEN}`) return { status: 403, body: JSON.stringify({ error: { code: 'forbidden' } }) }
    const url = new URL(request.url!, 'http://blob')
    if (request.method === 'PUT' && request.headers['x-vercel-blob-access'] !== 'private') return { status: 400, body: JSON.stringify({ error: { code: 'bad_request', message: 'this store is private' } }) }
    return { key: url.pathname.slice(1) }
  }, (request, body, files) => {
    const url = new URL(request.url!, 'http://blob')
    if (request.method === 'PUT') {
      const pathname = url.searchParams.get('pathname')!
      files.set(pathname, { bytes: body, contentType: String(request.headers['x-content-type']) })
      return JSON.stringify({ url: `http://blob/${pathname}`, downloadUrl: `http://blob/${pathname}`, pathname, contentType: 'x', contentDisposition: 'inline', etag: 'x' })
    }
    if (request.method === 'POST' && url.pathname === '/delete') {
      for (const name of (JSON.parse(body.toString()) as { urls: string[] }).urls) files.delete(name)
      return 'null'
    }
    return null
  })
}
