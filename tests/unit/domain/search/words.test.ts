import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold } from '#server/domain/search/fold.ts'
import { stem } from '#server/domain/search/stem.ts'
import { pairsOf, piecesOf, tokensOf } from '#server/domain/search/tokens.ts'
import { wordsAsked } from '#server/domain/search/words-asked.ts'
import { searchDocument } from '#server/domain/search/document.ts'

const anyText = fc.string({ unit: 'binary', maxLength: 60 })
const texts = (text: string) => tokensOf(text).map(token => token.text)

describe('a text as it is compared', () => {
  it.each([
    ['Ｆｕｌｌ　ＷＩＤＴＨ', 'full width'], ['Café Żółć', 'cafe zolc'], ['STRASSE Straße', 'strasse strasse'], ['Øre Æble Œuvre', 'ore aeble oeuvre'],
    ['貝多芬交響樂', '贝多芬交响乐'], ['臺灣 戲劇', '台湾 戏剧'], ['a\u0000b\ud800c', 'a b c'], ['ﬁnale', 'finale']
  ])('%j is %j', (text, folded) => {
    expect(fold(text)).toBe(folded)
  })

  it('is the same when it is folded again', () => {
    fc.assert(fc.property(anyText, (text) => {
      expect(fold(fold(text))).toBe(fold(text))
    }))
  })
})

describe('a word without its ending', () => {
  it.each([['house', 'houses'], ['rose', 'roses'], ['box', 'boxes'], ['bus', 'buses'], ['dance', 'dances'], ['dress', 'dresses'], ['prize', 'prizes'], ['watch', 'watches'], ['use', 'uses'], ['story', 'stories'], ['movie', 'movies'], ['class', 'classes']])('%s and %s are found by each other', (one, many) => {
    expect(stem(many)).toBe(stem(one))
  })

  it.each([
    ['operas', 'opera'], ['symphonies', 'symphoni'], ['symphony', 'symphoni'], ['movies', 'movi'], ['children\'s', 'children'], ['dresses', 'dress'], ['boxes', 'box'], ['watches', 'watch'],
    ['bus', 'bus'], ['jazz', 'jazz'], ['glass', 'glass'], ['analysis', 'analysis'], ['chorus', 'chorus'], ['yes', 'yes'], ['l’amour', 'lamour'], ['2026s', '2026s']
  ])('%s is %s', (word, base) => {
    expect(stem(word)).toBe(base)
  })
})

describe('what a text is found by', () => {
  it('is words by their stem, and Chinese by neighbours, in their places', () => {
    expect(tokensOf('Red 红楼梦 Dreams')).toEqual([
      { text: 'red', place: 1 }, { text: '红楼', place: 2 }, { text: '楼梦', place: 3 }, { text: '梦', place: 4 }, { text: 'dream', place: 5 }
    ])
    expect(texts('音乐festival2026')).toEqual(['音乐', '乐', 'festival2026'])
    expect(texts('100% C++')).toEqual(['100', '%', 'c', '+', '+'])
    expect(texts('…—！')).toEqual([])
  })

  it('finds every piece of Chinese of two characters or more in any text that has it', () => {
    const han = fc.array(fc.constantFrom(...'红楼梦芭蕾舞剧音乐会京上海'), { minLength: 2, maxLength: 12 }).map(all => all.join(''))
    fc.assert(fc.property(han, fc.nat(), fc.nat(), (run, a, b) => {
      const start = a % (run.length - 1)
      const piece = run.slice(start, start + 2 + b % (run.length - start - 1))
      const has = new Set(texts(run))
      for (const pair of pairsOf(piece).slice(0, -1)) expect(has).toContain(pair)
    }))
  })

  it('has no piece that a word of Postgres could not hold, whatever stands there', () => {
    fc.assert(fc.property(anyText, (text) => {
      for (const { text: piece } of piecesOf(text).filter(p => p.kind === 'word')) expect(Buffer.byteLength(piece)).toBeLessThan(2_046)
      for (const { text: token } of tokensOf(text)) expect(token).not.toMatch(/[\p{Cc}\p{Cs}\s]/u)
    }))
  })
})

describe('what somebody typed', () => {
  it('leaves the last word open unless a space follows', () => {
    expect(wordsAsked('red dre')!.words.map(word => word.isUnfinished)).toEqual([false, true])
    expect(wordsAsked('red dreams ')!.words.map(word => word.isUnfinished)).toEqual([false, false])
  })

  it('is nothing without a letter or a figure', () => {
    for (const query of ['', ' ', '…', '！？', '\u0000']) expect(wordsAsked(query)).toBeNull()
  })

  it('quotes every word, so that no operator of a tsquery comes through', () => {
    fc.assert(fc.property(fc.oneof(anyText, fc.string({ unit: fc.constantFrom(...'ab\'\\&|!<->():*红’ '), maxLength: 40 })), (query) => {
      const asked = wordsAsked(query)
      for (const part of asked ? [asked.all, asked.inName, asked.inNames, asked.phraseInName, asked.most ?? ''] : []) {
        const outside = part.replace(/'(?:[^'\\]|''|\\\\)*'/g, 'x')
        expect(outside).toMatch(/^(?:[x()&| ]|:\*?[AB]*|<\d+>)*$/)
      }
    }))
  })

  it('has a bounded number of terms however long it is', () => {
    expect(wordsAsked('中'.repeat(200))!.all.split(' & ').length).toBeLessThanOrEqual(24)
    expect(wordsAsked('word '.repeat(100))!.all.split(' & ').length).toBeLessThanOrEqual(12)
  })
})

describe('the document of an event', () => {
  it('keeps the places of names, and those of one text apart from the next', () => {
    const { names, words } = searchDocument({ names: ['Red Dream', '红楼'], people: ['Mei'], summary: ['An evening'], description: [] })
    expect(names).toBe('\'red\':1A \'dream\':2A \'红楼\':13A \'楼\':14A \'mei\':25B')
    expect(words).toBe('\'red\' \'dream\' \'红楼\' \'楼\' \'mei\' \'an\' \'evening\'')
  })
})
