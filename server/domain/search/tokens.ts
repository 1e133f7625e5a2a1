import { fold } from './fold.ts'
import { stem } from './stem.ts'

/** A word of a text, or two neighbouring Chinese characters, and its place: 1 for the first. */
export interface Token { text: string, place: number }

/** A piece of a folded text: a word or a symbol that people search for, or a run of characters of a script without spaces. */
export interface Piece { kind: 'word' | 'run', text: string }

const MAX_WORD = 40
const PIECES = /([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]+)|([\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*)|([%+#&@$€£¥])/gu
const OTHER_SCRIPT = /([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]+)/u

/** The pieces of a text in their order. `C++` has three, `100%` two. */
export function piecesOf(text: string): Piece[] {
  return [...fold(text).matchAll(PIECES)].flatMap(([found, run]) => {
    if (run) return [{ kind: 'run' as const, text: run }]
    // 音乐festival: letters and characters without a space between.
    return found.split(OTHER_SCRIPT).filter(Boolean).map(part => ({ kind: OTHER_SCRIPT.test(part) ? 'run' as const : 'word' as const, text: cut(part) }))
  })
}

/** Never in the middle of a character: Postgres takes no half of one. */
function cut(word: string): string {
  return word.length <= MAX_WORD ? word : [...word].slice(0, MAX_WORD).join('')
}

/**
 * What a text is found by. Words by their stem. Chinese by every two neighbours, so that any piece of two characters or more is
 * found, with or without a dictionary; the last of a run stands alone, so that a single character is found as the beginning of a
 * token.
 */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let place = 0
  for (const piece of piecesOf(text)) {
    if (piece.kind === 'word') tokens.push({ text: stem(piece.text), place: ++place })
    else for (const pair of pairsOf(piece.text)) tokens.push({ text: pair, place: ++place })
  }
  return tokens
}

/** 红楼梦: 红楼, 楼梦, 梦. */
export function pairsOf(run: string): string[] {
  const characters = [...run]
  return characters.map((character, at) => character + (characters[at + 1] ?? ''))
}
