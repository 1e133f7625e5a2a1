import { setResponseHeader } from 'h3'
import { defineEndpoint } from '#server/http/endpoint.ts'

/** Pages of one person, and what is no page. Crawlers would only make holds and fill logs there. */
const PRIVATE = ['/api/', '/checkout', '/orders', '/pay', '/profile', '/account', '/notifications', '/mailbox', '/publish', '/admin', '/forgot', '/reset', '/login', '/register', '/sessions/']

export default defineEndpoint({
  summary: 'What crawlers may read',
  callers: 'anyone',
  gives: 'text/plain',
  cache: 'public, max-age=3600'
}, ({ event, house }) => {
  setResponseHeader(event, 'content-type', 'text/plain; charset=utf-8')
  const refused = PRIVATE.flatMap(path => (path === '/api/' ? [path] : [path, `/zh${path}`]))
  return ['User-agent: *', ...refused.map(path => `Disallow: ${path}`), '', `Sitemap: ${house.settings.publicUrl}/sitemap.xml`, ''].join('\n')
})
