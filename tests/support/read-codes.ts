import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

/** What the QR codes in a picture (PNG, ...) say, by the reader that gates use. */
export async function codesIn(picture: Uint8Array): Promise<string[]> {
  // Beside the package's own reader; without this it would be asked for from elsewhere.
  const wasmBinary = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')).buffer as ArrayBuffer
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true })
  return (await readBarcodes(picture, { formats: ['QRCode'], maxNumberOfSymbols: 4 })).map(code => code.text)
}
