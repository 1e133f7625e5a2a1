export type PictureKind = 'jpeg' | 'png' | 'webp' | 'avif'

/** What a file is by its first bytes, whatever it is called; null for everything that is not a still picture of the four kinds. */
export function pictureKind(bytes: Uint8Array): PictureKind | null {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.subarray(0, 3).equals(JPEG)) return 'jpeg'
  if (view.subarray(0, 8).equals(PNG)) return isAnimatedPng(view) ? null : 'png'
  if (ascii(view, 0, 4) === 'RIFF' && ascii(view, 8, 12) === 'WEBP') return isAnimatedWebp(view) ? null : 'webp'
  // `avis` is a sequence of pictures.
  if (ascii(view, 4, 12) === 'ftypavif') return 'avif'
  return null
}

const JPEG = Buffer.from([0xff, 0xd8, 0xff])
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

const ascii = (bytes: Buffer, from: number, to: number) => bytes.toString('latin1', from, to)

/** An `acTL` chunk before the first `IDAT` (PNG, third edition, 11.3.6). */
function isAnimatedPng(bytes: Buffer): boolean {
  for (let at = 8; at + 8 <= bytes.length; at += bytes.readUInt32BE(at) + 12) {
    const name = ascii(bytes, at + 4, at + 8)
    if (name === 'acTL') return true
    if (name === 'IDAT') return false
  }
  return false
}

/** The animation flag of the extended header (RFC 9649, 2.7). */
const isAnimatedWebp = (bytes: Buffer) => ascii(bytes, 12, 16) === 'VP8X' && ((bytes[20] ?? 0) & 0b10) !== 0
