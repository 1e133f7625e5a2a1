import { escapeXml } from './sitemap.ts'

/** The list of sitemaps, in the format of sitemaps.org. `path` is percent-encoded. */
export function sitemapIndexXml(baseUrl: string, sitemaps: readonly { path: string, lastModified?: Date }[]): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ...sitemaps.map(({ path, lastModified }) => `<sitemap><loc>${escapeXml(baseUrl + path)}</loc>${lastModified ? `<lastmod>${lastModified.toISOString()}</lastmod>` : ''}</sitemap>`),
    '</sitemapindex>',
    ''
  ].join('\n')
}
