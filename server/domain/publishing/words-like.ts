import { likePattern } from '#shared/text/like-pattern.ts'

/** Somebody's words as a pattern for ILIKE, without characters that nobody can type; null where nothing was asked. */
export function wordsLike(q: string | undefined): string | null {
  const text = (q ?? '').normalize('NFKC').replace(/[\p{Cc}\p{Cs}]/gu, '').trim()
  return text ? likePattern(text) : null
}
