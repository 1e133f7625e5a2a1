import { lexeme } from './document.ts'
import { stem } from './stem.ts'
import { pairsOf, piecesOf, tokensOf } from './tokens.ts'

/** More words than this say nothing new. */
const MAX_PIECES = 12
const MAX_PAIRS = 24
/** Of a query that finds nothing whole, so many terms at most are tried with some left out. */
const MAX_LOOSE = 9

const OF_RUNS = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

/** A part of a query that must be found. `weigh` gives it as tsquery, in texts of the weights asked for: '' any, 'A', 'AB'. */
interface Term { word: string | null, isUnfinished: boolean, weigh(weights: string): string }

/** What somebody typed, as PostgreSQL's tsquery. */
export interface WordsAsked {
  /** Every term, in any order and place. */
  all: string
  inName: string
  inNames: string
  /** The terms in this order, one behind the other, in a name. */
  phraseInName: string
  /** All but a few of the terms; null where that would leave too little. */
  most: string | null
  /** The Latin words: those that nothing has may be misspelt. */
  words: { text: string, isUnfinished: boolean, query: string }[]
}

/**
 * Splits a query into terms. Null: it has neither letter nor figure. The last word is taken for one that is still being typed, unless
 * a space follows. Chinese is cut by the dictionary, so that 红楼梦芭蕾 finds what is named 芭蕾舞剧《红楼梦》.
 */
export function wordsAsked(query: string): WordsAsked | null {
  const pieces = piecesOf(query).slice(0, MAX_PIECES)
  const isTyping = /\S$/.test(query)
  const words: Term[] = []
  const strict: Term[] = []
  const pairs: Term[] = []
  for (const [at, piece] of pieces.entries()) {
    if (piece.kind === 'word') {
      const term = wordTerm(piece.text, isTyping && at === pieces.length - 1)
      words.push(term)
      strict.push(term)
    } else {
      strict.push(...segmentsOf(piece.text).flatMap(runTerms))
      pairs.push(...runTerms(piece.text))
    }
  }
  const terms = strict.slice(0, MAX_PAIRS)
  if (terms.length === 0) return null
  const every = (weights: string) => terms.map(term => term.weigh(weights)).join(' & ')
  return {
    all: every(''),
    inName: every('A'),
    inNames: every('AB'),
    phraseInName: phrase(query, isTyping),
    most: most(words, pairs),
    words: words.map(term => ({ text: term.word!, isUnfinished: term.isUnfinished, query: term.weigh('') }))
  }
}

function wordTerm(word: string, isUnfinished: boolean): Term {
  return {
    word,
    isUnfinished,
    weigh: weights => isUnfinished ? `(${lexeme(stem(word))}${label(weights)} | ${lexeme(word)}${label(weights, true)})` : `${lexeme(stem(word))}${label(weights)}`
  }
}

/** The pairs of a run; one character alone is the beginning of a pair. */
function runTerms(run: string): Term[] {
  const pairs = pairsOf(run)
  const isAlone = pairs.length === 1
  return (isAlone ? pairs : pairs.slice(0, -1)).map(pair => ({ word: null, isUnfinished: false, weigh: weights => `${lexeme(pair)}${label(weights, isAlone)}` }))
}

function segmentsOf(run: string): string[] {
  return [...segmenter.segment(run)].map(part => part.segment)
}

/** Words one behind the other, at the distances they have in the query. */
function phrase(query: string, isTyping: boolean): string {
  const tokens = tokensOf(query).slice(0, MAX_PAIRS)
  // The character that ends a run stands alone in the index only where the run ends: it says nothing beside its pair.
  const isEnd = (text: string, before = '') => [...text].length === 1 && [...before].length === 2 && before.endsWith(text) && OF_RUNS.test(text)
  const kept = tokens.filter((token, at) => !isEnd(token.text, tokens[at - 1]?.text))
  return kept.map((token, at) => {
    const isLast = at === kept.length - 1
    const isOpen = (isLast && isTyping && /^\p{Script=Latin}/u.test(token.text)) || ([...token.text].length === 1 && OF_RUNS.test(token.text))
    return `${at === 0 ? '' : `<${token.place - kept[at - 1]!.place}> `}${lexeme(token.text)}${label('A', isOpen)}`
  }).join(' ')
}

/** Every way to leave out a third of the terms: one wrong character spoils two pairs of Chinese. Latin words are corrected instead, so two of them must stay. */
function most(words: Term[], pairs: Term[]): string | null {
  const terms = [...words, ...pairs].slice(0, MAX_LOOSE)
  const spared = pairs.length >= 2 ? Math.max(1, Math.round(terms.length / 3)) : Math.floor(terms.length / 3)
  if (spared === 0) return null
  return without(terms.map(term => term.weigh('')), spared).map(kept => `(${kept.join(' & ')})`).join(' | ')
}

function without<T>(items: T[], count: number, from = 0): T[][] {
  if (count === 0) return [items]
  return Array.from({ length: items.length - from }, (_, at) => without(items.toSpliced(from + at, 1), count - 1, from + at)).flat()
}

function label(weights: string, isOpen = false): string {
  return isOpen || weights ? `:${isOpen ? '*' : ''}${weights}` : ''
}
