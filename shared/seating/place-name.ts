import type { LocalText, Locale } from '#shared/text/local-text.ts'

/** A seat or place in words: `Stalls, row F, seat 12`, `池座 F排12座`, `Terrace, table 7, seat 2`; a standing area is its name. */
export function placeName(place: { section: LocalText, row: string | null, isTable?: boolean, seat: string | null }, locale: Locale): string {
  const section = place.section[locale]
  if (!place.seat) return section
  if (locale === 'zh') return `${section} ${place.row ? `${place.row}${place.isTable ? '号桌' : '排'}` : ''}${place.seat}座`
  return [section, place.row ? `${place.isTable ? 'table' : 'row'} ${place.row}` : '', `seat ${place.seat}`].filter(Boolean).join(', ')
}
