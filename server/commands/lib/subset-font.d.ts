/** The package brings no types: what `slim-faces.ts` uses of it. */
declare module 'subset-font' {
  export default function subsetFont(font: Uint8Array, letters: string, options: {
    targetFormat?: 'woff2' | 'woff' | 'truetype'
    variationAxes?: Record<string, number | { min: number, max: number }>
    keepFeatures?: readonly string[]
    noHinting?: boolean
  }): Promise<Buffer>
}
