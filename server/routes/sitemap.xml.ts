import { setResponseHeader } from 'h3'
import { eventSitemaps } from '#server/domain/catalogue/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { sitemapIndexXml } from '#shared/seo/sitemap-index.ts'

export default defineEndpoint({
  summary: 'The sitemaps of this site',
  callers: 'anyone',
  gives: 'application/xml',
  cache: 'public, max-age=0, s-maxage=60'
}, async ({ event, house }) => {
  setResponseHeader(event, 'content-type', 'application/xml; charset=utf-8')
  return sitemapIndexXml(house.settings.publicUrl, [
    { path: '/sitemaps/places.xml' },
    ...(await eventSitemaps(house)).map(({ number, lastModified }) => ({ path: `/sitemaps/events-${number}.xml`, lastModified }))
  ])
})
