import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asPrefixes, asReference } from '#server/domain/order-desk/order-words.ts'

describe('what somebody means who looks for an order', () => {
  it.each(['FY-7K3M-QX9D', 'fy-7k3m-qx9d', '7K3M QX9D', '7k3mqx9d', ' FY 7K3M QX9D '])('%s is a number', said => expect(asReference(said)).toBe('FY-7K3M-QX9D'))
  it.each(['', 'FY-7K3M', 'Wei Chen', 'FY-ILOU-7K3M', 'FY-7K3M-QX9D-1', 'ada@example.org'])('%j is none', said => expect(asReference(said)).toBeNull())

  it('words begin words of the other side, all of them', () => {
    expect(asPrefixes('  Wei  ada@ex ')).toBe('\'Wei\':* & \'ada@ex\':*')
    expect(asPrefixes('   ')).toBe('')
    expect(asPrefixes('a b c d e f g h').split(' & ')).toHaveLength(6)
  })

  it('V-16: nothing in them is an operator', () => {
    expect(asPrefixes('O\'Neill a\\b !x (y|z):*')).toBe(String.raw`'O\'Neill':* & 'a\\b':* & '!x':* & '(y|z):*':*`)
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (said) => {
      // Take what is quoted away, with what is escaped in it: only what we wrote is left.
      expect(asPrefixes(said).replaceAll(/'(?:[^'\\]|\\.)*'/gsu, 'w')).toMatch(/^(?:w:\*(?: & w:\*){0,5})?$/)
    }))
  })
})
