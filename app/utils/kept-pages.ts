import { registerWorker } from './service-worker.ts'

/**
 * Pages that open without network. Each has a cache of its own in this browser: the page as the server renders it for everybody, the
 * hashed files that it is made of, and what it shows (`data`), which is the person's. `public/worker/kept-pages.js` serves them.
 */
const PREFIX = 'foyer-kept:'
const DATA = '/kept/data'
/** Set while anything is kept: signing out looks at it without loading this file. */
const FLAG = 'foyer-kept'
const PARTS = /^\/(?:_nuxt|_i18n|posters|images)\//

/** Whether this browser can keep pages at all: secure, and with room. */
export const canKeepPages = () => 'serviceWorker' in navigator && 'caches' in globalThis

/** Keeps the page that is open, as new as it is now, with the person's data. `pictures`: addresses that it shows. */
export async function keepPage(path: string, data: unknown, pictures: string[] = []): Promise<void> {
  const cache = await caches.open(PREFIX + path)
  await cache.put(DATA, new Response(JSON.stringify(data), { headers: { 'content-type': 'application/json' } }))
  localStorage.setItem(FLAG, '1')
  await registerWorker()
  // Without cookies and without the secret of a guest's link: what is kept is what everybody gets.
  const page = await fetch(path, { credentials: 'omit' })
  if (!page.ok) return
  const html = await page.clone().text()
  const named = [...html.matchAll(/\/_nuxt\/[\w./-]+/g)].map(([address]) => address)
  const loaded = performance.getEntriesByType('resource').map(entry => new URL(entry.name)).filter(url => url.origin === location.origin).map(url => url.pathname)
  const parts = new Set([...named, ...loaded, ...pictures].filter(address => PARTS.test(address)))
  await Promise.all([...parts].map(async part => await cache.match(part) ?? await cache.add(part).catch(() => {})))
  // Last, so that a page is only there with all of its parts; what an older one was made of goes.
  await cache.put(path, page)
  const known = new Set([...parts, path, DATA])
  await Promise.all((await cache.keys()).filter(request => !known.has(new URL(request.url).pathname)).map(request => cache.delete(request)))
}

/** What a kept page showed; null where nothing is kept. */
export async function keptData<T>(path: string): Promise<T | null> {
  if (!canKeepPages() || !await caches.has(PREFIX + path)) return null
  const kept = await (await caches.open(PREFIX + path)).match(DATA)
  return kept ? await kept.json() as T : null
}

/** Forgets kept pages: all of them, or those whose data (null: none) says so. */
export async function forgetPages(isOver: (path: string, data: unknown) => boolean = () => true): Promise<void> {
  const names = (await caches.keys()).filter(name => name.startsWith(PREFIX))
  const over = await Promise.all(names.map(async name => isOver(name.slice(PREFIX.length), await keptData(name.slice(PREFIX.length)))))
  await Promise.all(names.filter((_, index) => over[index]).map(name => caches.delete(name)))
  if (over.every(Boolean)) localStorage.removeItem(FLAG)
}
