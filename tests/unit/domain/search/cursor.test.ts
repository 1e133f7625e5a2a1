import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SEARCH_ORDERS, type SearchPosition, decodePosition, encodePosition } from '#server/domain/search/cursor.ts'

const ms = fc.integer({ min: -8.64e12, max: 8.64e12 })
const position: fc.Arbitrary<SearchPosition> = fc.record({
  order: fc.constantFrom(...SEARCH_ORDERS), asOfMs: fc.integer({ min: 0, max: 8.64e12 }), isOver: fc.constantFrom(0 as const, 1 as const), first: fc.maxSafeInteger(), startsMs: ms, id: fc.uuid({ version: 7 })
}).filter(({ order, first }) => order === 'relevance' || Math.abs(first) <= 4e15)

describe('where a page of results ended', () => {
  it('comes back as it was from a piece of a URL', () => {
    fc.assert(fc.property(position, (where) => {
      const cursor = encodePosition(where)
      expect(encodeURIComponent(cursor)).toBe(cursor)
      expect(cursor.length).toBeLessThanOrEqual(200)
      expect(decodePosition(cursor, where.order)).toEqual(where)
    }))
  })

  it('keeps the ranking of words to the last bit', () => {
    const where: SearchPosition = { order: 'relevance', asOfMs: 1_795_000_000_000, isOver: 0, first: -7.3 + 0.1, startsMs: -5, id: '0199d0a8-0000-7000-8000-000000000000' }
    expect(decodePosition(encodePosition(where), 'relevance').first).toBe(where.first)
  })

  it('says nothing about another order', () => {
    fc.assert(fc.property(position, fc.constantFrom(...SEARCH_ORDERS), (where, order) => {
      fc.pre(order !== where.order)
      expect(() => decodePosition(encodePosition(where), order)).toThrow('invalid-input')
    }))
  })

  it('is refused where it is anything else, and never breaks', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json().map(text => Buffer.from(text).toString('base64url'))), (text) => {
      expect(() => decodePosition(text, 'soon')).toThrow('invalid-input')
    }))
  })
})
