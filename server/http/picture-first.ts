/** The parts of a rendered page that name its scripts (Nitro's `render:html`). */
export interface PageParts { head: string[], bodyAppend: string[] }

const PRELOADED = /<link rel="modulepreload"[^>]*\shref="([^"]+)"[^>]*>/g
const ENTRY = /<script type="module" src="([^"]+)"[^>]*><\/script>/g
/** Pictures that take longer than this, in ms, keep no page from coming to life. */
const LONGEST_MS = 1_500

/**
 * Lets a page be seen before it comes to life: its scripts, ten times as many bytes as all that the first picture needs, are asked for once
 * the page is painted and its main pictures (those of high priority) have come, so on a slow line they take nothing from these. Whoever
 * touches the page before that has them at once.
 */
export function pictureFirst(parts: PageParts): void {
  const preloaded: string[] = []
  const entries: string[] = []
  parts.head = parts.head.map(tags => tags
    .replace(PRELOADED, (_tag, href: string) => (preloaded.push(href), ''))
    .replace(ENTRY, (_tag, src: string) => (entries.push(src), '')))
  if (entries.length) parts.bodyAppend.push(`<script>(${start})(${[preloaded, entries, LONGEST_MS].map(each => JSON.stringify(each)).join()})</script>`)
}

/** Runs in the browser, as it is written here but for the space: at the end of a body the style sheets before it have come. */
const start = `(preloaded, entries, longestMs) => {
  let begun
  const ask = (tag, props) => document.head.append(Object.assign(document.createElement(tag), props, { crossOrigin: '' }))
  const begin = () => {
    if (begun) return
    begun = 1
    preloaded.map(href => ask('link', { rel: 'modulepreload', href }))
    entries.map(src => ask('script', { type: 'module', src }))
  }
  const painted = () => requestAnimationFrame(() => setTimeout(begin))
  let left = 1
  const one = () => --left || painted()
  document.querySelectorAll('img[fetchpriority=high]').forEach(picture => {
    if (picture.complete) return
    left++
    picture.onload = picture.onerror = one
  })
  one()
  setTimeout(begin, longestMs)
  for (const sign of ['pointerdown', 'keydown', 'touchstart', 'mousemove']) addEventListener(sign, begin, { once: true, passive: true })
}`.replaceAll(/\n\s*/g, '\n')
