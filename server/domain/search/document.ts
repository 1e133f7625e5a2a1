import { tokensOf } from './tokens.ts'

/** The texts of an event by what they weigh, each in both languages. */
export interface EventTexts {
  names: string[]
  /** Who plays, who invites, and where. */
  people: string[]
  /** Summary and category. */
  summary: string[]
  description: string[]
}

/** Between two texts, so that no phrase reaches from one into the next. */
const GAP = 10
/** PostgreSQL keeps no place beyond it (documentation, 12.1.1), nor more than 255 of one word. */
const MAX_PLACE = 16_383

/** The two tsvectors of an event as PostgreSQL reads them, quoted. */
export function searchDocument(texts: EventTexts): { names: string, words: string } {
  const placed = new Map<string, string[]>()
  const plain = new Set<string>()
  let start = 0
  for (const [weight, list] of [['A', texts.names], ['B', texts.people]] as const) {
    for (const text of list) {
      const tokens = tokensOf(text)
      for (const token of tokens) {
        plain.add(token.text)
        const places = placed.get(token.text) ?? []
        placed.set(token.text, places)
        if (start + token.place < MAX_PLACE && places.length < 250) places.push(`${start + token.place}${weight}`)
      }
      start += (tokens.at(-1)?.place ?? 0) + GAP
    }
  }
  for (const text of [...texts.summary, ...texts.description]) for (const token of tokensOf(text)) plain.add(token.text)
  return {
    names: [...placed].map(([word, places]) => places.length > 0 ? `${lexeme(word)}:${places.join(',')}` : lexeme(word)).join(' '),
    words: [...plain].map(lexeme).join(' ')
  }
}

/** A word in the quotes of tsvector and tsquery. */
export function lexeme(word: string): string {
  return `'${word.replaceAll('\\', '\\\\').replaceAll('\'', '\'\'')}'`
}
