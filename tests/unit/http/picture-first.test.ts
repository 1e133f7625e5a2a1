import { describe, expect, it } from 'vitest'
import { pictureFirst } from '#server/http/picture-first.ts'

const FONT = '<link rel="preload" as="font" type="font/woff2" crossorigin="anonymous" href="/_nuxt/inter.woff2">'
const given = () => ({
  head: [`<script type="importmap">{}</script>${FONT}<link rel="modulepreload" as="script" crossorigin href="/_nuxt/a.js">
<link rel="modulepreload" as="script" crossorigin href="/_nuxt/b.js"><link rel="prefetch" as="script" crossorigin href="/_nuxt/later.js"><script type="module" src="/_nuxt/a.js" crossorigin></script>`],
  bodyAppend: ['<script>window.__NUXT__={}</script>']
})

interface Picture { complete: boolean, onload?: () => void, onerror?: () => void }

/** A browser as far as the script needs one: what it appends, and what happens when somebody says so. */
function open(script: string, ...pictures: Picture[]) {
  const asked: string[] = []
  const frames: (() => void)[] = []
  const timers: [ms: number, act: () => void][] = []
  const signs = new Map<string, () => void>()
  const document = {
    head: { append: (element: { tag: string, href?: string, src?: string }) => asked.push(`${element.tag} ${element.href ?? element.src}`) },
    createElement: (tag: string) => ({ tag }),
    querySelectorAll: () => pictures
  }
  new Function('document', 'requestAnimationFrame', 'setTimeout', 'addEventListener', script.replace(/^<script>|<\/script>$/g, ''))(
    document, (act: () => void) => frames.push(act), (act: () => void, ms = 0) => timers.push([ms, act]), (sign: string, act: () => void) => signs.set(sign, act)
  )
  const due = (isDue: (ms: number) => boolean) => timers.splice(0).forEach(([ms, act]) => isDue(ms) ? act() : timers.push([ms, act]))
  return { asked, signs, paint: () => (frames.splice(0).forEach(act => act()), due(ms => ms === 0)), waitLong: () => due(ms => ms > 0) }
}

describe('a page as it is sent', () => {
  const page = given()
  pictureFirst(page)
  const script = page.bodyAppend.at(-1)!
  const ALL = ['link /_nuxt/a.js', 'link /_nuxt/b.js', 'script /_nuxt/a.js']

  it('names no script in its head that would be asked for before it shows (U-01)', () => {
    expect(page.head.join('')).not.toMatch(/modulepreload|type="module"/)
    expect(page.head.join('')).toContain(FONT)
    expect(page.head.join('')).toContain('importmap')
    expect(page.head.join('')).toContain('rel="prefetch"')
    expect(page.bodyAppend[0]).toBe('<script>window.__NUXT__={}</script>')
  })

  it('asks for them once it is painted where its pictures are there, and only once', () => {
    const browser = open(script, { complete: true })
    expect(browser.asked).toEqual([])
    browser.paint()
    expect(browser.asked).toEqual(ALL)
    browser.waitLong()
    expect(browser.asked).toEqual(ALL)
  })

  it('waits for its main pictures, whether they come or cannot', () => {
    const [first, second]: Picture[] = [{ complete: false }, { complete: false }]
    const browser = open(script, first!, { complete: true }, second!)
    browser.paint()
    first!.onload!()
    browser.paint()
    expect(browser.asked).toEqual([])
    second!.onerror!()
    browser.paint()
    expect(browser.asked).toEqual(ALL)
  })

  it('waits neither for a picture that takes too long nor in a window that nobody sees, and not at all for somebody who touches it', () => {
    const slow = open(script, { complete: false })
    slow.waitLong()
    expect(slow.asked).toEqual(ALL)
    const touched = open(script, { complete: false })
    touched.signs.get('pointerdown')!()
    expect(touched.asked).toEqual(ALL)
  })

  it('is left as it is where it has no scripts', () => {
    const bare = { head: [FONT], bodyAppend: [] as string[] }
    pictureFirst(bare)
    expect(bare).toEqual({ head: [FONT], bodyAppend: [] })
  })
})
