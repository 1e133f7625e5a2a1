import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeCursor, encodeCursor } from '#server/domain/catalogue/cursor.ts'
import { parseTextSearch } from '#server/domain/catalogue/text-search.ts'

describe('what is typed into the search field', () => {
  it('is nothing where there are no letters', () => {
    for (const query of [undefined, '', '   ', '\u0000\n']) expect(parseTextSearch(query)).toBeNull()
  })

  it('is words, and the whole of it for the ranking', () => {
    expect(parseTextSearch('  Red   chamber ')).toEqual({ phrase: '%Red chamber%', terms: ['%Red%', '%chamber%'] })
  })

  it('is cut into words where Chinese has no spaces', () => {
    expect(parseTextSearch('红楼梦芭蕾')!.terms).toEqual(['%红楼梦%', '%芭蕾%'])
    expect(parseTextSearch('话剧')!.terms).toEqual(['%话剧%'])
  })

  it('reads full-width letters as the same letters', () => {
    expect(parseTextSearch('ＴＯＳＣＡ')!.terms).toEqual(['%TOSCA%'])
  })

  it('never holds a wildcard of its own, and stays small (V-16)', () => {
    expect(parseTextSearch('100%_\\')!.terms).toEqual(['%100\\%\\_\\\\%'])
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('%', '_', '\\', 'a', '京', ' ', '\u0000'), maxLength: 200 }), (query) => {
      const { terms } = parseTextSearch(query) ?? { terms: [] }
      expect(terms.length).toBeLessThanOrEqual(8)
      for (const term of terms) expect(term.slice(1, -1).replace(/\\[\\%_]/g, '')).not.toMatch(/[\\%_\0]/)
    }))
  })
})

describe('a cursor', () => {
  it('comes back as it was', () => {
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }).map(n => n + 0 || 0), fc.integer(), fc.uuid(), (first, startsMs, id) => {
      const position = { order: 'soon' as const, isOver: 0 as const, first, startsMs, id }
      expect(decodeCursor(encodeCursor(position), 'soon')).toEqual(position)
    }))
  })

  it('is refused as input, never as a crash, whatever it is', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json().map(json => Buffer.from(json).toString('base64url'))), (cursor) => {
      expect(() => decodeCursor(cursor, 'soon')).toThrow('invalid-input')
    }))
  })
})
