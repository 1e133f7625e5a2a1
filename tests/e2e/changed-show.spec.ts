import { expect, test } from '@playwright/test'
import { checkoutWithTwo, somethingOnSale, visit, WORDS } from './support/buying.ts'
import { expectAccessible } from './support/accessible.ts'
import { another, approveNow, handInFor, newCustomer } from './support/desk.ts'
import { sentTo } from './support/mailbox.ts'

const SAYS = {
  en: { changed: 'has changed', title: 'This show was changed after you bought', give: 'Choose tickets to give back', yes: 'Give them back', refunded: 'Refunded', points: 'Points', bell: /^Notifications, \d+ unread/, mail: /Your tickets stay valid[\s\S]*money back until/ },
  zh: { changed: '有变更', title: '演出信息在您购票后有变更', give: '选择要退的门票', yes: '确认退票', refunded: '已退款', points: '积分', bell: /^通知，\d+ 条未读/, mail: /您的门票仍然有效[\s\S]*申请全额退款/ }
} as const

test('a show that is moved after the sale: its buyer is told, gives the tickets back, and has the points again', async ({ page, playwright, isMobile }) => {
  const language = isMobile ? 'zh' : 'en'
  const say = SAYS[language]
  const words = WORDS[language]
  const email = await newCustomer(page.request, 'Ming Lantern', language)
  const balance = async () => (await (await page.request.get('/api/user/profile')).json() as { points: number }).points
  const before = await balance()

  const found = await somethingOnSale(page.request, 'lantern-theatre', isMobile ? 15 : 14)
  await checkoutWithTwo(page, language, found)
  await page.getByRole('button', { name: words.toPayment }).click()
  await expect(page.getByRole('radio', { name: words.points })).toBeChecked()
  await page.getByRole('button', { name: words.pay }).click()
  await expect(page.getByRole('heading', { level: 1, name: words.paid })).toBeVisible()
  expect(await balance()).toBeLessThan(before)

  const publisher = await another(playwright, 'publisher')
  const submissionId = await handInFor(publisher, found.event.id, (document) => {
    const moved = document.sessions.find(session => session.key === found.session.id)!
    moved.startsAt = new Date(Date.parse(moved.startsAt) + 1_800_000).toISOString()
    moved.endsAt = new Date(Date.parse(moved.endsAt) + 1_800_000).toISOString()
  })
  await approveNow(playwright, found.event.id, submissionId)
  await publisher.dispose()

  await sentTo(page.request, email, say.mail)
  await visit(page, words.at || '/')
  await page.getByRole('link', { name: say.bell }).click()
  const notice = page.getByRole('link', { name: say.changed })
  await expect(notice).toBeVisible()
  await expectAccessible(page)
  await notice.click()

  await expect(page).toHaveURL(/\/orders\/[\w-]+$/)
  await expect(page.getByRole('heading', { name: say.title })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: say.give }).click()
  await page.getByRole('button', { name: say.yes }).click()
  await expect(page.getByRole('heading', { level: 1, name: say.refunded })).toBeVisible()
  await expect(page.getByRole('heading', { name: say.title })).toHaveCount(0)
  await expect.poll(balance).toBe(before)
})
