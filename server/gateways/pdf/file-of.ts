import PDFDocument from 'pdfkit'
import type { Locale } from '#shared/text/local-text.ts'
import { FACES, openFace } from './faces.ts'
import { PAGE } from './ink.ts'

/** A PDF of what `draw` draws: it makes the pages. */
export async function fileOf(title: string, locale: Locale, draw: (document: PDFKit.PDFDocument) => Promise<void>): Promise<Buffer> {
  const document = new PDFDocument({ size: [PAGE.width, PAGE.height], margin: 0, autoFirstPage: false, lang: locale === 'zh' ? 'zh-CN' : 'en', info: { Title: title, Creator: 'Foyer', Producer: 'Foyer' } })
  const parts: Buffer[] = []
  document.on('data', (part: Buffer) => parts.push(part))
  const isWritten = new Promise<void>((resolve, reject) => document.once('end', resolve).once('error', reject))
  // pdfkit takes faces that are open already; its types know of files only. What no text uses does not get into the file.
  for (const face of FACES) for (const weight of ['regular', 'bold'] as const) document.registerFont(`${face}-${weight}`, openFace(face, weight) as unknown as string)
  await draw(document)
  document.end()
  await isWritten
  return Buffer.concat(parts)
}
