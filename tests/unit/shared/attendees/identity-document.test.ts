import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isDocumentNumber, plainNumber, tailOf } from '#shared/attendees/identity-document.ts'

/** The example of GB 11643-1999, and its last character by the rule written another way. */
const EXAMPLE = '11010519491231002X'
const checkOf = (body: string) => {
  // ISO 7064, MOD 11-2, as its recursive form: p = (p + digit) * 2 mod 11.
  let p = 0
  for (const digit of body) p = (p + Number(digit)) * 2 % 11
  const check = (12 - p) % 11
  return check === 10 ? 'X' : String(check)
}

describe('numbers of documents', () => {
  it('an ID card has the check character of its standard', () => {
    expect(isDocumentNumber('id-card', EXAMPLE)).toBe(true)
    fc.assert(fc.property(fc.stringMatching(/^\d{17}$/), fc.constantFrom(...'0123456789X'), (body, last) => {
      expect(isDocumentNumber('id-card', body + last)).toBe(checkOf(body) === last)
    }))
  })

  it('one digit that is typed wrong is seen', () => {
    fc.assert(fc.property(fc.nat({ max: 16 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
      const wrong = EXAMPLE.slice(0, at) + (Number(EXAMPLE[at]) + by) % 10 + EXAMPLE.slice(at + 1)
      expect(isDocumentNumber('id-card', wrong)).toBe(false)
    }))
  })

  it('reads what people type', () => {
    expect(plainNumber(' １１０１０５ 1949-1231 002x ')).toBe(EXAMPLE)
    expect(isDocumentNumber('passport', plainNumber('e12 345 678'))).toBe(true)
    expect(isDocumentNumber('hk-macau-permit', 'H12345678')).toBe(true)
    expect(isDocumentNumber('taiwan-permit', '12345678')).toBe(true)
    expect(isDocumentNumber('residence-permit', 'CHN110187062519')).toBe(true)
    for (const kind of ['id-card', 'passport', 'hk-macau-permit', 'taiwan-permit', 'residence-permit'] as const) {
      for (const no of ['', '1', '<script>', '../../etc', 'Ｘ'.repeat(18)]) expect(isDocumentNumber(kind, plainNumber(no))).toBe(false)
    }
    expect(tailOf(EXAMPLE)).toBe('002X')
  })
})
