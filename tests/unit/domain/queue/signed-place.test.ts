import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Carried, personIn, readCarried, sign } from '#server/domain/queue/signed-place.ts'

const KEY = Buffer.alloc(32, 7)
const SESSION = '0192f0c1-0000-7000-8000-000000000001'
const ann = { userId: null, visitor: 'ann' }
const carriedBy = (who: { userId: string | null, visitor: string }): Carried => ({ kind: 'place', sessionId: SESSION, round: 3, number: 12, position: 0, person: personIn(KEY, who) })

describe('what a person carries', () => {
  it('is read by whom it was given to, also after he has signed in', () => {
    const token = sign(KEY, carriedBy(ann))
    expect(readCarried(KEY, token, 'place', SESSION, ann)).toEqual({ ok: true, carried: carriedBy(ann) })
    expect(readCarried(KEY, token, 'place', SESSION, { ...ann, userId: 'u1' })).toMatchObject({ ok: true })
  })

  it('belongs to an account in each of its browsers, and to nobody after signing out', () => {
    const token = sign(KEY, carriedBy({ userId: 'u1', visitor: 'ann' }))
    expect(readCarried(KEY, token, 'place', SESSION, { userId: 'u1', visitor: 'another browser' })).toMatchObject({ ok: true })
    expect(readCarried(KEY, token, 'place', SESSION, ann)).toEqual({ ok: false, why: 'other-person' })
  })

  it('is worth nothing elsewhere, for others, as something else, or under another key', () => {
    const token = sign(KEY, carriedBy(ann))
    expect(readCarried(KEY, token, 'place', '0192f0c1-0000-7000-8000-000000000002', ann)).toEqual({ ok: false, why: 'other-session' })
    expect(readCarried(KEY, token, 'place', SESSION, { userId: null, visitor: 'bob' })).toEqual({ ok: false, why: 'other-person' })
    expect(readCarried(KEY, token, 'admission', SESSION, ann)).toEqual({ ok: false, why: 'forged' })
    expect(readCarried(Buffer.alloc(32, 8), token, 'place', SESSION, ann)).toEqual({ ok: false, why: 'forged' })
  })

  it('D-10: is forged as soon as one character is another', () => {
    const token = sign(KEY, carriedBy(ann))
    fc.assert(fc.property(fc.nat({ max: token.length - 1 }), fc.constantFrom(...'abcXYZ019-_.'), (at, character) => {
      fc.pre(token[at] !== character)
      expect(readCarried(KEY, token.slice(0, at) + character + token.slice(at + 1), 'place', SESSION, ann).ok).toBe(false)
    }))
    fc.assert(fc.property(fc.string(), text => !readCarried(KEY, text, 'place', SESSION, ann).ok))
  })

  it('does not tell who carries it', () => {
    expect(sign(KEY, carriedBy({ userId: 'somebody', visitor: 'ann' }))).not.toMatch(/somebody|ann/)
  })
})
