import { expect, test } from '@playwright/test'
import { somethingOnSale, visit } from './support/buying.ts'

/** A value that was not filled in; counted things have one in each of their forms. */
const RAW = /\{\w+\}/

for (const [language, at] of [['English', ''], ['Chinese', '/zh']] as const) {
  test(`pages in ${language} say in the browser what the server said, with all values filled in`, async ({ page, request }) => {
    const { event, session } = await somethingOnSale(request, 'jade-tide-opera-house')
    const complaints: string[] = []
    page.on('pageerror', problem => complaints.push(`${page.url()} ${problem.message}`))
    page.on('console', message => ['warning', 'error'].includes(message.type()) && complaints.push(`${page.url()} ${message.text()}`))
    for (const path of ['/', '/search', '/categories/theatre', `/events/${event.slug}`, `/sessions/${session.id}`, '/login', '/checkout']) {
      const reply = await request.get(at + path)
      expect(RAW.exec(withoutScripts(await reply.text()))?.[0], `${path} as the server sends it`).toBeUndefined()
      await visit(page, at + path)
      expect(RAW.exec(await page.locator('body').innerText())?.[0], `${path} in the browser`).toBeUndefined()
    }
    // Vue says here when the browser's page is not the server's.
    expect(complaints).toEqual([])
  })
}

test('a page that waits for the other language speaks one of both, and never in names of sentences', async ({ page, isMobile }) => {
  test.skip(isMobile, 'the same on every screen')
  await visit(page, '/register')
  const form = page.locator('main')
  // Of all that the change fetches, only the first piece comes for now.
  let fetched = 0
  const { promise: isReleased, resolve: release } = Promise.withResolvers<null>()
  await page.route('**/_nuxt/*.js', async (route) => {
    if (++fetched > 1) await isReleased
    await route.continue()
  })
  await page.getByRole('banner').getByRole('link', { name: 'Language: 中文' }).click()
  await expect.poll(() => fetched).toBeGreaterThan(1)
  await page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))))
  expect(await form.innerText()).not.toMatch(/\b(?:ways|tips|account)\.\w/)
  release(null)
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
  await expect(form.getByText('注册方式')).toBeAttached()
  await expect(form).not.toContainText(/\b(?:ways|tips|account)\.\w/)
})

const withoutScripts = (html: string) => html.replaceAll(/<(script|style)\b[\s\S]*?<\/\1>/g, '')
