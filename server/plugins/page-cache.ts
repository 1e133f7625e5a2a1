import { getResponseHeader, setResponseHeader } from 'h3'
import { defineNitroPlugin } from 'nitropack/runtime'
import { readCatalogueVersion } from '#server/domain/catalogue/index.ts'
import { forgetCounts } from '#server/domain/search/index.ts'
import { keptPages } from '#server/http/kept-pages.ts'
import { house } from '#server/house.ts'

/** How often this process asks whether visitors should see something new, in ms: with the relay's half second, a change shows within two. */
const ASK_MS = 700
/** What caches in front of Foyer may do: they cannot be told of changes, so they keep a page for as long as nobody would notice. */
const EDGE = 'public, max-age=0, s-maxage=2'

/** Keeps public pages as they are rendered, and forgets them when the catalogue changes. */
export default defineNitroPlugin((nitro) => {
  nitro.hooks.hook('render:response', (response, { event }) => {
    const key = event.context.pageKey as string | undefined
    if (!key || typeof response.body !== 'string' || (response.statusCode ?? 200) !== 200 || getResponseHeader(event, 'set-cookie')) return
    response.headers = { ...response.headers, 'cache-control': EDGE, 'vary': 'accept-encoding' }
    const pages = keptPages()
    pages?.keep(key, { html: response.body, route: event.context.pageRoute as string | undefined, headers: { 'content-type': String(response.headers['content-type'] ?? 'text/html;charset=utf-8'), 'cache-control': EDGE, 'vary': 'accept-encoding' } })
    pages?.done(key)
    setResponseHeader(event, 'x-foyer-page', 'rendered')
  })
  const pages = keptPages()
  if (!pages || import.meta.prerender) return
  let known: number | null = null
  const ask = async () => {
    const version = await readCatalogueVersion(house().db).catch(() => null)
    // What cannot be asked may have changed.
    if (version === null || version !== known) {
      // The counts of a search first: a page that is made of old ones must not be kept either.
      forgetCounts()
      pages.forgetAll()
    }
    known = version
    timer = setTimeout(ask, ASK_MS).unref()
  }
  let timer = setTimeout(ask, ASK_MS).unref()
  nitro.hooks.hook('close', () => clearTimeout(timer))
})
