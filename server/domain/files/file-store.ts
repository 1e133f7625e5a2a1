/** Where bytes are kept: a folder, an S3-compatible bucket, or Vercel Blob. Keys are paths of lower-case letters, digits, `-`, `/` and `.`. */
export interface FileStore {
  /** Writing the same key again replaces it. `contentType` is given back by `get`. */
  put(key: string, bytes: Uint8Array, contentType: string): Promise<void>
  /** Null where there is none. */
  get(key: string): Promise<{ bytes: Uint8Array, contentType: string } | null>
  /** Doing so again changes nothing. */
  delete(key: string): Promise<void>
}
