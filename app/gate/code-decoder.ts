import wasmAddress from 'zxing-wasm/reader/zxing_reader.wasm?url'

/** The first code in a picture; null where there is none. */
export type CodeDecoder = (canvas: HTMLCanvasElement, context: CanvasRenderingContext2D) => Promise<string | null>

/** Part of browsers on Android and macOS (Shape Detection API, a draft). */
interface NativeDetector { detect(source: CanvasImageSource): Promise<{ rawValue: string }[]> }
interface NativeDetectors { new(options: { formats: string[] }): NativeDetector, getSupportedFormats(): Promise<string[]> }

/** The browser's own decoder where it has one, which costs less; else ZXing, which comes with the app. */
export async function openDecoder(): Promise<CodeDecoder> {
  const Detector = (globalThis as { BarcodeDetector?: NativeDetectors }).BarcodeDetector
  if (Detector && (await Detector.getSupportedFormats().catch((): string[] => [])).includes('qr_code')) {
    const detector = new Detector({ formats: ['qr_code'] })
    return async canvas => (await detector.detect(canvas))[0]?.rawValue ?? null
  }
  const { prepareZXingModule, readBarcodes } = await import('zxing-wasm/reader')
  await prepareZXingModule({ overrides: { locateFile: () => wasmAddress }, fireImmediately: true })
  return async (canvas, context) => {
    const [found] = await readBarcodes(context.getImageData(0, 0, canvas.width, canvas.height), { formats: ['QRCode'], maxNumberOfSymbols: 1 })
    return found?.isValid ? found.text : null
  }
}
