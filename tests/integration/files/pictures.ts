import { randomFillSync } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'

/** A photo of grey noise, which no codec makes small. */
export function noise(width: number, height: number): Sharp {
  return sharp(randomFillSync(Buffer.alloc(width * height * 3)), { raw: { width, height, channels: 3 } })
}

/** A plain picture, red on its left half and blue on its right. */
export function redAndBlue(width: number, height: number): Sharp {
  const half = { create: { width: Math.round(width / 2), height, channels: 3 as const, background: '#0000ff' } }
  return sharp({ create: { width, height, channels: 3, background: '#ff0000' } }).composite([{ input: half, left: Math.round(width / 2), top: 0 }])
}

export function pngChunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** A PNG that claims a size; `between` goes before its (few) pixels. One bit a pixel. */
export function png(width: number, height: number, between: Buffer[] = [], pixels: Buffer = deflateSync(Buffer.alloc(1000))): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 1
  return Buffer.concat([SIGNATURE, pngChunk('IHDR', header), ...between, pngChunk('IDAT', pixels), pngChunk('IEND', Buffer.alloc(0))])
}

/** An animated WebP of so many frames of one pixel each, around one still. */
export async function animatedWebp(frames: number): Promise<Buffer> {
  const still = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#ff0000' } }).webp({ lossless: true }).toBuffer()
  const picture = still.subarray(12)
  const riffChunk = (name: string, data: Buffer) => {
    const head = Buffer.from(`${name}....`, 'latin1')
    head.writeUInt32LE(data.length, 4)
    return Buffer.concat([head, data, Buffer.alloc(data.length % 2)])
  }
  const frame = Buffer.concat([Buffer.alloc(6), Buffer.from([7, 0, 0, 7, 0, 0, 10, 0, 0, 0]), picture])
  const body = Buffer.concat([
    Buffer.from('WEBP', 'latin1'), riffChunk('VP8X', Buffer.from([0b10, 0, 0, 0, 7, 0, 0, 7, 0, 0])), riffChunk('ANIM', Buffer.alloc(6)),
    ...Array.from({ length: frames }, () => riffChunk('ANMF', frame))
  ])
  return riffChunk('RIFF', body)
}
