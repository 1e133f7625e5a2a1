import { describe, expect, it } from 'vitest'
import { sitemapXml } from '#shared/seo/sitemap.ts'

describe('the sitemap', () => {
  const xml = sitemapXml('https://foyer.example', [{ path: '/' }, { path: '/events/tosca', lastModified: new Date('2026-11-20T00:00:00Z') }])

  it('lists every page in both languages with the time of its last change', () => {
    expect([...xml.matchAll(/<loc>(.*?)<\/loc>(?:<lastmod>(.*?)<\/lastmod>)?/g)].map(m => [m[1], m[2]])).toEqual([
      ['https://foyer.example/', undefined],
      ['https://foyer.example/zh', undefined],
      ['https://foyer.example/events/tosca', '2026-11-20T00:00:00.000Z'],
      ['https://foyer.example/zh/events/tosca', '2026-11-20T00:00:00.000Z']
    ])
  })

  it('names all translations at each of them, itself included', () => {
    for (const url of xml.match(/<url>.*<\/url>/g)!) expect([...url.matchAll(/hreflang="(.*?)"/g)].map(m => m[1])).toEqual(['en', 'zh-CN', 'x-default'])
  })

  it('escapes what XML reads as markup', () => {
    expect(sitemapXml('https://foyer.example', [{ path: '/events/a&b<c>"\'' }])).toContain('/events/a&amp;b&lt;c&gt;&quot;&apos;<')
  })
})
