import { faceFor, printable } from './faces.ts'

/** A4, in points. */
export const PAGE = { width: 595.28, height: 841.89, margin: 36 } as const
export const INK = { accent: '#c93a1b', text: '#1d1a17', muted: '#6b645c', line: '#cfc8be' } as const

export interface TextBox { x: number, y: number, width: number, maxHeight: number, size: number, smallest?: number, isBold?: boolean, colour?: string, align?: 'left' | 'right' | 'center' }

/** Sets a text into a box, smaller where it must be, at the end with an ellipsis. @returns where it ends */
export function setText(document: PDFKit.PDFDocument, given: string, { x, y, width, maxHeight, size, smallest = size, isBold = false, colour = INK.text, align = 'left' }: TextBox): number {
  const face = faceFor(given)
  const text = printable(given, face)
  // The Chinese face draws quotation marks and dots as wide as a Chinese letter, which is wrong between Latin ones.
  const features: PDFKit.Mixins.OpenTypeFeatures[] = /\p{Script=Han}/u.test(text) ? [] : ['pwid']
  document.font(`${face}-${isBold ? 'bold' : 'regular'}`)
  let fitting = size
  while (fitting > smallest && document.fontSize(fitting).heightOfString(text, { width, features }) > maxHeight) fitting--
  document.fontSize(fitting).fillColor(colour)
  const height = Math.min(maxHeight, document.heightOfString(text, { width, features }))
  document.text(text, x, y, { width, height: height + 1, ellipsis: true, align, features })
  return y + height
}
