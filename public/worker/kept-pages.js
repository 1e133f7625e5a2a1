/*
 * Opens pages without network that this browser has kept (app/utils/kept-pages.ts puts them into caches named `foyer-kept:<path>`).
 * It answers for these pages, and for the hashed files that they are made of; every other request is the browser's own.
 */
const KEPT_PAGES = [
  /^(?:\/zh)?\/orders\/[\da-f-]{36}\/tickets$/,
  /^(?:\/zh)?\/tickets\/[\da-f-]{36}$/,
  /^(?:\/zh)?\/gate(?:\/.*)?$/
]
/* Their names change with what is in them: once kept they are right for ever. */
const HASHED = /^\/_(?:nuxt|i18n)\//
const PICTURES = /^\/(?:posters|images)\//
/* In a hall with a bad network nobody waits longer for a page that is here already, in ms. */
const PATIENCE_MS = 3000

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  if (request.mode === 'navigate') {
    if (KEPT_PAGES.some(page => page.test(pathname))) event.respondWith(newestPage(request, pathname))
  } else if (HASHED.test(pathname)) {
    event.respondWith(caches.match(request, { ignoreVary: true }).then(kept => kept ?? fetch(request)))
  } else if (PICTURES.test(pathname)) {
    event.respondWith(fetch(request).catch(async () => await caches.match(request, { ignoreVary: true }) ?? Response.error()))
  }
})

async function newestPage(request, pathname) {
  const kept = await caches.match(pathname, { ignoreVary: true })
  const fresh = fetch(request)
  if (!kept) return fresh
  const patience = new Promise((resolve) => { setTimeout(() => resolve(null), PATIENCE_MS) })
  const answer = await Promise.race([fresh.catch(() => null), patience])
  return answer && answer.status < 500 ? answer : kept
}
