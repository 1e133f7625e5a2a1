import { sql } from 'drizzle-orm'
import type { Queryable, Transaction } from '#drizzle/database.ts'
import { keptCount } from './kept-counts.ts'
import { likelyWords } from './known-words.ts'
import { planned, texts } from './sql.ts'
import { type WordsAsked, wordsAsked } from './words-asked.ts'

/** What a query means to the index. */
export interface TextAsked {
  /** tsquery: what an event must have. */
  match: string
  /** Where `match` is looked for: in every word of an event, or in its names alone. */
  within: 'words' | 'names'
  /** tsquery, for the ranking. */
  inName: string
  inNames: string
  phraseInName: string
  corrected: { from: string, to: string } | null
}

/**
 * What somebody meant by `query`: null where nothing was asked, `nothing` where no word of it can be searched for. Where nothing has all the words,
 * mistakes are forgiven: first a word that no event has is taken for the known one that it is nearest to, then a third of the terms may be
 * missing. At most five statements, and two where the words are right.
 */
export async function understand(db: Queryable, query: string | undefined): Promise<TextAsked | 'nothing' | null> {
  const typed = (query ?? '').replace(/[\p{Cc}\p{Cs}]+/gu, ' ')
  if (!typed.trim()) return null
  const asked = wordsAsked(typed)
  if (!asked) return 'nothing'
  return await keptCount(db, `words ${typed}`, () => planned(db, async (tx) => {
    const [hasAll, ...hasWord] = await found(tx, [asked.all, ...asked.words.map(word => word.query)])
    if (hasAll) return { ...textAsked(asked, asked.all, null), within: await withinWhat(tx, asked.all) }
    const missing = asked.words.filter((_, at) => !hasWord[at])
    const likely = missing.length > 0 ? await likelyWords(tx, missing) : new Map<string, string>()
    const to = replaceWords(typed.trim(), likely)
    const better = likely.size > 0 ? wordsAsked(`${to}${missing.at(-1)?.isUnfinished ? ' ' : ''}`) ?? asked : asked
    const [hasBetter, hasMost] = await found(tx, [better.all, better.most ?? better.all])
    const corrected = likely.size > 0 ? { from: typed.trim(), to } : null
    if (hasBetter) return { ...textAsked(better, better.all, corrected), within: await withinWhat(tx, better.all) }
    if (hasMost && better.most) return textAsked(better, better.most, corrected)
    return textAsked(asked, asked.all, null)
  }, { byWords: true }))
}

/** Found in more events than this, a word says nothing of those that merely mention it: only names count. Also what bounds the cost of one letter. */
const COMMON = 4_000

async function withinWhat(tx: Transaction, match: string): Promise<'words' | 'names'> {
  const [row] = await tx.execute<{ is_common: boolean, is_name: boolean }>(sql`
    select (select count(*) from (select 1 from event_search where words @@ ${match}::tsquery limit ${COMMON + 1}) hit) > ${COMMON} as is_common,
      exists (select 1 from event_search where names @@ ${match}::tsquery) as is_name`)
  return row?.is_common && row.is_name ? 'names' : 'words'
}

async function found(tx: Transaction, queries: string[]): Promise<boolean[]> {
  const rows = await tx.execute<{ is_found: boolean }>(sql`
    select exists (select 1 from event_search where words @@ asked.query::tsquery) as is_found
    from unnest(${texts(queries)}) with ordinality as asked(query, place) order by place`)
  return rows.map(row => row.is_found)
}

function textAsked({ inName, inNames, phraseInName }: WordsAsked, match: string, corrected: TextAsked['corrected']): TextAsked {
  return { match, within: 'words', inName, inNames, phraseInName, corrected }
}

/** The query with each wrong word exchanged, and the rest as it was typed. */
function replaceWords(query: string, likely: ReadonlyMap<string, string>): string {
  return query.replace(/[\p{L}\p{N}'’]+/gu, word => likely.get(word.normalize('NFKD').replace(/\p{Mn}/gu, '').toLowerCase()) ?? word)
}
