import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { WORDS, alive, somethingOnSale } from './support/buying.ts'

const NIGHT = 'rgb(21, 16, 13)'
const DAY = 'rgb(251, 247, 240)'
/** Of each page: how far what was seen has moved, all its shifts together (stricter than CLS, which takes the worst second). */
const MOST_SHIFT = 0.02

/** The four pages on the way to a seat. */
async function pathsOf(page: Page, at: string): Promise<string[]> {
  const { event, session } = await somethingOnSale(page.request, 'lantern-theatre')
  return [at || '/', `${at}/search`, `${at}/events/${event.slug}`, `${at}/sessions/${session.id}`]
}

const ground = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor)

/** No script of the app comes: what shows is what the server sent, as in the moment before the page comes to life. */
const withoutTheApp = (context: BrowserContext) => context.route('**/_nuxt/*.js', route => route.abort())

test.describe('What is seen first (U-12)', () => {
  test('is dark for whoever likes it dark and light for whoever likes it light, before any script of the app', async ({ page, context, isMobile }) => {
    await withoutTheApp(context)
    for (const [colorScheme, colour] of [['dark', NIGHT], ['light', DAY]] as const) {
      await page.emulateMedia({ colorScheme })
      for (const path of await pathsOf(page, isMobile ? '/zh' : '')) {
        await page.goto(path, { waitUntil: 'domcontentloaded' })
        expect(await ground(page), `${path}, ${colorScheme}`).toBe(colour)
      }
    }
  })

  test('is the theme that somebody chose, whatever the system says', async ({ page, context, isMobile }) => {
    test.skip(isMobile, 'the same on every screen')
    await context.addInitScript(() => localStorage.setItem('foyer-theme', 'dark'))
    await withoutTheApp(context)
    await page.emulateMedia({ colorScheme: 'light' })
    await page.goto('/', { waitUntil: 'domcontentloaded' })
    expect(await ground(page)).toBe(NIGHT)
  })

  test('is in the language of its address, from the first byte', async ({ request, page, isMobile }) => {
    test.skip(isMobile, 'the same on every screen')
    const [english, chinese] = [await pathsOf(page, ''), await pathsOf(page, '/zh')]
    const words = async (path: string) => {
      const html = await (await request.get(path, { headers: { 'accept-language': 'fr' } })).text()
      // What is read, and not what scripts carry for later.
      return { lang: /<html[^>]*\slang="([^"]+)"/.exec(html)?.[1], text: html.replaceAll(/<(script|style)\b[\s\S]*?<\/\1>/g, '').replaceAll(/<[^>]+>/g, ' ') }
    }
    for (const [index, path] of chinese.entries()) {
      const [zh, en] = [await words(path), await words(english[index]!)]
      expect([zh.lang, en.lang]).toEqual(['zh-CN', 'en'])
      expect(zh.text.match(/[\u4e00-\u9fff]/g)?.length ?? 0, path).toBeGreaterThan(20)
      expect(zh.text, path).not.toContain('Skip to')
      // The name of the other language is the one Chinese word of an English page's frame.
      expect(en.text.replaceAll('中文', '').match(/[\u4e00-\u9fff]/g), english[index]).toBeNull()
    }
  })

  for (const language of ['en', 'zh'] as const) {
    test(`does not move when the rest comes, in ${language} (U-01)`, async ({ page }) => {
      await page.addInitScript(() => {
        const shifts: { value: number, what: string[] }[] = []
        Object.assign(window, { shifts })
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries() as (PerformanceEntry & { value: number, hadRecentInput: boolean, sources: { node: Node | null }[] })[]) {
            if (!entry.hadRecentInput) shifts.push({ value: entry.value, what: entry.sources.map(({ node }) => node instanceof Element ? `${node.tagName}.${node.className}` : String(node?.nodeName)) })
          }
        }).observe({ type: 'layout-shift', buffered: true })
      })
      for (const path of await pathsOf(page, WORDS[language].at)) {
        await page.goto(path)
        await alive(page)
        await page.waitForLoadState('networkidle')
        await page.evaluate(async () => {
          await document.fonts.ready
          await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))
        })
        const shifts = await page.evaluate(() => (window as unknown as { shifts: { value: number, what: string[] }[] }).shifts)
        expect(shifts.reduce((sum, { value }) => sum + value, 0), `${path}: ${JSON.stringify(shifts)}`).toBeLessThanOrEqual(MOST_SHIFT)
      }
    })
  }

  test('leaves nothing behind of parts that nobody came near, when the page goes', async ({ page, isMobile }) => {
    test.skip(isMobile, 'the same on every screen')
    await page.goto('/')
    await alive(page)
    const titles = page.locator('main h2')
    const english = await titles.allInnerTexts()
    expect(english.length).toBeGreaterThan(3)
    await page.getByRole('link', { name: 'Language: 中文' }).click()
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
    await expect(titles.first()).not.toHaveText(english[0]!)
    expect((await titles.allInnerTexts()).filter(title => english.includes(title))).toEqual([])
    await expect(titles).toHaveCount(english.length)
  })

  test('has a shape for every Chinese character on a system without any Chinese face', async ({ page, isMobile }) => {
    test.skip(isMobile, 'the same on every screen')
    for (const path of await pathsOf(page, '/zh')) {
      await page.goto(path)
      await alive(page)
      // Only the face that the app ships: what it lacks nothing else may lend.
      await expect.poll(() => page.evaluate(missingCharacters), { message: path, timeout: 60_000 }).toEqual([])
    }
  })
})

/** Runs in the page: the characters of it that the shipped face has no slice for, or whose slice does not come. */
async function missingCharacters(): Promise<string[]> {
  const family = 'Noto Sans SC Variable'
  const faces = [...document.fonts].filter(face => face.family.replaceAll('"', '') === family)
  const ranges = faces.map(face => face.unicodeRange.split(',').map((part) => {
    const [first = '', last = first] = part.trim().slice(2).split('-')
    return [Number.parseInt(first.replaceAll('?', '0'), 16), Number.parseInt(last.replaceAll('?', 'F'), 16)] as const
  }))
  const characters = [...new Set(document.body.innerText.match(/[\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e]/gu) ?? [])]
  const faceOf = (character: string) => faces[ranges.findIndex(range => range.some(([first, last]) => character.codePointAt(0)! >= first && character.codePointAt(0)! <= last))]
  const missing = await Promise.all(characters.map(async character => await faceOf(character)?.load().then(() => false, () => true) ?? true))
  return characters.length ? characters.filter((_character, index) => missing[index]) : ['no Chinese at all']
}
