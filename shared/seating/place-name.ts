import type { LocalText, Locale } from '#shared/text/local-text.ts'

/** A seat or place in words: `Stalls, row F, seat 12`, `池座 F排12座`; a standing area is its name. */
export function placeName(place: { section: LocalText, row: string | null, seat: string | null }, locale: Locale): string {
  const section = place.section[locale]
  if (!place.seat) return section
  if (locale === 'zh') return `${section} ${place.row ? `${place.row}排` : ''}${place.seat}座`
  return [section, place.row ? `row ${place.row}` : '', `seat ${place.seat}`].filter(Boolean).join(', ')
}
