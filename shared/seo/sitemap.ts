import { LOCALES } from '#shared/text/local-text.ts'
import { absolute, alternates, localePath } from './addresses.ts'

/** A page by its English path, percent-encoded. */
export interface SitemapPage { path: string, lastModified?: Date }

/** The pages in every language, each naming its translations, in the format of sitemaps.org with Google's hreflang extension. */
export function sitemapXml(baseUrl: string, pages: readonly SitemapPage[]): string {
  const urls = pages.flatMap((page) => {
    const links = alternates(baseUrl, page.path)
      .map(({ hreflang, href }) => `<xhtml:link rel="alternate" hreflang="${hreflang}" href="${escapeXml(href)}"/>`).join('')
    const lastmod = page.lastModified ? `<lastmod>${page.lastModified.toISOString()}</lastmod>` : ''
    return LOCALES.map(locale => `<url><loc>${escapeXml(absolute(baseUrl, localePath(page.path, locale)))}</loc>${lastmod}${links}</url>`)
  })
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ...urls,
    '</urlset>',
    ''
  ].join('\n')
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&apos;' }

/** Text as XML reads it: markup is inert. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, character => ENTITIES[character]!)
}
