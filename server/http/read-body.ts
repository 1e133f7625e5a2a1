import { type H3Event, getRequestHeader, readRawBody } from 'h3'
import { DomainError } from '#shared/errors/domain-error.ts'

/** Bytes of JSON that an endpoint takes unless it says otherwise. */
export const DEFAULT_BODY_LIMIT = 64 * 1024

/** The JSON body, or undefined where there is none. Refuses other content types, and what is too large before it is all read. */
export async function readJsonBody(event: H3Event, limitBytes: number): Promise<unknown> {
  const tooLarge = () => new DomainError('body-too-large', { limitBytes })
  const length = Number(getRequestHeader(event, 'content-length') ?? 0)
  if (length > limitBytes) throw tooLarge()
  const isChunked = getRequestHeader(event, 'transfer-encoding') !== undefined
  if (length === 0 && !isChunked) return undefined
  const type = getRequestHeader(event, 'content-type') ?? ''
  if (!/^application\/json\s*(;|$)/i.test(type)) throw new DomainError('unsupported-media-type')
  const text = isChunked ? await readLimited(event, limitBytes, tooLarge) : await readRawBody(event, 'utf8')
  if (!text) return undefined
  if (Buffer.byteLength(text) > limitBytes) throw tooLarge()
  try {
    return JSON.parse(text)
  } catch {
    throw new DomainError('malformed-body')
  }
}

async function readLimited(event: H3Event, limitBytes: number, tooLarge: () => DomainError): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of event.node.req) {
    const bytes = Buffer.from(chunk as Uint8Array)
    size += bytes.length
    if (size > limitBytes) throw tooLarge()
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}
