/** The two languages of Foyer. */
export type Locale = 'en' | 'zh'
export const LOCALES: readonly Locale[] = ['en', 'zh']

/** A text in both languages. */
export interface LocalText { en: string, zh: string }

/** Picks the language of `Accept-Language` that Foyer speaks best; English where it speaks none of them. */
export function localeFromHeader(header: string | null | undefined): Locale {
  const wanted = (header ?? '').slice(0, 500).split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';')
      const q = parameters.map(p => /^\s*q=([\d.]+)\s*$/.exec(p)?.[1]).find(Boolean)
      return { language: tag.toLowerCase().split('-')[0], q: q === undefined ? 1 : Number(q) }
    })
    .filter(w => w.q > 0)
    .sort((a, b) => b.q - a.q)
  return wanted.find((w): w is { language: Locale, q: number } => LOCALES.includes(w.language as Locale))?.language ?? 'en'
}
