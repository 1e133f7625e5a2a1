import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { open, seal } from '#shared/secrets/sealed.ts'

const key = randomBytes(32)

describe('a sealed text', () => {
  it('opens with its key for its owner, whatever it says', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, owner) => open(key, seal(key, text, owner), owner) === text))
  })

  it('opens neither with another key nor for another owner', () => {
    const sealed = seal(key, 'secret', 'row-1')
    expect(() => open(randomBytes(32), sealed, 'row-1')).toThrow()
    expect(() => open(key, sealed, 'row-2')).toThrow()
    expect(() => open(key, sealed)).toThrow()
  })

  it('opens with no bit of it changed or cut off', () => {
    const sealed = Buffer.from(seal(key, 'a secret of some length'), 'base64url')
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed)
      changed[at]! ^= 1
      expect(() => open(key, changed.toString('base64url'))).toThrow()
    }
    for (const length of [0, 5, 27, sealed.length - 1]) expect(() => open(key, sealed.subarray(0, length).toString('base64url'))).toThrow()
  })

  it('looks different each time', () => {
    expect(seal(key, 'same')).not.toBe(seal(key, 'same'))
  })
})
