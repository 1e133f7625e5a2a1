import { faceFor, printable } from './faces.ts'

/**
 * Draws the SVG of a chart into a page: shapes as shapes and texts as texts, so that both stay sharp and can be searched. Of SVG it knows
 * what charts are made of (https://www.w3.org/TR/SVG11/): `path`, `rect` and `text` with their paint, moved by `translate` or `matrix`.
 */
export function drawSvg(document: PDFKit.PDFDocument, svg: string, at: { x: number, y: number, scale: number }): void {
  document.save().translate(at.x, at.y).scale(at.scale)
  // Clips cut off nothing that a chart draws.
  for (const [, name, attributes, inner] of svg.replace(/<defs\b[\s\S]*?<\/defs>/g, '').matchAll(/<(path|rect|text)\b([^>]*?)(?:\/>|>([^<]*)<\/\1>)/g)) {
    const is = attributesOf(attributes!)
    document.save()
    move(document, is.transform)
    if (name === 'text') drawText(document, is, entities(inner ?? ''))
    else drawShape(document, name!, is)
    document.restore()
  }
  document.restore()
}

type Attributes = Partial<Record<string, string>>

function attributesOf(text: string): Attributes {
  const own = Object.fromEntries([...text.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name!, value!]))
  const style = Object.fromEntries((own.style ?? '').split(';').filter(Boolean).map(rule => rule.split(':').map(part => part.trim()) as [string, string]))
  return { ...own, ...style }
}

function move(document: PDFKit.PDFDocument, transform: string | undefined): void {
  for (const [, name, numbers] of (transform ?? '').matchAll(/(translate|matrix)\(([^)]*)\)/g)) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = numbers!.split(/[\s,]+/).map(Number)
    if (name === 'translate') document.translate(a, b)
    else document.transform(a, b, c, d, e, f)
  }
}

function drawShape(document: PDFKit.PDFDocument, name: string, is: Attributes): void {
  const fill = paint(is.fill ?? '#000')
  const stroke = paint(is.stroke)
  // A path that nobody paints would wait for the next one's paint.
  if (!fill && !stroke) return
  if (name === 'rect') document.rect(number(is.x), number(is.y), number(is.width), number(is.height))
  else document.path(is.d ?? '')
  if (stroke) {
    document.lineWidth(number(is['stroke-width'], 1)).strokeOpacity(number(is['stroke-opacity'], 1))
    const dashes = is['stroke-dasharray']?.split(/[\s,]+/).map(Number)
    if (dashes?.[0]) document.dash(dashes[0], { space: dashes[1] ?? dashes[0] })
  }
  if (fill) document.fillOpacity(number(is['fill-opacity'], 1))
  if (fill && stroke) document.fillAndStroke(fill, stroke)
  else if (fill) document.fill(fill)
  else if (stroke) document.stroke(stroke)
}

function drawText(document: PDFKit.PDFDocument, is: Attributes, given: string): void {
  const face = faceFor(given)
  const text = printable(given, face)
  const size = Number.parseFloat(is['font-size'] ?? '12')
  document.font(`${face}-${is['font-weight'] === 'bold' ? 'bold' : 'regular'}`).fontSize(size)
  const width = document.widthOfString(text)
  const x = number(is.x) - (is['text-anchor'] === 'end' ? width : is['text-anchor'] === 'middle' ? width / 2 : 0)
  document.fillColor(paint(is.fill) ?? '#000').text(text, x, number(is.y), { lineBreak: false, baseline: is['dominant-baseline'] === 'central' ? 'middle' : 'alphabetic' })
}

function paint(colour: string | undefined): string | null {
  return !colour || colour === 'none' || colour === 'transparent' ? null : colour
}

const number = (text: string | undefined, otherwise = 0) => text === undefined ? otherwise : Number(text)
const entities = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', '\'').replaceAll('&amp;', '&')
