import { expect, type Page, test } from '@playwright/test'
import { expectAccessibleDayAndNight } from './support/accessible.ts'
import { alive, somethingOnSale } from './support/buying.ts'

// As somebody comes for the first time, by a browser that does not call itself a program.
test.use({ storageState: { cookies: [], origins: [] }, userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36' })

const WORDS = {
  en: { at: '', title: 'May we count your visit?', yes: 'Yes, count it', no: 'No, thanks', choice: 'Privacy choice', saidNo: 'You said no.' },
  zh: { at: '/zh', title: '可以统计您的浏览吗？', yes: '可以统计', no: '不用了', choice: '隐私选择', saidNo: '您已拒绝。' }
}

function beaconsOf(page: Page): number[] {
  const statuses: number[] = []
  page.on('response', response => void (response.url().endsWith('/api/behaviour') && statuses.push(response.status())))
  return statuses
}

/** As when somebody goes elsewhere. */
const leave = (page: Page) => page.evaluate(() => dispatchEvent(new Event('pagehide')))

test('G-05: nothing is counted before the answer is yes, and the answer can be taken back', async ({ page, request, context, isMobile }) => {
  const words = WORDS[isMobile ? 'zh' : 'en']
  const { event, session } = await somethingOnSale(request, 'jade-tide-opera-house')
  const beacons = beaconsOf(page)
  await page.goto(words.at || '/')
  await alive(page)
  const notice = page.getByRole('region', { name: words.title })
  await expect(notice).toBeHidden()
  await page.keyboard.press('Tab')
  await expect(notice).toBeVisible()
  if (!isMobile) {
    const [note, button] = await Promise.all([notice.boundingBox(), page.getByRole('link', { name: 'See dates and seats' }).boundingBox()])
    expect(note!.x, 'the note stands beside the first button').toBeGreaterThan(button!.x + button!.width)
  }
  await expectAccessibleDayAndNight(page)
  await leave(page)
  expect([beacons, (await context.cookies()).filter(cookie => /visitor/.test(cookie.name))]).toEqual([[], []])

  await notice.getByRole('button', { name: words.no }).click()
  await expect(notice).toBeHidden()
  await page.goto(`${words.at}/events/${event.slug}`)
  await alive(page)
  await page.keyboard.press('Tab')
  await page.getByRole('button', { name: words.choice }).click()
  await expect(notice).toContainText(words.saidNo)
  expect(beacons).toEqual([])

  await notice.getByRole('button', { name: words.yes }).click()
  await expect(notice).toBeHidden()
  await leave(page)
  await expect.poll(() => beacons).toEqual([204])
  await page.getByRole('button', { name: words.choice }).click()
  await notice.getByRole('button', { name: words.no }).click()
  await page.goto(`${words.at}/sessions/${session.id}`)
  await alive(page)
  await page.keyboard.press('Tab')
  await leave(page)
  expect(beacons).toEqual([204])
})

test('G-05: nobody who chooses seats is asked, and no browser that says no by itself', async ({ page, request, browser, isMobile }) => {
  const words = WORDS[isMobile ? 'zh' : 'en']
  const { event, session } = await somethingOnSale(request, 'jade-tide-opera-house')
  await page.goto(`${words.at}/sessions/${session.id}`)
  await alive(page)
  await page.keyboard.press('Tab')
  // By asking for it one sees that it is there, and was not by itself.
  const notice = page.getByRole('region', { name: words.title })
  await expect(notice).toBeHidden()
  await page.goto(`${words.at}/events/${event.slug}`)
  await alive(page)
  await page.keyboard.press('Tab')
  await expect(notice).toBeVisible()

  const careful = await browser.newContext()
  await careful.addInitScript(() => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }))
  const other = await careful.newPage()
  const beacons = beaconsOf(other)
  await other.goto(`${words.at}/events/${event.slug}`)
  await alive(other)
  await other.keyboard.press('Tab')
  await other.getByRole('button', { name: words.choice }).click()
  const shown = other.getByRole('region', { name: words.title })
  await expect(shown.getByRole('button', { name: words.yes })).toHaveCount(0)
  await shown.getByRole('button').click()
  await leave(other)
  expect(beacons).toEqual([])
  await careful.close()
})
