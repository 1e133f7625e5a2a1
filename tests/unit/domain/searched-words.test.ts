import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { searchedWords } from '#server/domain/insight/behaviour/searched-words.ts'

describe('words that were looked for', () => {
  it.each([
    ['  The Three-Body   Problem ', 'the three-body problem'],
    ['三体 2', '三体 2'],
    ['1984', '1984'],
    ['Beethoven 9 in 2026', 'beethoven 9 in 2026'],
    ['12/2026', '12/2026']
  ])('are kept as they are meant: %j', (typed, kept) => expect(searchedWords(typed)).toBe(kept))

  it.each([
    ['ada@example.org', ''],
    ['tickets of Ada.Lovelace+x@mail.example.co.uk please', 'tickets of please'],
    ['call +86 139 1234 5678', 'call'],
    ['(020) 7946-0958 swan', 'swan'],
    ['１３９１２３４５６７８ 天鹅湖', '天鹅湖'],
    ['4242 4242 4242 4242', ''],
    ['11010519491231002X 王小明', '王小明']
  ])('G-03: tell neither addresses nor numbers of anybody: %j', (typed, kept) => expect(searchedWords(typed)).toBe(kept))

  it('G-03: have never seven digits in a row, nor an address, whatever is typed around them', () => {
    const digits = fc.stringMatching(/^\d{7,19}$/)
    fc.assert(fc.property(fc.string({ maxLength: 30 }), digits, fc.string({ maxLength: 30 }), (before, number, after) => {
      const kept = searchedWords(`${before} ${number} ${after}`)
      expect(kept).not.toMatch(/\d{7}/)
      expect(kept).not.toMatch(/[^\s@]@[^\s@]/)
    }))
  })
})
