/** Sets a title into a box: measured by rule of thumb (no font is loaded), broken as the script asks, as large as fits. */

export interface Line { text: string, width: number }
export interface SetTitle { lines: string[], size: number, lineHeight: number }

const CJK = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\u3000-\u303f]/
/** No line begins with these (W3C, Requirements for Chinese Text Layout, 3.1.3), nor with a particle that belongs to the word before it. */
const NEVER_FIRST = /^[的之，。、；：！？）》」』】”’…·,.;:!?)'’-]/
const NEVER_LAST = /[（《「『【“‘(]$/

/** Width in em, as a heavy sans sets it. */
export function widthOf(text: string): number {
  let width = 0
  for (const char of text) {
    width += CJK.test(char) ? 1 : /[MWmw@]/.test(char) ? 0.9 : /[A-Z0-9&]/.test(char) ? 0.69 : /[ilj.,:;'’!|I]/.test(char) ? 0.31 : char === ' ' ? 0.27 : /[ftr-]/.test(char) ? 0.43 : 0.6
  }
  return width
}

/** A title that loses no more than this by it stays on one line. */
const ONE_LINE_SHARE = 0.78

/** The largest setting of the text in the box, its lines as even as they can be and no single character left alone at the end. */
export function setTitle(text: string, box: { width: number, height: number, maxSize: number, leading: number }): SetTitle {
  const pieces = piecesOf(text)
  const onOneLine = box.width / widthOf(text)
  if (onOneLine >= box.maxSize * ONE_LINE_SHARE) {
    const size = Math.min(onOneLine, box.maxSize, box.height / box.leading)
    return { lines: [text], size, lineHeight: size * box.leading }
  }
  for (let size = box.maxSize; ; size *= 0.94) {
    const lineHeight = size * box.leading
    const room = box.width / size
    const greedy = breakLines(pieces, room)
    const lines = even(pieces, greedy.length, room)
    const fits = greedy.every(line => widthOf(line) <= room) && greedy.length * lineHeight <= box.height
    const isLonely = lines.length > 1 && widthOf(lines.at(-1)!) < 1.1
    if (size < 10 || (fits && !isLonely)) return { lines, size, lineHeight }
  }
}

/** Parts that stay whole: words (in Chinese as the dictionary of ICU cuts them) with the spaces and marks that cling to them. */
function piecesOf(text: string): string[] {
  const pieces: string[] = []
  for (const { segment } of new Intl.Segmenter('zh', { granularity: 'word' }).segment(text)) {
    const last = pieces.at(-1)
    if (last !== undefined && (NEVER_FIRST.test(segment) || NEVER_LAST.test(last) || segment.trim() === '')) pieces[pieces.length - 1] = last + segment
    else pieces.push(segment)
  }
  return pieces
}

function breakLines(pieces: string[], room: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of pieces) {
    if (line !== '' && widthOf((line + piece).trimEnd()) > room) {
      lines.push(line.trimEnd())
      line = ''
    }
    line += piece
  }
  if (line !== '') lines.push(line.trimEnd())
  return lines
}

/** The narrowest measure that needs no more lines: so no line is a widow. */
function even(pieces: string[], count: number, room: number): string[] {
  let low = room / 4
  let high = room
  for (let step = 0; step < 12; step++) {
    const measure = (low + high) / 2
    const lines = breakLines(pieces, measure)
    if (lines.length <= count && lines.every(line => widthOf(line) <= measure)) high = measure
    else low = measure
  }
  return breakLines(pieces, high)
}

/** Text that is safe between tags and in attributes. Drops what XML cannot hold. */
export function escapeXml(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '')
    .replace(/[&<>"']/g, char => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' })[char]!)
}
