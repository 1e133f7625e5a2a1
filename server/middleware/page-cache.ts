import { defineEventHandler, getRequestHeader, setResponseHeaders } from 'h3'
import { keptPages } from '#server/http/kept-pages.ts'
import { inBrotli, pageKey } from '#server/http/page-cache.ts'

/**
 * Answers a public page from memory, or has it rendered without the cookies of who asks: what everybody will be shown must not
 * know one of them (Z-07). On Vercel no process lives on; there the edge keeps pages (`s-maxage`).
 */
export default defineEventHandler(async (event) => {
  if (event.method !== 'GET' && event.method !== 'HEAD') return
  const key = pageKey(event.node.req.url ?? '')
  if (!key) return
  delete event.node.req.headers.cookie
  delete event.node.req.headers.authorization
  event.context.pageKey = key
  const pages = keptPages()
  if (!pages) return
  const underWay = pages.get(key) ? null : pages.begin(key)
  await underWay
  const page = pages.get(key)
  if (!page) {
    // Whoever renders it for the others tells them when it is over, whatever becomes of it.
    if (!underWay) event.node.res.once('close', () => pages.done(key))
    return
  }
  pages.noteShown()
  event.context.pageRoute = page.route
  setResponseHeaders(event, { ...page.headers, 'x-foyer-page': 'kept' })
  if (!/\bbr\b/.test(getRequestHeader(event, 'accept-encoding') ?? '')) return page.html
  setResponseHeaders(event, { 'content-encoding': 'br' })
  return await inBrotli(page)
})
