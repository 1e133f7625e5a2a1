import type { Locale } from '#shared/text/local-text.ts'

export type PosterShape = 'portrait' | 'landscape' | 'square'

/** The address of an event's poster in a language and shape. An uploaded cover has one shape only and is cropped by CSS. */
export function posterSrc(url: string, locale: Locale, shape: PosterShape): string {
  return url.startsWith('/posters/') ? `${url.split('?')[0]}?locale=${locale}&shape=${shape}` : url
}
