import { expect, test } from '@playwright/test'
import { expectAccessibleDayAndNight } from './support/accessible.ts'
import { freshEmail, holdTwo, visit, WORDS } from './support/buying.ts'
import { another } from './support/desk.ts'
import { smallShow } from './support/small-show.ts'

const SAYS = {
  en: { fact: 'Named tickets', title: 'Who comes?', name: 'Name as in the document', kind: 'Document', number: 'Number', wrong: 'This is no number of such a document. Please look again.', save: 'Save and go on', done: 'Everybody is named', saved: 'Named: 王小明, Chinese ID card ending in 002X', twice: 'This document has a ticket already', handOn: 'Hand it on', qr: 'Show the QR codes' },
  zh: { fact: '实名入场', title: '谁来观演？', name: '姓名（与证件一致）', kind: '证件类型', number: '证件号码', wrong: '证件号码有误，请核对。', save: '保存并继续', done: '观演人已全部登记', saved: '已登记：王小明，居民身份证尾号002X', twice: '该证件已有本场门票', handOn: '转赠', qr: '出示二维码' }
} as const

test('a show that must know who comes: named before paying, printed on the tickets, and not handed on', async ({ page, playwright, isMobile }) => {
  const language = isMobile ? 'zh' : 'en'
  const [say, words] = [SAYS[language], WORDS[language]]
  const publisher = await another(playwright, 'publisher')
  const show = await smallShow(playwright, publisher, { en: `Named evening ${language}`, zh: `实名之夜 ${language}` }, 8, 2, { needsIdentity: true })
  await publisher.dispose()

  await visit(page, `${words.at}/events/${show.slug}`)
  await expect(page.getByText(say.fact).filter({ visible: true }).first()).toBeVisible()
  await visit(page, `${words.at}/sessions/${show.sessionId}`)
  await holdTwo(page, language, show.sessionId)
  await page.getByLabel(words.name, { exact: true }).fill('Ada Reader')
  await page.getByLabel(words.email).fill(freshEmail())
  await page.getByRole('button', { name: words.toPayment }).click()

  await expect(page.getByRole('heading', { name: say.title })).toBeVisible()
  await expect(page.getByRole('radio', { name: words.sandbox })).toHaveCount(0)
  const numbers = page.getByLabel(say.number, { exact: true })
  await page.getByLabel(say.name).nth(0).fill('王小明')
  await numbers.nth(0).fill('11010519491231 0021')
  await page.getByLabel(say.name).nth(1).fill('Ada Reader')
  await page.getByLabel(say.kind, { exact: true }).nth(1).selectOption('passport')
  await numbers.nth(1).fill('e12345678')
  await page.getByRole('button', { name: say.save }).click()
  await expect(page.getByText(say.wrong)).toBeVisible()
  await expect(numbers.nth(0)).toBeFocused()
  await expectAccessibleDayAndNight(page)

  // One document, two tickets: refused, and what was typed stays.
  await numbers.nth(0).fill('110105 19491231 002x')
  await page.getByLabel(say.kind, { exact: true }).nth(1).selectOption('id-card')
  await numbers.nth(1).fill('11010519491231002X')
  await page.getByRole('button', { name: say.save }).click()
  await expect(page.getByText(say.twice)).toBeVisible()
  await page.getByLabel(say.kind, { exact: true }).nth(1).selectOption('passport')
  await numbers.nth(1).fill('e12345678')
  await page.getByRole('button', { name: say.save }).press('Enter')
  await expect(page.getByRole('heading', { name: say.done })).toBeVisible()
  await expect(page.getByText(say.saved)).toBeVisible()
  await expect(page.getByText('1949')).toHaveCount(0)

  await page.getByRole('radio', { name: words.sandbox }).check()
  await page.getByRole('button', { name: words.pay }).click()
  await expect(page).toHaveURL(/\/pay\/sandbox\//)
  await page.getByRole('button', { name: words.pay }).click()
  await expect(page.getByRole('heading', { level: 1, name: words.paid })).toBeVisible()
  await page.getByRole('link', { name: say.qr }).click()
  await expect(page.getByText('王小明').first()).toBeVisible()
  await expect(page.getByRole('button', { name: say.handOn })).toHaveCount(0)
})
