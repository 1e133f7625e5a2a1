import { setResponseHeader } from 'h3'
import { publicAddresses } from '#server/domain/catalogue/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { sitemapXml } from '#shared/seo/sitemap.ts'

export default defineEndpoint({
  summary: 'Every public page in both languages, with the time of its last change',
  callers: 'anyone',
  cache: 'public, max-age=0, s-maxage=600, stale-while-revalidate=3600'
}, async ({ event, house }) => {
  const { events, categories } = await publicAddresses(house)
  setResponseHeader(event, 'content-type', 'application/xml; charset=utf-8')
  return sitemapXml(house.settings.publicUrl, [
    { path: '/' },
    ...categories.map(slug => ({ path: `/categories/${encodeURIComponent(slug)}` })),
    ...events.map(({ slug, updatedAt }) => ({ path: `/events/${encodeURIComponent(slug)}`, lastModified: updatedAt }))
  ])
})
