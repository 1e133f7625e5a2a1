import { createHash } from 'node:crypto'
import { createReadStream, openAsBlob } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { AwsClient } from 'aws4fetch'
import { type FileStore, fileTypeOf, requireType } from '#server/domain/files/index.ts'
import { LARGE, PATIENCE, type Patience, patiently } from './patience.ts'

export interface S3Settings { endpoint: string, region: string, bucket: string, keyId: string, secret: string }

/** Files in a bucket of S3 or of what speaks like it (R2, MinIO, OSS, COS ...): requests signed with AWS Signature V4, bucket in the path. */
export function s3Store(settings: S3Settings, patience: Patience = PATIENCE): FileStore {
  const client = new AwsClient({ accessKeyId: settings.keyId, secretAccessKey: settings.secret, service: 's3', region: settings.region })
  const address = (key: string) => `${settings.endpoint}/${settings.bucket}/${key}`
  const ask = (method: string, key: string, body?: Uint8Array<ArrayBuffer>, contentType?: string) => patiently(patience, async (signal) => {
    const headers: Record<string, string> = {
      // Signed with the rest: bytes that were changed on the way are refused.
      'x-amz-content-sha256': createHash('sha256').update(body ?? '').digest('hex'),
      ...contentType ? { 'content-type': contentType } : {}
    }
    return await fetch(await client.sign(address(key), { method, headers, body, signal }))
  })

  return {
    async put(key, bytes, contentType) {
      requireType(key, contentType)
      await succeed(await ask('PUT', key, new Uint8Array(bytes), contentType))
    },
    async putFile(key, path, contentType) {
      requireType(key, contentType)
      const hash = createHash('sha256')
      await pipeline(createReadStream(path), hash)
      const headers = { 'x-amz-content-sha256': hash.digest('hex'), 'content-type': contentType }
      // A Blob is read from the disk as it is sent, and has a length, which S3 asks for.
      await succeed(await patiently({ ...patience, tryMs: patience.tryMs * LARGE }, async (signal) => {
        const signed = await client.sign(address(key), { method: 'PUT', headers, signal })
        return await fetch(signed.url, { method: 'PUT', headers: signed.headers, body: await openAsBlob(path) as unknown as Blob, signal })
      }))
    },
    async open(key) {
      const contentType = fileTypeOf(key)
      const answer = await fetch(await client.sign(address(key), { headers: { 'x-amz-content-sha256': createHash('sha256').digest('hex') }, signal: AbortSignal.timeout(patience.tryMs * LARGE) }))
      if (answer.status === 404) {
        await answer.body?.cancel()
        return null
      }
      return { stream: (await succeed(answer)).body!, contentType }
    },
    async get(key) {
      const contentType = fileTypeOf(key)
      const answer = await ask('GET', key)
      if (answer.status === 404) {
        await answer.body?.cancel()
        return null
      }
      return { bytes: new Uint8Array(await (await succeed(answer)).arrayBuffer()), contentType }
    },
    async delete(key) {
      fileTypeOf(key)
      const answer = await ask('DELETE', key)
      if (answer.status !== 404) await succeed(answer)
    }
  }
}

/** The answer where it is good; else an error that says what the bucket said, which has no key or secret in it. */
async function succeed(answer: Response): Promise<Response> {
  if (answer.ok) return answer
  const code = /<Code>(\w+)<\/Code>/.exec(await answer.text())?.[1]
  throw new Error(`The bucket answered ${answer.status}${code ? ` (${code})` : ''}`)
}
