import type { Locale } from '#shared/text/local-text.ts'

export type PosterShape = 'portrait' | 'landscape' | 'square'

/** The address of an event's poster in a language and shape. An uploaded cover has one shape only and is cropped by CSS. */
export function posterSrc(url: string, locale: Locale, shape: PosterShape): string {
  // Of a draft only its publisher sees the poster, at an address of the desk.
  return /^\/(?:posters|api\/publishing)\//.test(url) ? `${url.split('?')[0]}?locale=${locale}&shape=${shape}` : url
}

/** The widths of an uploaded cover, for `srcset`; nothing for a generated poster, which is sharp at any size. */
export function coverSrcset(url: string): string | undefined {
  const base = /^(\/images\/[\da-f-]+\/)1024\.webp$/.exec(url)?.[1]
  return base && [320, 640, 1024, 1600, 2048].map(width => `${base}${width}.webp ${width}w`).join(', ')
}

/** What those who show links show of an event: 1200 x 630, its cover or else its poster. */
export function socialPictureSrc(slug: string, locale: Locale): string {
  return `/posters/${encodeURIComponent(slug)}.jpg?locale=${locale}`
}
