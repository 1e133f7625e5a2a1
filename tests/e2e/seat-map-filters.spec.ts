import { expect, type Page, test } from '@playwright/test'
import { expectAccessibleDayAndNight } from './support/accessible.ts'
import { openHall, visit } from './support/hall.ts'

const filter = (page: Page) => page.getByRole('button', { name: /^Filter/ })

test('seats are looked for by price and by what they must have, on the map and in the list, and the search outlives a reload and the other language (U-05, U-09)', async ({ page, request, isMobile }) => {
  const hall = await openHall(request, 'lantern-theatre', { isMobile })
  await visit(page, hall)
  await filter(page).click()
  await page.getByRole('checkbox', { name: 'Wheelchair places' }).check()
  const found = page.getByText(/^\d+ free seats? match(es)?$|^No free seat matches$/)
  await expect(found).toBeVisible()
  await expect(page).toHaveURL(/need=accessible/)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('checkbox', { name: 'Wheelchair places' })).toBeHidden()
  await expect(filter(page)).toBeFocused()

  // In the list, a part of the house without such a place steps back, and the others offer only such places.
  await page.getByRole('button', { name: 'List', exact: true }).click()
  await page.getByRole('group', { name: 'Seats together' }).last().getByRole('button', { name: '1', exact: true }).click()
  await expect(page.getByRole('button', { name: /^Circle centre .*nothing that matches/ })).toBeVisible()
  await page.getByRole('button', { name: /^Stalls left / }).click()
  const seats = page.getByRole('button', { name: /^Stalls left, row / })
  for (const seat of await seats.all()) await expect(seat).toHaveAccessibleName(/wheelchair place/)

  await page.reload()
  await expect(page.getByRole('button', { name: /^Circle centre .*nothing that matches/ })).toBeVisible()
  await page.getByRole('link', { name: 'Language: 中文' }).click()
  await expect(page.getByText('没有符合条件的座位').first()).toBeVisible()
  await page.getByRole('link', { name: /English/ }).click()
  await page.getByRole('button', { name: 'Show all seats' }).click()
  await expect(found).toBeHidden()
  await expect(page).not.toHaveURL(/need=/)
})

test('two price zones are picked out together, and the list shows rows with room for three (U-05)', async ({ page, request, isMobile }) => {
  const hall = await openHall(request, 'lantern-theatre', { isMobile })
  await visit(page, hall)
  const zones = page.getByRole('group', { name: 'Prices' }).getByRole('button')
  await zones.nth(0).click()
  await expect(zones.nth(0)).toHaveAttribute('aria-pressed', 'true')
  const one = await page.getByText(/free seats? match/).innerText()
  await zones.nth(1).click()
  await expect(page.getByText(/free seats? match/)).not.toHaveText(one)
  await expect(page).toHaveURL(/zones=[\w-]+(,|%2C)[\w-]+/)
  await page.getByRole('button', { name: 'List', exact: true }).click()
  await page.getByRole('group', { name: 'Seats together' }).last().getByRole('button', { name: '3', exact: true }).click()
  await expect(page).toHaveURL(/party=3/)
  await page.getByRole('button', { name: /^Stalls centre .*\d+ rows? with 3 together/ }).click()
  const rows = page.getByRole('listitem').filter({ has: page.getByText(/^Row \w+, \d+ seats to choose$/) })
  expect(await rows.first().getByRole('button').count()).toBeGreaterThanOrEqual(3)
})

test('the filters, what they find and a card on the map have no serious accessibility fault (U-04)', async ({ page, request, isMobile }) => {
  const hall = await openHall(request, 'lantern-theatre', { isMobile })
  await visit(page, hall, '', '?need=no-stairs&zones=premium')
  await filter(page).click()
  await expectAccessibleDayAndNight(page)
  await page.keyboard.press('Escape')
  await page.getByRole('application').focus()
  await page.keyboard.press('ArrowDown')
  await expect(page.locator('.card[aria-hidden=true]')).toBeVisible()
  await expectAccessibleDayAndNight(page)
  await page.goto(`/sessions/${hall.session.id}?need=no-stairs&view=list`)
  await expect(page.getByRole('heading', { name: 'All seats' })).toBeVisible()
  await expectAccessibleDayAndNight(page)
})
