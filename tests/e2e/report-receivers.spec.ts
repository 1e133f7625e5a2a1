import { expect, test } from '@playwright/test'
import { expectAccessible } from './support/accessible.ts'
import { alive } from './support/buying.ts'
import { newAdmin, signInAs } from './support/desk.ts'
import { sentTo } from './support/mailbox.ts'

const fresh = (who: string) => `${who}-${Date.now()}-${Math.random().toString(36).slice(2, 8)}@books.example.org`
const fits = () => document.documentElement.scrollWidth - innerWidth

test('a publisher names an accountant, who says yes, gets the report and ends it, without an account', async ({ page, browser, baseURL, isMobile }) => {
  test.skip(isMobile, 'on a phone the list is used in Chinese')
  const address = fresh('accountant')
  const name = `Accountant ${address.slice(11, 24)}`
  await signInAs(page.request, 'publisher')
  await page.goto('/publish/numbers')
  const panel = page.getByRole('region', { name: 'Reports to people outside' })
  await panel.getByRole('button', { name: 'Add an address' }).click()
  // The keyboard is where one types, and everything can be filled in with it.
  await expect(panel.getByLabel('Who it is')).toBeFocused()
  await page.keyboard.type(name)
  await panel.getByLabel('E-mail address').fill(address)
  await panel.getByLabel('Every Monday: the week before').check()
  await expectAccessible(page)
  expect(await page.evaluate(fits)).toBeLessThanOrEqual(0)
  await page.keyboard.press('Enter')
  await expect(panel.getByText(`${name} is asked whether the reports are wanted.`)).toBeVisible()
  const line = panel.getByRole('listitem').filter({ hasText: address })
  await expect(line.getByText('Has not answered')).toBeVisible()

  // Somebody else, at his own browser.
  const outside = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [{ origin: baseURL!, localStorage: [{ name: 'foyer-consent', value: 'no' }] }] }, viewport: page.viewportSize() })
  const reader = await outside.newPage()
  await reader.goto(await sentTo(reader.request, address, /http\S+\/confirm-reports\?token=[\w-]{43}/))
  await expect(reader.getByText('would like to send you sales reports')).toBeVisible()
  await expect(reader.getByText('Every Monday, of the week before')).toBeVisible()
  await expectAccessible(reader)
  expect(await reader.evaluate(fits)).toBeLessThanOrEqual(0)
  await reader.getByRole('button', { name: 'Yes, send them to me' }).click()
  await expect(reader.getByText('Done. The next report comes to you by mail.')).toBeVisible()
  // The link is good for one answer.
  await reader.reload()
  await expect(reader.getByText('This link has run out')).toBeVisible()

  await page.reload()
  await expect(line.getByText('Gets reports')).toBeVisible()
  await line.getByRole('button', { name: `Send last month now: ${name}` }).click()
  await expect(panel.getByText(`is on its way to ${name}`)).toBeVisible()
  const end = await sentTo(reader.request, address, /http\S+\/unsubscribe\?token=outside\.\S+/)
  // The report is made while its mail is sent.
  await expect(line.getByText(/Last sent: /)).toBeVisible({ timeout: 60_000 })
  // The demo keeps the mail, with the report that went with it.
  await reader.goto(`/mailbox?address=${address}`)
  await reader.getByRole('button', { name: /Sales in / }).click()
  const file = reader.waitForEvent('download')
  await reader.getByRole('link', { name: /^foyer-20\d\d-\d\d\.pdf$/ }).click()
  expect((await file).suggestedFilename()).toMatch(/^foyer-20\d\d-\d\d\.pdf$/)

  await reader.goto(end)
  await alive(reader)
  await reader.getByRole('button', { name: 'End these mails' }).click()
  await expect(reader.getByText('No more reports are sent to your address.')).toBeVisible()
  await page.reload()
  const ended = panel.getByRole('listitem').filter({ hasText: name })
  await expect(ended.getByText('Ended by its reader')).toBeVisible()
  await expect(ended.getByText(address)).toHaveCount(0)
  page.on('dialog', dialog => void dialog.accept())
  await ended.getByRole('button', { name: `Take ${name} off the list` }).click()
  await expect(panel.getByText(`${name} is off the list.`)).toBeVisible()
  await outside.close()
})

test('管理员用中文管理全平台报告的外部地址', async ({ page, playwright, isMobile }) => {
  test.skip(!isMobile, 'at a desk the list is used in English')
  const address = fresh('council')
  await newAdmin(playwright, page.request)
  await page.goto('/zh/admin/numbers')
  const panel = page.getByRole('region', { name: '向外部人员发送报告' })
  await panel.getByRole('button', { name: '添加地址' }).click()
  await panel.getByLabel('对方是谁').fill('文化主管部门')
  await panel.getByLabel('邮箱地址').fill(address)
  await panel.getByLabel('每月 1 日：上月报告').uncheck()
  await expect(panel.getByText('请选择发送时间。')).toBeVisible()
  await expect(panel.getByRole('button', { name: '发送确认邮件' })).toBeDisabled()
  await panel.getByLabel('每周一：上周报告').check()
  await panel.getByLabel('邮件中附网页链接').check()
  await panel.getByRole('button', { name: '发送确认邮件' }).click()
  const line = panel.getByRole('listitem').filter({ hasText: address })
  await expect(line.getByText('每周 · 网页 · 中文 · Asia/Shanghai')).toBeVisible()
  await page.goto(await sentTo(page.request, address, /http\S+\/zh\/confirm-reports\?token=[\w-]{43}/))
  await expect(page.getByText('Foyer 希望向您发送全平台销售报告。')).toBeVisible()
  await page.getByRole('button', { name: '同意接收' }).click()
  await expect(page.getByText('已确认，下一份报告将发送到您的邮箱。')).toBeVisible()
  await page.goto('/zh/admin/numbers')
  expect(await page.evaluate(fits)).toBeLessThanOrEqual(0)
  await line.getByRole('button', { name: '立即发送上周报告：文化主管部门' }).click()
  // The link in the mail shows the whole report, to whoever has it.
  await page.goto(await sentTo(page.request, address, /http\S+\/api\/report-mails\/file\?token=\S+/))
  await expect(page.getByRole('heading', { name: /每周销售报告/ })).toBeVisible()
  await page.goto('/zh/admin/numbers')
  page.on('dialog', dialog => void dialog.accept())
  await line.getByRole('button', { name: '移除文化主管部门' }).click()
  await expect(panel.getByText('已移除文化主管部门。')).toBeVisible()
})
