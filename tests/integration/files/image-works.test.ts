import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { sharpWorks } from '#server/gateways/images/sharp-works.ts'
import { animatedWebp, noise, png, pngChunk, redAndBlue } from './pictures.ts'

const WISH = { widths: [320, 640, 1024] }
const work = async (bytes: Uint8Array) => await sharpWorks.work(bytes, WISH)
const text = (...parts: string[]) => Buffer.from(parts.join(''), 'latin1')

describe('pictures that are taken', () => {
  it.each(['jpeg', 'png', 'webp', 'avif'] as const)('%s becomes WebP in every width', async (format) => {
    const { width, height, sizes } = await sharpWorks.work(await redAndBlue(1600, 900).toFormat(format).toBuffer(), WISH)
    expect({ width, height, widths: sizes.map(s => s.width) }).toEqual({ width: 1024, height: 576, widths: [320, 640, 1024] })
    for (const size of sizes) expect(await sharp(size.bytes).metadata()).toMatchObject({ format: 'webp', width: size.width })
  })

  it('are never made larger than they came', async () => {
    expect((await sharpWorks.work(await redAndBlue(500, 300).png().toBuffer(), WISH)).sizes.map(s => s.width)).toEqual([320, 500])
  })

  it('are cut to the shape that is wanted, ribbons to one that a page can hold', async () => {
    const square = await sharpWorks.work(await redAndBlue(900, 400).png().toBuffer(), { widths: [96, 256], ratio: 1 })
    expect(square).toMatchObject({ width: 256, height: 256 })
    expect(await sharpWorks.work(await redAndBlue(4000, 40).png().toBuffer(), WISH)).toMatchObject({ width: 120, height: 40 })
  })

  it('V-05: stand upright and tell nothing of where, when and with what they were taken', async () => {
    const photo = await redAndBlue(400, 300).withExif({ IFD0: { Make: 'SpyCam', Copyright: 'Ada' }, IFD3: { GPSLatitude: '31/1 14/1 0/1', GPSLongitude: '121/1 28/1 0/1' } })
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><secret/></x:xmpmeta>').jpeg().toBuffer()
    // On its side: 6 says "turn me clockwise".
    const turned = await sharp(photo).keepMetadata().withMetadata({ orientation: 6 }).jpeg().toBuffer()
    const before = await sharp(turned).metadata()
    expect(before).toMatchObject({ orientation: 6, width: 400, height: 300 })
    expect(before.exif!.includes('SpyCam')).toBe(true)

    const { width, height, sizes } = await sharpWorks.work(turned, WISH)
    expect({ width, height }).toEqual({ width: 300, height: 400 })
    const after = await sharp(sizes.at(-1)!.bytes).metadata()
    expect([after.exif, after.xmp, after.icc, after.iptc, after.orientation]).toEqual([undefined, undefined, undefined, undefined, undefined])
    expect(Buffer.from(sizes.at(-1)!.bytes).includes('SpyCam')).toBe(false)
    const { data } = await sharp(sizes.at(-1)!.bytes).extract({ left: 150, top: 20, width: 1, height: 1 }).raw().toBuffer({ resolveWithObject: true })
    expect(data[0]! > 200 && data[2]! < 60, 'what was left is above').toBe(true)
  })

  it('V-05: a picture that is a PDF or a script as well is only a picture afterwards', async () => {
    const jpeg = await redAndBlue(400, 300).jpeg().toBuffer()
    const smuggled = text('%PDF-1.7 /*<script>alert(1)</script>*/')
    const length = Buffer.from([0xff, 0xfe, 0, smuggled.length + 2])
    const polyglot = Buffer.concat([jpeg.subarray(0, 2), length, smuggled, jpeg.subarray(2), smuggled])
    const { sizes } = await sharpWorks.work(polyglot, WISH)
    for (const size of sizes) {
      expect(Buffer.from(size.bytes).includes('PDF')).toBe(false)
      expect(Buffer.from(size.bytes).includes('script')).toBe(false)
    }
  })
})

describe('V-05: what is no picture', () => {
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['SVG with a script', text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ['HTML called .jpg', text('<!doctype html><script>alert(1)</script>')],
    ['a GIF that is JavaScript too', text('GIF89a/*', '\0'.repeat(20), '*/=1;alert(1)')],
    ['a PDF', text('%PDF-1.7\n1 0 obj\n')],
    ['the magic of JPEG and nothing behind it', Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
    ['the magic of JPEG before HTML', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), text('<html><script>alert(1)</script>')])],
    ['the magic of WebP before noise', text('RIFF\x10\0\0\0WEBPVP8 ', 'x'.repeat(40))],
    ['a zip', text('PK\x03\x04')]
  ])('%s is refused', async (_, bytes) => {
    await expect(work(bytes)).rejects.toMatchObject({ code: 'image-refused' })
  })

  it('a TIFF and a GIF, which libvips could read, are refused', async () => {
    for (const format of ['tiff', 'gif'] as const) {
      const bytes = await redAndBlue(40, 30).toFormat(format).toBuffer()
      await expect(work(bytes)).rejects.toMatchObject({ code: 'image-refused' })
    }
  })

  it('one byte more than ten megabytes is refused, ten megabytes are not', async () => {
    const photo = await redAndBlue(400, 300).jpeg().toBuffer()
    const padded = (size: number) => Buffer.concat([photo, Buffer.alloc(size - photo.length)])
    expect((await sharpWorks.work(padded(10_000_000), WISH)).width).toBe(400)
    await expect(work(padded(10_000_001))).rejects.toMatchObject({ code: 'image-refused' })
  })

  it('a picture that ends in the middle is refused', async () => {
    const photo = await noise(400, 300).jpeg().toBuffer()
    await expect(work(photo.subarray(0, photo.length / 2))).rejects.toMatchObject({ code: 'image-refused' })
  })
})

describe('V-06: small files of enormous pictures', () => {
  const bombs: [string, () => Promise<Buffer>][] = [
    ['a PNG of 65,000 x 65,000', async () => png(65_000, 65_000)],
    ['a PNG of 20,000 x 20,000 that is really there', async () => png(20_000, 20_000, [], deflateSync(Buffer.alloc(20_000 * 2501)))],
    ['an animated WebP of 10,000 frames', () => animatedWebp(10_000)],
    ['an animated PNG', async () => png(16, 16, [pngChunk('acTL', Buffer.from([0, 0, 0x27, 0x10, 0, 0, 0, 0]))])],
    ['a PNG whose text unpacks to 200 MB, and no pixels', async () => png(16, 16, [pngChunk('zTXt', Buffer.concat([text('a\0\0'), deflateSync(Buffer.alloc(200_000_000))]))], deflateSync(Buffer.alloc(2)))]
  ]

  it.each(bombs)('%s is refused, in under 100 MB and two seconds', async (_, make) => {
    const bomb = await make()
    expect(bomb.length).toBeLessThan(10_000_000)
    globalThis.gc?.()
    const before = process.memoryUsage().rss
    let highest = before
    const watch = setInterval(() => { highest = Math.max(highest, process.memoryUsage().rss) }, 5)
    const startedAt = performance.now()
    await expect(work(bomb)).rejects.toMatchObject({ code: 'image-refused' })
    expect(performance.now() - startedAt).toBeLessThan(2_000)
    clearInterval(watch)
    expect((highest - before) / 1_000_000).toBeLessThan(100)
  })
})

describe('drawings of ours', () => {
  it('are JPEG of the size that social sites show', async () => {
    const jpeg = await sharpWorks.rasterise('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 675" width="1200" height="675"><rect width="1200" height="675" fill="#204060"/></svg>', { width: 1200, height: 630 })
    expect(await sharp(jpeg).metadata()).toMatchObject({ format: 'jpeg', width: 1200, height: 630 })
  })
})
