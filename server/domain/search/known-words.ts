import { sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { forgiven, shorterForms, wordDistance } from './near-words.ts'
import { piecesOf } from './tokens.ts'

/**
 * Adds the Latin words of these events to those that a misspelt word may have meant. Frequencies are counted where the whole index is made
 * (`isWhole`): one event more or less does not change which word is the likelier, and must not make everybody write the same rows.
 */
export async function rememberWords(db: Queryable, eventTexts: readonly string[], isWhole: boolean): Promise<void> {
  const counts = new Map<string, number>()
  for (const text of eventTexts) {
    const words = new Set(piecesOf(text).filter(piece => piece.kind === 'word' && /^[a-z]{3,}$/.test(piece.text)).map(piece => piece.text))
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  const known = await db.execute<{ word: string }>(sql`select word from search_words where word = any(${sql.param([...counts.keys()])}::text[])`)
  const isKnown = new Set(known.map(row => row.word))
  const rows = (isFresh: boolean) => JSON.stringify([...counts].filter(([word]) => isKnown.has(word) !== isFresh)
    .sort(([a], [b]) => a < b ? -1 : 1).map(([word, events]) => ({ word, events, ...(isFresh && { shorter: shorterForms(word) }) })))
  await db.execute(sql`
    insert into search_words (word, events, shorter)
    select word, events, array(select jsonb_array_elements_text(shorter)::int) from jsonb_to_recordset(${rows(true)}::text::jsonb) as w(word text, events int, shorter jsonb)
    on conflict (word) do nothing`)
  if (isWhole) {
    await db.execute(sql`
      update search_words w set events = w.events + more.events
      from jsonb_to_recordset(${rows(false)}::text::jsonb) as more(word text, events int) where more.word = w.word`)
  }
}

/** What each of these words, which no event has, most likely meant: the nearest known word, the more frequent one of two. One query. */
export async function likelyWords(db: Queryable, words: readonly { text: string, isUnfinished: boolean }[]): Promise<Map<string, string>> {
  const asked = words.filter(word => forgiven(word.text) > 0)
  if (asked.length === 0) return new Map()
  const forms = [...new Set(asked.flatMap(word => shorterForms(word.text)))]
  const near = await db.execute<{ word: string, events: number }>(sql`
    select word, events from search_words where shorter && ${`{${forms.join(',')}}`}::text::int[] order by events desc limit 3000`)
  return new Map(asked.flatMap(({ text, isUnfinished }) => {
    const best = near
      .map(({ word, events }) => ({ word, events, far: farFrom(text, word, isUnfinished) }))
      .filter(candidate => candidate.far <= forgiven(text) + (isUnfinished ? BEGINNING : 0))
      .sort((a, b) => a.far - b.far || b.events - a.events || (a.word < b.word ? -1 : 1))[0]
    return best ? [[text, best.word] as const] : []
  }))
}

/** A beginning that fits counts a little less than a whole word that fits. */
const BEGINNING = 0.5

function farFrom(asked: string, word: string, isUnfinished: boolean): number {
  const whole = wordDistance(asked, word)
  if (!isUnfinished || word.length <= asked.length) return whole
  return Math.min(whole, BEGINNING + Math.min(...[-1, 0, 1].map(more => wordDistance(asked, word.slice(0, asked.length + more)))))
}
