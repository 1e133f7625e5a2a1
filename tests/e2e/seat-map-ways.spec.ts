import { type CDPSession, expect, type Locator, type Page, test } from '@playwright/test'
import { type Hall, openHall, placeOnMap, visit } from './support/hall.ts'

const map = (page: Page) => page.getByRole('application')
const minimap = (page: Page) => page.locator('canvas.minimap')
const wholeHall = (page: Page) => page.getByRole('button', { name: 'Show the whole hall' })
/** What stands beside a place: for eyes only, so it has no role. */
const card = (page: Page) => page.locator('.card[aria-hidden=true]')

async function middleOf(target: Locator): Promise<{ x: number, y: number }> {
  const box = (await target.boundingBox())!
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

/** The picture of the map is another one than before. */
async function expectMoved(page: Page, act: () => Promise<void>): Promise<void> {
  const before = await map(page).screenshot()
  await act()
  await expect.poll(async () => before.equals(await map(page).screenshot())).toBe(false)
}

async function openArena(page: Page, hall: Hall): Promise<void> {
  await visit(page, hall)
  await expect(wholeHall(page)).toHaveAttribute('aria-disabled', 'true')
  await expect(minimap(page)).toBeHidden()
}

test('single taps on buttons and on the small map do all that pinching and dragging do, and nothing is too small for a finger (U-04, U-05)', async ({ page, request, isMobile }) => {
  await openArena(page, await openHall(request, 'nebula-arena', { isMobile }))
  await page.getByRole('button', { name: 'Zoom in' }).click()
  await page.getByRole('button', { name: 'Zoom in' }).click()
  await expect(minimap(page)).toBeVisible()
  await expect(wholeHall(page)).toHaveAttribute('aria-disabled', 'false')
  const corner = (await minimap(page).boundingBox())!
  await expectMoved(page, () => page.mouse.click(corner.x + corner.width * 0.3, corner.y + corner.height * 0.3))
  await expectMoved(page, () => page.mouse.click(corner.x + corner.width * 0.7, corner.y + corner.height * 0.7))
  const zoomIn = page.getByRole('button', { name: 'Zoom in' })
  await expect(async () => {
    if (await zoomIn.getAttribute('aria-disabled') === 'false') await zoomIn.click()
    await expect(zoomIn).toHaveAttribute('aria-disabled', 'true', { timeout: 500 })
  }).toPass()
  for (const button of await page.getByRole('main').getByRole('button').filter({ visible: true }).all()) {
    const { width, height } = (await button.boundingBox())!
    expect(Math.min(width, height), await button.innerText()).toBeGreaterThanOrEqual(24)
  }
  await wholeHall(page).click()
  await expect(minimap(page)).toBeHidden()
})

test.describe('by fingers', () => {
  test.skip(({ isMobile }) => !isMobile, 'a desktop has no touch screen')

  const touch = (cdp: CDPSession, type: 'touchStart' | 'touchMove' | 'touchEnd', points: { x: number, y: number }[]) =>
    cdp.send('Input.dispatchTouchEvent', { type, touchPoints: points.map((point, id) => ({ ...point, id })) })

  test('two fingers zoom in and out, and one drags and flings (U-05)', async ({ page, request, isMobile }) => {
    await openArena(page, await openHall(request, 'nebula-arena', { isMobile }))
    const cdp = await page.context().newCDPSession(page)
    const { x, y } = await middleOf(map(page))
    const fingers = (apart: number) => [{ x: x - apart, y }, { x: x + apart, y }]

    await touch(cdp, 'touchStart', fingers(20))
    for (let apart = 30; apart <= 140; apart += 10) await touch(cdp, 'touchMove', fingers(apart))
    await touch(cdp, 'touchEnd', [])
    await expect(minimap(page)).toBeVisible()
    // Lifting two fingers is no tap.
    await expect(page.getByText('No seat chosen yet')).toBeVisible()

    await expectMoved(page, async () => {
      await touch(cdp, 'touchStart', [{ x, y }])
      for (let step = 1; step <= 6; step++) await touch(cdp, 'touchMove', [{ x: x - step * 14, y: y - step * 6 }])
      await touch(cdp, 'touchEnd', [])
    })
    await expect(page.getByText('No seat chosen yet')).toBeVisible()

    await touch(cdp, 'touchStart', fingers(150))
    for (let apart = 140; apart >= 10; apart -= 10) await touch(cdp, 'touchMove', fingers(apart))
    await touch(cdp, 'touchEnd', [])
    await expect(minimap(page)).toBeHidden()
  })

  test('a tap goes into a block, a resting finger tells of a seat without taking it (U-05)', async ({ page, request, isMobile }) => {
    const hall = await openHall(request, 'nebula-arena', { isMobile })
    await openArena(page, hall)
    const seat = hall.freeSeats[2000]!
    const at = await placeOnMap(page, hall, seat)
    await page.touchscreen.tap(at.x, at.y)
    await expect(minimap(page)).toBeVisible()
    await expect(page.getByText('No seat chosen yet')).toBeVisible()

    const cdp = await page.context().newCDPSession(page)
    const place = await middleOf(map(page))
    await touch(cdp, 'touchStart', [place])
    await expect(card(page)).toContainText(/row .* seat/)
    await touch(cdp, 'touchEnd', [])
    await expect(card(page)).toBeVisible()
    await expect(page.getByText('No seat chosen yet')).toBeVisible()
  })

  test('a double tap comes closer (U-05)', async ({ page, request, isMobile }) => {
    await openArena(page, await openHall(request, 'nebula-arena', { isMobile }))
    // Beside the hall nothing is hit.
    const box = (await map(page).boundingBox())!
    await page.touchscreen.tap(box.x + 20, box.y + 30)
    await page.touchscreen.tap(box.x + 20, box.y + 30)
    await expect(minimap(page)).toBeVisible()
  })
})

test.describe('by mouse', () => {
  test.skip(({ isMobile }) => isMobile, 'a phone has no mouse')

  test('the mouse learns of a block what it costs and how much is left, and of a seat all there is to say (U-05)', async ({ page, request, isMobile }) => {
    const hall = await openHall(request, 'nebula-arena', { isMobile })
    await openArena(page, hall)
    const at = await placeOnMap(page, hall, hall.freeSeats[3000]!)
    await page.mouse.move(at.x, at.y)
    await expect(card(page)).toContainText(/¥[\d,]+/)
    await expect(card(page)).toContainText(/left|Sold out/)
    for (let step = 0; step < 14; step++) await page.mouse.wheel(0, -160)
    await expect(async () => {
      await page.mouse.move(at.x + 1, at.y)
      await page.mouse.move(at.x, at.y)
      await expect(card(page)).toContainText(/row .* seat/, { timeout: 500 })
    }).toPass()
    await expect(card(page)).toContainText(/¥[\d,]+, free/)
    // A drag takes the map along, and the card goes.
    await page.mouse.down()
    await page.mouse.move(at.x - 90, at.y - 40, { steps: 5 })
    await expect(card(page)).toBeHidden()
    await page.mouse.up()
    await expect(page.getByText('No seat chosen yet')).toBeVisible()
  })
})
