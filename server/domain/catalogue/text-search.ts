/** More words than this say nothing new, and each costs a scan. */
const MAX_TERMS = 8

/** What somebody typed into the search field, as LIKE patterns. */
export interface TextSearch {
  /** Everything typed, in one piece. */
  phrase: string
  /** Every word of it: all must be found, in any order and place. */
  terms: string[]
}

const words = new Intl.Segmenter('zh', { granularity: 'word' })

/**
 * Splits a query into patterns for ILIKE, with LIKE's own wildcards escaped (V-16), or null where nothing was asked.
 * Chinese has no spaces, so runs of it are cut by the dictionary: 红楼梦芭蕾 finds what is named 芭蕾舞剧《红楼梦》.
 */
export function parseTextSearch(query: string | undefined): TextSearch | null {
  const text = (query ?? '').normalize('NFKC').replace(/[\p{Cc}\p{Cs}]+/gu, ' ').trim().replace(/\s+/g, ' ')
  const terms = [...new Set(text.split(' ').flatMap(wordsOf))].slice(0, MAX_TERMS)
  if (terms.length === 0) return null
  return { phrase: pattern(text), terms: terms.map(pattern) }
}

function wordsOf(token: string): string[] {
  if (!/\p{Script=Han}/u.test(token)) return token ? [token] : []
  const found = [...words.segment(token)].filter(s => s.isWordLike).map(s => s.segment)
  return found.length > 0 ? found : [token]
}

/** `100%` as `%100\%%`. */
function pattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`
}
