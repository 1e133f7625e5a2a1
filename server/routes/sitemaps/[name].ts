import { setResponseHeader } from 'h3'
import { z } from 'zod'
import { eventsOfSitemap, placeAddresses } from '#server/domain/catalogue/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import type { House } from '#server/house.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { type SitemapPage, sitemapXml } from '#shared/seo/sitemap.ts'

export default defineEndpoint({
  summary: 'Public pages in both languages, with the time of their last change',
  callers: 'anyone',
  params: z.object({ name: z.string().regex(/^(?:places|events-[1-9]\d{0,4})\.xml$/) }),
  gives: 'application/xml',
  errors: ['not-found'],
  cache: 'public, max-age=0, s-maxage=60'
}, async ({ event, house, params }) => {
  const pages = params.name === 'places.xml' ? await placePages(house) : await eventPages(house, Number(/\d+/.exec(params.name)![0]))
  setResponseHeader(event, 'content-type', 'application/xml; charset=utf-8')
  return sitemapXml(house.settings.publicUrl, pages)
})

async function placePages(house: House): Promise<SitemapPage[]> {
  const { categories, venues, publishers } = await placeAddresses(house)
  const pagesOf = (folder: string, slugs: string[]) => slugs.map(slug => ({ path: `/${folder}/${encodeURIComponent(slug)}` }))
  return [{ path: '/' }, ...pagesOf('categories', categories), ...pagesOf('venues', venues), ...pagesOf('publishers', publishers)]
}

async function eventPages(house: House, number: number): Promise<SitemapPage[]> {
  const events = await eventsOfSitemap(house, number)
  if (events.length === 0) throw new DomainError('not-found')
  return events.map(({ slug, updatedAt }) => ({ path: `/events/${encodeURIComponent(slug)}`, lastModified: updatedAt }))
}
