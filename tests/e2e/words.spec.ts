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

const withoutScripts = (html: string) => html.replaceAll(/<(script|style)\b[\s\S]*?<\/\1>/g, '')
