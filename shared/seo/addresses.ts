import { type Locale, LOCALES } from '#shared/text/local-text.ts'

/** BCP 47 tags as search engines and schema.org want them. */
export const LANGUAGE_TAGS: Record<Locale, string> = { en: 'en', zh: 'zh-CN' }

/** The path of a page in a language: English at `/events/x`, Chinese at `/zh/events/x`. */
export function localePath(path: string, locale: Locale): string {
  if (locale === 'en') return path
  return path === '/' ? '/zh' : `/zh${path}`
}

/** The path of an event's page. */
export function eventPath(slug: string, locale: Locale): string {
  return localePath(`/events/${encodeURIComponent(slug)}`, locale)
}

/** Every address of one page, for `<link rel="alternate" hreflang>` and the sitemap: each language, and `x-default` for all others. */
export function alternates(baseUrl: string, path: string): { hreflang: string, href: string }[] {
  return [
    ...LOCALES.map(locale => ({ hreflang: LANGUAGE_TAGS[locale], href: absolute(baseUrl, localePath(path, locale)) })),
    { hreflang: 'x-default', href: absolute(baseUrl, path) }
  ]
}

/** The address with its origin; what has one already stays. `baseUrl` has no slash at its end. */
export function absolute(baseUrl: string, path: string): string {
  return /^https?:\/\//i.test(path) ? path : `${baseUrl}${path}`
}
