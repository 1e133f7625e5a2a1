/** The text of iCalendar (RFC 5545): values that begin no line of their own, and lines of at most 75 octets. */

/** A TEXT value (section 3.3.11). Control characters have no meaning in it, and some readers take a bare CR for the end of a line. */
export function textValue(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n\t]/gu, '').replace(/[\\;,]/g, character => `\\${character}`).replaceAll('\n', '\\n')
}

/** Lines as they are sent: folded between characters (section 3.1), each with its CRLF. */
export function contentLines(lines: readonly string[]): string {
  return lines.flatMap(folded).map(line => `${line}\r\n`).join('')
}

const MAX_OCTETS = 75

function folded(line: string): string[] {
  const parts: string[] = []
  let part = ''
  let octets = 0
  for (const character of line) {
    const size = new TextEncoder().encode(character).length
    if (octets + size > MAX_OCTETS) {
      parts.push(part)
      part = ' '
      octets = 1
    }
    part += character
    octets += size
  }
  return [...parts, part]
}
