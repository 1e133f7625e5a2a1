import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forgiven, shorterForms, wordDistance } from '#server/domain/search/near-words.ts'

const letters = (minLength: number, maxLength: number) => fc.string({ unit: fc.constantFrom(...'abcdefg'), minLength, maxLength })

/** One mistake as people make it: a letter too many, too few, wrong, or swapped with the next. */
const mistake = fc.record({ kind: fc.constantFrom('insert', 'delete', 'exchange', 'swap'), at: fc.nat(), letter: fc.constantFrom(...'abcdefg') })

function misspell(word: string, { kind, at, letter }: { kind: string, at: number, letter: string }): string {
  const place = at % word.length
  if (kind === 'insert') return word.slice(0, place) + letter + word.slice(place)
  if (kind === 'delete') return word.slice(0, place) + word.slice(place + 1)
  if (kind === 'exchange') return word.slice(0, place) + letter + word.slice(place + 1)
  return place + 1 < word.length ? word.slice(0, place) + word[place + 1] + word[place] + word.slice(place + 2) : word
}

describe('how far two words are from each other', () => {
  it.each([['opera', 'opera', 0], ['beethoven', 'bethoven', 1], ['chamber', 'chmaber', 1], ['tosca', 'tusca', 1], ['jazz', 'jaz', 1], ['symphony', 'simfony', 3], ['', 'abc', 3]])('%s and %s: %i', (a, b, far) => {
    expect(wordDistance(a, b)).toBe(far)
    expect(wordDistance(b, a)).toBe(far)
  })

  it('is one for a mistake, and never less than the letters that one has more', () => {
    fc.assert(fc.property(letters(1, 14), mistake, letters(0, 14), (word, one, other) => {
      expect(wordDistance(word, misspell(word, one))).toBeLessThanOrEqual(1)
      expect(wordDistance(word, other)).toBeGreaterThanOrEqual(Math.abs(word.length - other.length))
      expect(wordDistance(word, other)).toBeLessThanOrEqual(Math.max(word.length, other.length))
    }))
  })
})

describe('looking up near words without comparing each', () => {
  it('finds whatever is one mistake away from a word of up to seven letters, and two from a longer one', () => {
    fc.assert(fc.property(letters(4, 14), fc.array(mistake, { minLength: 1, maxLength: 2 }), (word, mistakes) => {
      const wrong = mistakes.slice(0, word.length > 7 ? 2 : 1).reduce(misspell, word)
      fc.pre(wordDistance(word, wrong) <= forgiven(wrong))
      const known = new Set(shorterForms(word))
      expect(shorterForms(wrong).some(form => known.has(form))).toBe(true)
    }), { numRuns: 2_000 })
  })

  it('takes little room, and numbers that Postgres has', () => {
    const forms = shorterForms('pneumonoultramicroscopic')
    expect(forms.length).toBeLessThanOrEqual(29)
    for (const form of forms) expect(form).toBe(form | 0)
  })

  it('forgives nothing in what is too short, or no word', () => {
    expect(['the', 'abba', 'chamber', 'beethoven', '1812', '红楼梦x'].map(forgiven)).toEqual([0, 1, 1, 2, 0, 0])
  })
})
