import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { decodeCursor, encodeCursor } from '#shared/paging/cursor.ts'
import { likePattern } from '#shared/text/like-pattern.ts'

const place = z.tuple([z.string(), z.int(), z.boolean()])

describe('a cursor', () => {
  it('says again where a page ended, in letters that a URL may have', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.maxSafeInteger(), fc.boolean(), (name, count, is) => {
      const cursor = encodeCursor([name, count, is])
      expect(cursor).toMatch(/^[\w-]*$/)
      expect(decodeCursor(place, cursor)).toEqual([name, count, is])
    }))
  })

  it('of another list, or of nobody, is refused and never breaks anything', () => {
    expect(() => decodeCursor(place, encodeCursor(['only one']))).toThrow('invalid-input')
    fc.assert(fc.property(fc.string(), (text) => {
      expect(() => decodeCursor(place, text)).toThrow('invalid-input')
    }))
  })
})

describe('words in a LIKE pattern', () => {
  it('V-16: stand for themselves', () => {
    expect(likePattern('50%_off\\')).toBe('%50\\%\\_off\\\\%')
    expect(likePattern('大剧院')).toBe('%大剧院%')
  })
})
