import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import QRCode from 'qrcode'
import sharp from 'sharp'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

/** What a phone looks at (app/gate/code-camera.ts): its camera's picture, 800 pixels wide. */
const WIDTH = 800, HEIGHT = 450

/** A ticket held before the camera: askew, dim, and through a poor lens. @returns RGBA */
export async function lookAt(code: string): Promise<ImageData> {
  const qr = await QRCode.toBuffer(code, { errorCorrectionLevel: 'M', margin: 4, width: 300 })
  const ticket = await sharp(qr).rotate(7, { background: '#77706a' }).png().toBuffer()
  const seen = await sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: '#77706a' } }).composite([{ input: ticket }]).jpeg({ quality: 60 }).toBuffer()
  const { data } = await sharp(seen).linear(0.55, 10).blur(0.7).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return { data: new Uint8ClampedArray(data), width: WIDTH, height: HEIGHT, colorSpace: 'srgb' } as ImageData
}

/** The decoder of phones that have none of their own (app/gate/code-decoder.ts). @returns what it reads; null: nothing */
export async function openReader(): Promise<(picture: ImageData) => Promise<string | null>> {
  const wasmBinary = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')).buffer as ArrayBuffer
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true })
  return async (picture) => {
    const [found] = await readBarcodes(picture, { formats: ['QRCode'], maxNumberOfSymbols: 1 })
    return found?.isValid ? found.text : null
  }
}
