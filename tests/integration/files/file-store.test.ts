import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { FileStore } from '#server/domain/files/index.ts'
import { diskStore } from '#server/gateways/files/disk.ts'
import { s3Store } from '#server/gateways/files/s3.ts'
import { vercelBlobStore } from '#server/gateways/files/vercel-blob.ts'
import { BLOB_TOKEN, startBlob } from './blob-server.ts'
import { type FileServer, S3_KEY, startS3 } from './s3-server.ts'

const SHORT = { tryMs: 400, tries: 3, pauseMs: 5 }
/** Vercel's client waits a second before it asks again. */
const LONGER = { tryMs: 1000, tries: 3, pauseMs: 5 }

interface Place { store: FileStore, server?: FileServer, stranger?: FileStore, close(): Promise<void> }

const PLACES: Record<string, () => Promise<Place>> = {
  'a folder': async () => {
    const folder = mkdtempSync(join(tmpdir(), 'foyer-files-'))
    return { store: diskStore(folder), close: async () => rmSync(folder, { recursive: true }) }
  },
  'an S3-compatible bucket': async () => {
    const server = await startS3()
    const at = (secret: string) => s3Store({ endpoint: server.url, bucket: 'pictures', region: S3_KEY.region, keyId: S3_KEY.keyId, secret }, SHORT)
    return { server, store: at(S3_KEY.secret), stranger: at('another secret'), close: server.close }
  },
  'Vercel Blob': async () => {
    const server = await startBlob()
    vi.stubEnv('VERCEL_BLOB_API_URL', server.url)
    vi.stubEnv('VERCEL_BLOB_RETRIES', '2')
    return { server, store: vercelBlobStore(BLOB_TOKEN, server.url, LONGER), stranger: vercelBlobStore('vercel_blob_rw_teststore_wrong', server.url, LONGER), close: server.close }
  }
}

describe.each(Object.entries(PLACES))('files in %s', (_, open) => {
  let place: Place
  beforeAll(async () => {
    place = await open()
  })
  afterAll(async () => {
    await place.close()
    vi.unstubAllEnvs()
  })

  it('gives back what was put there, byte for byte, with its type', async () => {
    const bytes = randomBytes(70_000)
    await place.store.put('images/a/320.webp', bytes, 'image/webp')
    const file = await place.store.get('images/a/320.webp')
    expect(Buffer.from(file!.bytes).equals(bytes)).toBe(true)
    expect(file!.contentType).toBe('image/webp')
  })

  it('takes a large file from the disk and gives it back piece by piece', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'foyer-large-'))
    const bytes = randomBytes(3_000_000)
    writeFileSync(join(folder, 'table'), bytes)
    await place.store.putFile('exports/large.csv', join(folder, 'table'), 'text/csv; charset=utf-8')
    rmSync(folder, { recursive: true })
    const opened = await place.store.open('exports/large.csv')
    expect(opened!.contentType).toBe('text/csv; charset=utf-8')
    expect(Buffer.from(await new Response(opened!.stream).arrayBuffer()).equals(bytes)).toBe(true)
    expect(await place.store.open('exports/none.csv')).toBeNull()
    await expect(place.store.putFile('exports/large.csv', '/nowhere', 'image/webp')).rejects.toThrow()
  })

  it('replaces what has the same key', async () => {
    await place.store.put('exports/a.json', Buffer.from('{"n":1}'), 'application/json')
    await place.store.put('exports/a.json', Buffer.from('{"n":22}'), 'application/json')
    expect(Buffer.from((await place.store.get('exports/a.json'))!.bytes).toString()).toBe('{"n":22}')
  })

  it('says null of what is not there, and forgets what is deleted, twice over', async () => {
    expect(await place.store.get('images/none/320.webp')).toBeNull()
    await place.store.put('images/b/320.webp', Buffer.from('x'), 'image/webp')
    await place.store.delete('images/b/320.webp')
    await place.store.delete('images/b/320.webp')
    expect(await place.store.get('images/b/320.webp')).toBeNull()
  })

  it.each(['../a.webp', 'images/../../a.webp', '/etc/passwd.webp', 'images//a.webp', 'images/a', 'images/a.php', 'images/a.webp\0.jpg', 'images/A.webp', 'images\\a.webp', '.webp'])('takes %j for no key at all (V-05)', async (key) => {
    await expect(place.store.put(key, Buffer.from('x'), 'image/webp')).rejects.toThrow('no key')
    await expect(place.store.get(key)).rejects.toThrow('no key')
    await expect(place.store.delete(key)).rejects.toThrow('no key')
  })

  it('does not let a picture pass for something else', async () => {
    await expect(place.store.put('images/c/320.webp', Buffer.from('x'), 'text/html')).rejects.toThrow('cannot be')
  })
})

describe('a folder of files', () => {
  it('leaves nothing half-written beside its files', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'foyer-files-'))
    const store = diskStore(folder)
    await Promise.all(Array.from({ length: 20 }, (_, n) => store.put('images/a.webp', Buffer.alloc(50_000, n), 'image/webp')))
    const kept = Buffer.from((await store.get('images/a.webp'))!.bytes)
    expect(kept.every(byte => byte === kept[0])).toBe(true)
    expect(readdirSync(join(folder, 'images'))).toEqual(['a.webp'])
    rmSync(folder, { recursive: true })
  })
})

describe.each(Object.entries(PLACES).slice(1))('a store behind the network: %s', (_, open) => {
  let place: Place
  beforeAll(async () => {
    place = await open()
  })
  afterAll(async () => {
    await place.close()
    vi.unstubAllEnvs()
  })

  it('opens to nobody without the key', async () => {
    await place.store.put('images/a/320.webp', Buffer.from('mine'), 'image/webp')
    await expect(place.stranger!.put('images/a/320.webp', Buffer.from('theirs'), 'image/webp')).rejects.toThrow()
    await expect(place.stranger!.get('images/a/320.webp')).rejects.toThrow()
    await expect(place.stranger!.delete('images/a/320.webp')).rejects.toThrow()
    expect(Buffer.from((await place.store.get('images/a/320.webp'))!.bytes).toString()).toBe('mine')
  })

  it('is asked again when it stumbles', async () => {
    place.server!.fail(1)
    await place.store.put('images/d/320.webp', Buffer.from('x'), 'image/webp')
    place.server!.fail(2)
    expect(await place.store.get('images/d/320.webp')).not.toBeNull()
    expect(place.server!.files.has('images/d/320.webp')).toBe(true)
  })

  it('is given up when it never answers, in bounded time', async () => {
    place.server!.hang()
    const startedAt = performance.now()
    await expect(place.store.get('images/d/320.webp')).rejects.toThrow()
    await expect(place.store.put('images/d/320.webp', Buffer.from('x'), 'image/webp')).rejects.toThrow()
    expect(performance.now() - startedAt).toBeLessThan(15_000)
  })
})
