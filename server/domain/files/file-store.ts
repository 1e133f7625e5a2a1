/** Where bytes are kept: a folder, an S3-compatible bucket, or Vercel Blob. Keys are paths of lower-case letters, digits, `-`, `/` and `.`. */
export interface FileStore {
  /** Writing the same key again replaces it. `contentType` is given back by `get`; it is the one that the key's ending stands for. */
  put(key: string, bytes: Uint8Array, contentType: string): Promise<void>
  /** The same from a file on this machine, of any size: it is read piece by piece. */
  putFile(key: string, path: string, contentType: string): Promise<void>
  /** Null where there is none. */
  get(key: string): Promise<{ bytes: Uint8Array, contentType: string } | null>
  /** The bytes of a large file as they come; null where there is none. Whoever opens it reads it to its end, or cancels. */
  open(key: string): Promise<{ stream: ReadableStream<Uint8Array>, contentType: string } | null>
  /** Doing so again changes nothing. */
  delete(key: string): Promise<void>
}

/** The kinds of files that the house keeps, by the ending of their keys. */
const TYPES: Record<string, string> = { webp: 'image/webp', jpg: 'image/jpeg', json: 'application/json', csv: 'text/csv; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }

/** The content type of a key. Throws where `key` is no key: no name that somebody sent may become a path. */
export function fileTypeOf(key: string): string {
  const ending = /^(?:[a-z\d]+(?:-[a-z\d]+)*\/)*[a-z\d]+(?:-[a-z\d]+)*\.([a-z]+)$/.exec(key)?.[1]
  const type = ending !== undefined && key.length <= 200 ? TYPES[ending] : undefined
  if (!type) throw new Error(`no key of a file: ${JSON.stringify(key.slice(0, 80))}`)
  return type
}

/** Refuses a content type other than the key's own, for stores to call before they write. */
export function requireType(key: string, contentType: string): void {
  if (fileTypeOf(key) !== contentType) throw new Error(`${key} cannot be ${contentType}`)
}
