import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import sharp from 'sharp'
import { PASSWORD, setting, signIn, words } from './support/account.ts'
import { visit } from './support/buying.ts'
import { expectAccessibleDayAndNight } from './support/accessible.ts'
import { newCustomer } from './support/desk.ts'
import { sentTo } from './support/mailbox.ts'

/** A photo as a phone takes it: with where and by whom. */
const photo = () => sharp({ create: { width: 640, height: 480, channels: 3, background: '#c93a1c' } })
  .withExif({ IFD0: { Artist: 'Ming Lantern', Copyright: 'secret' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '22/1 17/1 0/1' } }).jpeg().toBuffer()

test('a picture is cut to a square, shown everywhere, and tells nothing of where it was taken', async ({ page }) => {
  const say = words()
  await newCustomer(page.request, 'Ming Lantern')
  const picture = await photo()
  expect((await sharp(picture).metadata()).exif?.toString('latin1')).toContain('Ming Lantern')
  await visit(page, `${say.at}/account`)
  const chooser = page.waitForEvent('filechooser')
  await page.locator('button', { hasText: say.choose }).click()
  await (await chooser).setFiles({ name: 'me-at-home.jpg', mimeType: 'image/jpeg', buffer: picture })
  await page.getByRole('slider').fill('2')
  await page.locator('canvas').press('ArrowRight')
  await page.getByRole('button', { name: say.use }).click()
  await expect(page.getByText(say.saved)).toBeVisible()
  const shown = page.getByRole('banner').locator('summary img')
  await expect(shown).toBeVisible()

  const fetched = async () => sharp(await (await page.request.get((await shown.getAttribute('src'))!)).body()).metadata()
  expect(await fetched()).toMatchObject({ format: 'webp' })
  expect((await fetched()).width).toBe((await fetched()).height)
  expect((await fetched()).exif).toBeUndefined()
  // A program that sends the photo as it is finds the same.
  const sent = await page.request.put('/api/user/avatar', { data: picture, headers: { 'content-type': 'image/jpeg' } })
  expect(sent.status(), await sent.text()).toBe(200)
  const { avatarUrl } = await sent.json() as { avatarUrl: string }
  expect((await sharp(await (await page.request.get(avatarUrl)).body()).metadata()).exif).toBeUndefined()
})

test('a copy of one\'s data is made on request and can be fetched once (G-01)', async ({ page }) => {
  const say = words()
  const email = await newCustomer(page.request, 'Ming Lantern')
  await visit(page, `${say.at}/account/data`)
  await page.getByRole('button', { name: say.ask }).click()
  const link = page.getByRole('link', { name: say.download })
  await expect(link).toBeVisible({ timeout: 30_000 })
  const address = (await link.getAttribute('href'))!
  const download = page.waitForEvent('download')
  await link.click()
  const copy = await readFile(await (await download).path(), 'utf8')
  expect(JSON.stringify(JSON.parse(copy))).toContain(email)
  await expect(page.getByText(say.downloaded)).toBeVisible()
  await expect(link).toBeHidden()
  expect((await page.request.get(address)).status()).toBe(410)
})

test('an account is deleted by who means it and knows the password, and nobody can sign in to it again (G-02)', async ({ page }) => {
  const say = words()
  const email = await newCustomer(page.request, 'Ming Lantern')
  await visit(page, `${say.at}/account/data`)
  await page.getByRole('button', { name: say.remove }).click()
  const erase = page.getByRole('button', { name: say.erase })
  await page.getByLabel(say.type).fill('delete')
  await page.getByLabel(say.current).fill('not the right one')
  await expect(erase).toBeDisabled()
  await page.getByLabel(say.type).fill('DELETE')
  await erase.click()
  await expect(page.locator('main').getByRole('alert').filter({ hasText: /password|密码/ })).toBeVisible()
  await page.getByLabel(say.current).fill(PASSWORD)
  await erase.click()
  await expect(page).toHaveURL(url => url.pathname === (say.at || '/'))
  await expect(page.getByRole('banner').getByRole('link', { name: say.signIn })).toBeVisible()
  await visit(page, `${say.at}/login`)
  await signIn(page, email)
  await expect(page.getByRole('alert').filter({ hasText: say.notRight })).toBeVisible()
})

test('every room of the account is accessible (U-04)', async ({ page }) => {
  test.setTimeout(240_000)
  const say = words()
  for (const path of ['/forgot', '/reset', '/register']) {
    await visit(page, say.at + path)
    await expectAccessibleDayAndNight(page)
  }
  await newCustomer(page.request, 'Ming Lantern')
  for (const path of ['/account', '/account/sessions', '/account/data', '/account/security']) {
    await visit(page, say.at + path)
    await expect(page.locator('main').getByRole('heading', { level: 2 }).first()).toBeVisible()
    await expectAccessibleDayAndNight(page)
  }
  const part = await setting(page, say.app)
  await part.getByLabel(say.current).fill(PASSWORD)
  await part.getByRole('button', { name: say.next }).click()
  await expect(part.getByRole('img')).toBeVisible()
  await expectAccessibleDayAndNight(page)
  await setting(page, say.email)
  await expectAccessibleDayAndNight(page)
})

test('whose role needs a second factor is told so, and shown the way', async ({ page }) => {
  const say = words()
  await newCustomer(page.request, 'Ming Lantern')
  // The demo is lenient: here the house is made strict.
  await page.route('**/api/user/security', async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, json: { ...await answer.json() as object, isTotpRequired: true } })
  })
  await visit(page, `${say.at}/account/security`)
  await expect(page.getByRole('note')).toContainText(/Your role needs a second factor|您的角色需要两步验证/)
})

test('the old address hears of a new password, in a mail that tells no password', async ({ page }) => {
  const say = words()
  const email = await newCustomer(page.request, 'Ming Lantern')
  await visit(page, `${say.at}/account/security`)
  const part = await setting(page, say.password)
  await part.getByLabel(say.current).fill(PASSWORD)
  await part.getByLabel(say.newPassword).fill('qwertyuiop')
  await part.getByRole('button', { name: say.save }).click()
  await expect(part.locator('.field-error')).toBeVisible()
  await part.getByLabel(say.newPassword).fill('a quite different lantern')
  await part.getByRole('button', { name: say.save }).click()
  await expect(page.getByText(say.passwordSet)).toBeVisible()
  expect(await sentTo(page.request, email, /(password|密码)[\s\S]*/i)).not.toContain('a quite different lantern')
})
