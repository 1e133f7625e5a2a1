import { expect, test } from '@playwright/test'
import { expectAccessibleDayAndNight } from './support/accessible.ts'
import { freshEmail, holdTwo, visit, WORDS } from './support/buying.ts'
import { another, approveNow, handInFor, signInAs } from './support/desk.ts'
import { smallShow } from './support/small-show.ts'

const SAYS = {
  en: {
    selling: 'Selling rules', decide: /^You decide/, add: 'Add a step', until: 'Until (days before)', fee: 'Fee in %', removeStep: /^Remove step/, choose: 'Choose tickets to give back', word: 'A word to the organiser (optional)', ask: 'Ask the organiser',
    waits: 'You have asked for ¥324.', no: 'Do not take back', why: 'Why not? The buyer reads it.', send: 'Send the answer', refused: 'The organiser did not take the tickets back: The hall is promised.', yes: 'Take back and refund', decided: 'Decided', done: 'Taken back', refunded: 'Refunded'
  },
  zh: {
    selling: '销售规则', decide: /^由您审核/, add: '增加一档', until: '演出前几天', fee: '手续费（%）', removeStep: /^删除第/, choose: '选择要退的门票', word: '给主办方的留言（可选）', ask: '提交申请',
    waits: '您已申请退款 ¥324', no: '不同意', why: '不同意的原因（购票人可见）', send: '发送答复', refused: '主办方未同意退票：The hall is promised.', yes: '同意并退款', decided: '已处理', done: '已退票', refunded: '已退款'
  }
} as const

test('a publisher sets terms that he decides on, refuses a request with a reason, and takes the tickets back at the second', async ({ page, browser, playwright, isMobile, baseURL }) => {
  const language = isMobile ? 'zh' : 'en'
  const [say, words] = [SAYS[language], WORDS[language]]
  const publisher = await another(playwright, 'publisher')
  const show = await smallShow(playwright, publisher, { en: `Second thoughts ${language}`, zh: `再想想 ${language}` }, 8, 2, { refundTerms: undefined })

  // The terms, in the editor: ten per cent until the day before.
  await signInAs(page.request, 'publisher')
  await visit(page, `${words.at}/publish/events/${show.eventId}`)
  await page.getByRole('tab', { name: say.selling }).click()
  await page.getByRole('radio', { name: say.decide }).check()
  await page.getByRole('button', { name: say.add }).click()
  const remove = page.getByRole('button', { name: say.removeStep })
  // The sign on it is there, and not an empty place.
  await expect.poll(() => remove.first().locator('.iconify').evaluate(el => getComputedStyle(el).maskImage || getComputedStyle(el).webkitMaskImage)).toContain('svg')
  for (let left = await remove.count(); left > 1; left--) {
    await remove.last().click()
    await expect(remove).toHaveCount(left > 2 ? left - 1 : 0)
  }
  await page.getByLabel(say.until).fill('1')
  await page.getByLabel(say.fee).first().fill('10')
  await page.getByLabel(say.fee).first().press('Tab')
  await expect(page.locator('[data-save]')).toHaveAttribute('data-state', 'saved')
  await expectAccessibleDayAndNight(page)
  await approveNow(playwright, show.eventId, await handInFor(publisher, show.eventId, () => {}))
  await publisher.dispose()

  const buyer = await (await browser.newContext({ baseURL, viewport: page.viewportSize() })).newPage()
  await visit(buyer, `${words.at}/sessions/${show.sessionId}`)
  await holdTwo(buyer, language, show.sessionId)
  await buyer.getByLabel(words.name, { exact: true }).fill('Ada Reader')
  await buyer.getByLabel(words.email).fill(freshEmail())
  await buyer.getByRole('button', { name: words.toPayment }).click()
  await buyer.getByRole('radio', { name: words.sandbox }).check()
  await buyer.getByRole('button', { name: words.pay }).click()
  await expect(buyer).toHaveURL(/\/pay\/sandbox\//)
  await buyer.getByRole('button', { name: words.pay }).click()
  await expect(buyer.getByRole('heading', { level: 1, name: words.paid })).toBeVisible()

  const ask = async (word: string) => {
    await buyer.getByRole('button', { name: say.choose }).click()
    await buyer.getByLabel(say.word).fill(word)
    await buyer.getByRole('button', { name: say.ask }).click()
    await expect(buyer.getByText(say.waits)).toBeVisible()
  }
  const request = page.getByRole('article').filter({ hasText: show.name[language] })
  await ask('We are both ill.')
  await visit(page, `${words.at}/publish/refunds`)
  await expect(request).toContainText('We are both ill.')
  await expectAccessibleDayAndNight(page)
  await request.getByRole('button', { name: say.no }).click()
  await request.getByLabel(say.why).fill('The hall is promised.')
  await request.getByRole('button', { name: say.send }).click()
  await expect(request).toHaveCount(0)
  await visit(buyer, buyer.url())
  await expect(buyer.getByText(say.refused)).toBeVisible()

  await ask('Really.')
  await visit(page, `${words.at}/publish/refunds`)
  await request.getByRole('button', { name: say.yes }).click()
  await expect(request).toHaveCount(0)
  await page.getByRole('button', { name: say.decided }).click()
  await expect(request.getByText(say.done, { exact: true })).toBeVisible()
  await visit(buyer, buyer.url())
  await expect(buyer.getByRole('heading', { level: 1, name: say.refunded })).toBeVisible()
})
