import { expect, type Locator, type Page, test } from '@playwright/test'
import { freshEmail, WORDS } from './support/buying.ts'
import { openHall, visit } from './support/hall.ts'

test.skip(({ isMobile }) => isMobile, 'phones have no Tab key')

const words = WORDS.en

/** Goes on by Tab until the keyboard stands on `target`: what cannot be reached so is not reached at all. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible()
  for (let steps = 0; steps < 120; steps++) {
    if (await target.evaluate(element => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not lead to ${target.toString()}`)
}

/** From two held seats to the tickets, without a mouse. */
async function buy(page: Page): Promise<void> {
  await tabTo(page, page.getByRole('link', { name: /^Continue/ }))
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/checkout\?session=/)
  await tabTo(page, page.getByLabel(words.name, { exact: true }))
  await page.keyboard.type('Ada Reader')
  await tabTo(page, page.getByLabel(words.email))
  await page.keyboard.type(freshEmail())
  await tabTo(page, page.getByRole('button', { name: words.toPayment }))
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/orders\/[\w-]+$/)
  const sandbox = page.getByRole('radio', { name: words.sandbox })
  await expect(sandbox).toBeVisible()
  // Arrows change among the ways to pay; Tab enters and leaves the group.
  await tabTo(page, page.getByRole('radio', { checked: true }).or(sandbox).first())
  for (let steps = 0; steps < 6 && !await sandbox.isChecked(); steps++) await page.keyboard.press(steps === 0 && await sandbox.evaluate(radio => radio === document.activeElement) ? 'Space' : 'ArrowDown')
  await expect(sandbox).toBeChecked()
  await tabTo(page, page.getByRole('button', { name: words.pay }))
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/pay\/sandbox\//)
  await tabTo(page, page.getByRole('button', { name: words.pay }).first())
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: words.paid })).toBeVisible()
}

const spoken = (page: Page) => page.locator('[aria-live=polite]').filter({ hasText: /./ }).first()

test('a whole purchase by keyboard alone, chosen on the map: from block to seat, and every step is said (U-04, U-05)', async ({ page, request, isMobile }) => {
  test.setTimeout(120_000)
  const hall = await openHall(request, 'lantern-theatre', { isMobile })
  await visit(page, hall)
  await tabTo(page, page.getByRole('application'))
  await page.keyboard.press('ArrowDown')
  await expect(spoken(page)).toHaveText(/^(Stalls|Circle) \w+, ¥.* left$/)
  await page.keyboard.press('Enter')
  await expect(spoken(page)).toHaveText(/row \w+, seat \d+, /)
  const isFree = async () => /, free$/.test(await spoken(page).innerText())
  for (let steps = 0; steps < 60 && !await isFree(); steps++) await page.keyboard.press(steps % 8 === 7 ? 'ArrowDown' : 'ArrowRight')
  await page.keyboard.press('Enter')
  await expect(page.getByText('1 ticket, all fees included')).toBeVisible()
  await expect(spoken(page)).toHaveText(/, yours$/)
  // Out to the whole hall and in again: the keyboard knows where it was.
  await page.keyboard.press('Escape')
  await expect(spoken(page)).toHaveText(/^(Stalls|Circle) \w+, ¥.* left$/)
  await buy(page)
})

test('a whole purchase by keyboard alone, chosen from the list: section, row, seat (U-04, U-05)', async ({ page, request, isMobile }) => {
  test.setTimeout(120_000)
  const hall = await openHall(request, 'lantern-theatre', { isMobile })
  await visit(page, hall)
  await tabTo(page, page.getByRole('button', { name: 'List', exact: true }))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('group', { name: 'Seats together' }).getByRole('button', { name: '2', exact: true }))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('button', { name: /^Circle centre .*\d+ left \d+ rows? with 2 together/ }))
  await page.keyboard.press('Enter')
  const seat = page.getByRole('button', { name: /^Circle centre, row \w+, seat \d+, .*free$/ }).first()
  const name = (await seat.getAttribute('aria-label'))!
  await tabTo(page, seat)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: name.replace(/free$/, 'yours') })).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByText('1 ticket, all fees included')).toBeVisible()
  // Nobody has to go past all other seats.
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: /^Circle centre / })).toBeFocused()
  await buy(page)
})
