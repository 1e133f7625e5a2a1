import type { Locale, LocalText } from '#shared/text/local-text.ts'

/** What a poster says. */
export interface PosterFacts {
  /**
   * Everything that is drawn comes from it: the same seed, the same poster. It may name its motif before a colon
   * (`moon:the-moon-merchant`, `moon/2:...` for the third palette); else the category and the text choose one.
   */
  seed: string
  name: LocalText
  category: { slug: string, name: LocalText }
  venue: LocalText | null
  city: LocalText | null
  /** First and last session, or null where none is set yet. */
  firstDay: Date | null
  lastDay: Date | null
  timeZone: string
}

export type PosterShape = 'portrait' | 'landscape' | 'square'
export const POSTER_SHAPES: readonly PosterShape[] = ['portrait', 'landscape', 'square']

export interface PosterOptions {
  locale: Locale
  shape: PosterShape
  /** The picture alone, for a machine that has no letters to write with. */
  isWordless?: boolean
}
