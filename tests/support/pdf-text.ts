import { inflateSync } from 'node:zlib'

/** What a PDF of ours says, page by page, read as a reader program does: by the `ToUnicode` tables of its embedded faces. */
export function textOfPdf(file: Buffer): { pages: string[], missing: number } {
  const objects = objectsOf(file)
  const pages = [...objects.values()].filter(object => /\/Type \/Page\b/.test(object.head))
  let missing = 0
  return {
    pages: pages.map(({ head }) => {
      const resources = objects.get(reference(head, 'Resources'))!.head
      const letters = new Map([...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, id]) => [name!, lettersOf(objects, id!)]))
      const content = objects.get(reference(head, 'Contents'))!.body.toString('latin1')
      let face = letters.values().next().value!
      let text = ''
      for (const [, name, array] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
        if (name) face = letters.get(name)!
        for (const [, hex] of (array ?? '').matchAll(/<([\da-f]+)>/g)) {
          for (const glyph of hex!.match(/.{4}/g)!) {
            if (glyph === '0000' && !face.has(0)) missing++
            text += face.get(Number.parseInt(glyph, 16)) ?? ''
          }
        }
        if (array) text += '\n'
      }
      return text
    }),
    missing
  }
}

interface PdfObject { head: string, body: Buffer }

function objectsOf(file: Buffer): Map<string, PdfObject> {
  const text = file.toString('latin1')
  return new Map([...text.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id, content]) => {
    const at = content!.indexOf('\nstream\n')
    if (at < 0) return [id!, { head: content!, body: Buffer.alloc(0) }]
    const raw = Buffer.from(content!.slice(at + 8, content!.lastIndexOf('\nendstream')), 'latin1')
    return [id!, { head: content!.slice(0, at), body: content!.slice(0, at).includes('/FlateDecode') ? inflateSync(raw) : raw }]
  }))
}

const reference = (head: string, name: string) => new RegExp(`/${name} (\\d+) 0 R`).exec(head)![1]!

/** Of each glyph of a face what it means. */
function lettersOf(objects: Map<string, PdfObject>, face: string): Map<number, string> {
  const table = objects.get(reference(objects.get(face)!.head, 'ToUnicode'))!.body.toString('latin1')
  const letters = new Map<number, string>()
  for (const [, first, list] of table.matchAll(/<([\da-f]{4})> <[\da-f]{4}> \[([^\]]*)\]/g)) {
    for (const [index, [, units]] of [...list!.matchAll(/<([\da-f ]+)>/g)].entries()) {
      letters.set(Number.parseInt(first!, 16) + index, units!.replaceAll(' ', '').match(/.{4}/g)!.map(unit => String.fromCharCode(Number.parseInt(unit, 16))).join(''))
    }
  }
  return letters
}
