import { expect, test } from '@playwright/test'
import { expectAccessible } from './support/accessible.ts'
import { alive } from './support/buying.ts'
import { newAdmin, signInAs } from './support/desk.ts'
import { sentTo } from './support/mailbox.ts'

const table = (name: string, rows: string[]) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) })
const fresh = (who: string) => `${who}-${Date.now()}-${Math.random().toString(36).slice(2, 8)}@brought.example`

test('an admin tries a table of customers, puts it right, imports it, and invites them', async ({ page, playwright, browser, baseURL, isMobile }) => {
  test.skip(isMobile, 'on a phone it is done in Chinese')
  const [ada, bo] = [fresh('ada'), fresh('bo')]
  await newAdmin(playwright, page.request)
  await page.goto('/publish/import')
  await alive(page)
  await page.getByRole('button', { name: 'Customers' }).click()
  const files = page.locator('input[type=file][accept*=csv]:visible')
  await files.setInputFiles(table('broken.csv', ['mail,full name,mobile', `${ada},Ada Lovelace,`, `${ada.toUpperCase()},Ada again,`, 'nobody,No mail,']))
  await expect(page.getByLabel(/^E-mail/)).toHaveValue('mail')
  await expect(page.getByLabel(/^Name/)).toHaveValue('full name')
  await page.getByRole('button', { name: 'Try it' }).click()
  await expect(page.getByRole('heading', { name: 'Not all of it can be imported' })).toBeVisible()
  await expect(page.getByText(`Another row has this e-mail; its line is in brackets · mail: ${ada} (2)`)).toBeVisible()
  await expect(page.getByText('This is no e-mail address · mail: nobody')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Import', exact: true })).toHaveCount(0)
  await expectAccessible(page)
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)

  const name = `customers-${Date.now()}.csv`
  await files.setInputFiles(table(name, ['mail,full name,mobile', `${ada},Ada Lovelace,`, `${bo},=1+1,`]))
  await page.getByRole('button', { name: 'Try it' }).click()
  await expect(page.getByRole('heading', { name: 'All of it can be imported', exact: true })).toBeVisible()
  await expect(page.getByText('Looks like a formula; it is kept as plain text')).toBeVisible()
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page.getByRole('heading', { name: '2 accounts were made' })).toBeVisible()
  const { messages } = await (await page.request.get(`/api/mailbox?address=${ada}`)).json() as { messages: unknown[] }
  expect(messages).toEqual([])

  page.on('dialog', dialog => void dialog.accept())
  await page.getByRole('button', { name: `Invite the people of ${name}` }).click()
  await expect(page.getByText('2 people are written to, 500 an hour.')).toBeVisible()
  const link = await sentTo(page.request, ada, /http\S+\/reset\?token=[\w-]+/)
  // Ada, at her own browser.
  const hers = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [{ origin: baseURL!, localStorage: [{ name: 'foyer-consent', value: 'no' }] }] } })
  const reader = await hers.newPage()
  await reader.goto(link)
  await alive(reader)
  await reader.locator('input[type=password]').first().fill('seven green lamps 7')
  await reader.locator('main form button[type=submit]').click()
  await expect.poll(async () => (await reader.request.post('/api/auth/login', { data: { email: ada, password: 'seven green lamps 7' } })).status()).toBe(200)
  expect(await (await reader.request.get('/api/user/profile')).json()).toMatchObject({ displayName: 'Ada Lovelace', email: ada })
  await hers.close()
})

test('管理员可以用中文导入客户；主办方看不到此功能', async ({ page, playwright, browser, baseURL, isMobile }) => {
  test.skip(!isMobile, 'at a desk it is done in English')
  const address = fresh('wang')
  await newAdmin(playwright, page.request)
  await page.goto('/zh/publish/import')
  await alive(page)
  await page.getByRole('button', { name: '客户' }).click()
  await page.locator('input[type=file][accept*=csv]:visible').setInputFiles(table('客户.csv', ['邮箱,姓名,手机号', `${address},王小明,`]))
  await expect(page.getByLabel(/^邮箱/)).toHaveValue('邮箱')
  await page.getByRole('button', { name: '试运行' }).click()
  await expect(page.getByRole('heading', { name: '全部可以导入' })).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  await page.getByRole('button', { name: '导入', exact: true }).click()
  await expect(page.getByRole('heading', { name: '已创建 1 个账户' })).toBeVisible()
  const other = await browser.newContext({ baseURL, locale: 'en-GB' })
  await signInAs(other.request, 'publisher')
  const theirs = await other.newPage()
  await theirs.goto('/publish/import')
  await alive(theirs)
  await expect(theirs.getByRole('heading', { name: 'Import events' })).toBeVisible()
  await expect(theirs.getByRole('button', { name: 'Customers' })).toHaveCount(0)
  expect((await other.request.get('/api/imports/customers')).status()).toBe(403)
  await other.close()
})
