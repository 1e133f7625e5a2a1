import sharp, { type Sharp } from 'sharp'
import { createWorkGate } from '#shared/flow/work-gate.ts'
import { type ImageWorks, MAX_IMAGE_BYTES, MAX_IMAGE_PIXELS, type WorkedImage } from '#server/domain/files/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { pictureKind } from './picture-kind.ts'

/** Ribbons are cut to what a page can hold. */
const WIDEST = 3
const TALLEST = 1 / 2

/** One picture at a time in one thread: 40 megapixels that have to be turned take 160 MB while they are. */
const gate = createWorkGate(1, 12)
/** Drawings of ours are small; a search engine that wants hundreds must not keep publishers from sending theirs. */
const drawingGate = createWorkGate(1, 8)
sharp.concurrency(1)
sharp.cache(false)

/** Pictures by libvips. */
export const sharpWorks: ImageWorks = {
  work: (bytes, wish) => {
    if (bytes.length > MAX_IMAGE_BYTES || !pictureKind(bytes)) throw refused()
    return gate.run(() => work(bytes, wish))
  },
  canWrite: () => hasLetters ??= Promise.all([areDifferent('A', 'B'), areDifferent('一', '丁')]).then(scripts => scripts.every(Boolean)),
  rasterise: (svg, size) => drawingGate.run(() => jpegOf(sharp(Buffer.from(svg)).resize(size.width, size.height, { fit: 'cover' }))),
  cut: (bytes, size) => drawingGate.run(() => jpegOf(sharp(bytes, READING).resize(size.width, size.height, { fit: 'cover', position: 'attention' })))
}

let hasLetters: Promise<boolean> | undefined

/** Whether two characters look different, which the boxes of a missing font do not. */
async function areDifferent(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map(text => sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><text x="4" y="32" font-size="30">${text}</text></svg>`)).raw().toBuffer()))
  return !a!.equals(b!)
}

async function jpegOf(picture: Sharp): Promise<Uint8Array> {
  return new Uint8Array(await picture.flatten({ background: '#ffffff' }).jpeg({ quality: 86, mozjpeg: true }).toBuffer())
}

const READING = { limitInputPixels: MAX_IMAGE_PIXELS, failOn: 'error', animated: false } as const

async function work(bytes: Uint8Array, wish: { widths: readonly number[], ratio?: number }): Promise<WorkedImage> {
  const shown = await sizeOf(bytes)
  const ratio = wish.ratio ?? Math.min(WIDEST, Math.max(TALLEST, shown.width / shown.height))
  // The largest piece of that shape in the picture, and no wider than the widest wish.
  const wholeWidth = Math.min(shown.width, Math.floor(shown.height * ratio) || 1)
  const width = Math.min(wholeWidth, Math.max(...wish.widths))
  const height = Math.max(1, Math.round(width / ratio))
  try {
    // Decoded once; all sizes come from the largest. Upright first; metadata are left behind by re-encoding.
    const { data, info } = await sharp(bytes, READING).autoOrient().toColourspace('srgb')
      .resize(width, height, { fit: 'cover' }).raw().toBuffer({ resolveWithObject: true })
    const raw = { width: info.width, height: info.height, channels: info.channels }
    const widths = [...new Set(wish.widths.map(wished => Math.min(wished, width)))].sort((a, b) => a - b)
    const sizes: WorkedImage['sizes'] = []
    for (const each of widths) {
      const encoded = await sharp(data, { raw }).resize(each, Math.max(1, Math.round(each / ratio)), { fit: 'fill' }).webp({ quality: 82, effort: 4 }).toBuffer()
      sizes.push({ width: each, bytes: new Uint8Array(encoded) })
    }
    return { width, height, sizes }
  } catch (problem) {
    throw isOfPicture(problem) ? refused() : problem
  }
}

/** Width and height as the picture is shown, from its header alone: nothing is decoded before they are known to be bearable. */
async function sizeOf(bytes: Uint8Array): Promise<{ width: number, height: number }> {
  const header = await sharp(bytes, { ...READING, limitInputPixels: false }).metadata().catch(() => { throw refused() })
  const kind = pictureKind(bytes)
  const isKind = header.format === (kind === 'avif' ? 'heif' : kind)
  if (!isKind || !header.width || !header.height || (header.pages ?? 1) > 1 || header.width * header.height > MAX_IMAGE_PIXELS) throw refused()
  // EXIF orientations from 5 on lie on their side.
  return (header.orientation ?? 1) >= 5 ? { width: header.height, height: header.width } : { width: header.width, height: header.height }
}

/** libvips tells of broken pictures by plain errors. */
const isOfPicture = (problem: unknown) => problem instanceof Error && !(problem instanceof DomainError) && !(problem instanceof RangeError)

function refused(): DomainError {
  return new DomainError('image-refused', { limitMegabytes: MAX_IMAGE_BYTES / 1_000_000, limitPixels: MAX_IMAGE_PIXELS / 1_000_000 })
}
