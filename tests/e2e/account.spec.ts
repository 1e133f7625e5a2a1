import { expect, type Page, test } from '@playwright/test'
import { alive, freshEmail, visit } from './support/buying.ts'

const PASSWORD = 'a lantern over the river'

async function signUp(page: Page, email: string): Promise<void> {
  await visit(page, '/register?back=%2Fprofile')
  await page.getByLabel('Name', { exact: true }).fill('Ming Lantern')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Create an account' }).click()
  await expect(page).toHaveURL(url => url.pathname === '/profile')
}

const openMenu = (page: Page) => page.locator('header details summary').click()

test('somebody signs up, comes back after a reload, signs out and in again', async ({ page }) => {
  const email = freshEmail()
  await signUp(page, email)
  await expect(page.getByText(email)).toBeVisible()
  await page.reload()
  await alive(page)
  await expect(page.getByText(email)).toBeVisible()

  await openMenu(page)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible()

  await visit(page, '/login?back=%2Forders')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill('not the right one')
  await page.locator('main').getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'not right' })).toBeVisible()
  await expect(page.getByLabel('E-mail')).toHaveValue(email)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.locator('main').getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(url => url.pathname === '/orders')
  await expect(page.getByText('You have no orders yet')).toBeVisible()
})

test('the name in the profile can be changed', async ({ page }) => {
  await signUp(page, freshEmail())
  await page.getByLabel('Name', { exact: true }).fill('Ming of the River')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved.')).toBeVisible()
  await page.reload()
  await alive(page)
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Ming of the River')
})

test('signing in never leads to another site', async ({ page }) => {
  const email = freshEmail()
  await signUp(page, email)
  for (const back of ['//evil.example/x', '/\\evil.example', 'https://evil.example']) {
    await visit(page, `/login?back=${encodeURIComponent(back)}`)
    await expect(page).toHaveURL(url => url.pathname === '/' && !url.host.includes('evil'))
  }
})

test('the theme follows the system, can be switched, and is kept (U-09)', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await visit(page, '/')
  await expect(page.locator('html')).toHaveClass(/dark/)
  await page.getByRole('button', { name: 'Switch between light and dark' }).click()
  await expect(page.locator('html')).not.toHaveClass(/dark/)
  await page.reload()
  await alive(page)
  await expect(page.locator('html')).not.toHaveClass(/dark/)
})

test('an order of somebody else is not shown, and the way to one\'s own is', async ({ page }) => {
  await visit(page, '/orders/01a1fbb2-1ea5-764e-a844-6cc27aa400fa')
  await expect(page.getByRole('heading', { name: 'We cannot show this order' })).toBeVisible()
  await expect(page.getByLabel('E-mail')).toBeVisible()
})
