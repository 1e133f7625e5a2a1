import { createHash, createHmac } from 'node:crypto'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export const S3_KEY = { keyId: 'AKIAEXAMPLE', secret: 'a secret that only the bucket and the house know', region: 'eu-test-1' }

export interface FileServer {
  url: string
  files: Map<string, { bytes: Buffer, contentType: string }>
  /** The next so many requests are answered 503. */
  fail(times: number): void
  /** From now on nothing is answered. */
  hang(): void
  close(): Promise<void>
}

/** A bucket that checks AWS Signature Version 4 by the published algorithm, and keeps its files in memory. */
export async function startS3(): Promise<FileServer> {
  return await startFileServer((request, body) => {
    const url = new URL(request.url!, 'http://s3')
    if (!isSigned(request, url, body)) return { status: 403, body: '<Error><Code>SignatureDoesNotMatch</Code></Error>' }
    return { key: /^\/pictures\/(.+)$/.exec(url.pathname)?.[1] ?? '' }
  })
}

/** What a request asks for, or an answer that refuses it. */
type Judge = (request: IncomingMessage, body: Buffer) => { key: string } | { status: number, body: string }

export async function startFileServer(judge: Judge, special?: (request: IncomingMessage, body: Buffer, files: FileServer['files']) => string | null): Promise<FileServer> {
  const files: FileServer['files'] = new Map()
  let failures = 0
  let isHanging = false
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request)
    if (isHanging) return
    if (failures > 0) {
      failures--
      return answer(response, 503, '<Error><Code>SlowDown</Code></Error>')
    }
    const judged = judge(request, body)
    if ('status' in judged) return answer(response, judged.status, judged.body)
    const spoken = special?.(request, body, files)
    if (spoken) return answer(response, 200, spoken, 'application/json')
    serve(request, response, judged.key, body)
  })
  const serve = (request: IncomingMessage, response: ServerResponse, key: string, body: Buffer) => {
    if (request.method === 'PUT') files.set(key, { bytes: body, contentType: String(request.headers['content-type']) })
    if (request.method === 'DELETE') files.delete(key)
    if (request.method !== 'GET') return answer(response, request.method === 'DELETE' ? 204 : 200, '')
    const file = files.get(key)
    if (file) answer(response, 200, file.bytes, file.contentType)
    else answer(response, 404, '<Error><Code>NoSuchKey</Code></Error>')
  }
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files,
    fail: (times) => { failures = times },
    hang: () => { isHanging = true },
    close: () => new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  }
}

function isSigned(request: IncomingMessage, url: URL, body: Buffer): boolean {
  const [, credential, signedHeaders, signature] = /^AWS4-HMAC-SHA256 Credential=([^,]+), SignedHeaders=([^,]+), Signature=([\da-f]{64})$/.exec(request.headers.authorization ?? '') ?? []
  if (!credential || !signedHeaders) return false
  const date = String(request.headers['x-amz-date'])
  const scope = [date.slice(0, 8), S3_KEY.region, 's3', 'aws4_request']
  const contentHash = createHash('sha256').update(body).digest('hex')
  if (credential !== [S3_KEY.keyId, ...scope].join('/') || request.headers['x-amz-content-sha256'] !== contentHash || !signedHeaders.split(';').includes('host')) return false
  const headers = signedHeaders.split(';').map(name => `${name}:${String(request.headers[name]).trim()}\n`).join('')
  const canonical = [request.method, url.pathname, url.searchParams.toString(), headers, signedHeaders, contentHash].join('\n')
  const text = ['AWS4-HMAC-SHA256', date, scope.join('/'), createHash('sha256').update(canonical).digest('hex')].join('\n')
  const key = scope.reduce<Buffer>((secret, part) => createHmac('sha256', secret).update(part).digest(), Buffer.from(`AWS4${S3_KEY.secret}`))
  return createHmac('sha256', key).update(text).digest('hex') === signature
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function answer(response: ServerResponse, status: number, body: string | Buffer, contentType = 'application/xml'): void {
  response.writeHead(status, { 'content-type': contentType }).end(body)
}
