import { expect, type Page, test } from '@playwright/test'
import type { PlanDraftReply } from '#shared/api/plan-drafts.ts'
import { decodePlan, type EncodedPlan } from '#shared/seating/plan-codec.ts'
import { seatCount, SeatFlag } from '#shared/seating/plan.ts'
import { visit } from './support/buying.ts'
import { expectAccessible } from './support/accessible.ts'
import { signInAs } from './support/desk.ts'

test.use({ actionTimeout: 15_000 })
test.describe.configure({ timeout: 180_000 })

const VENUE = { address: { en: '1 Mill Lane', zh: '磨坊巷1号' }, city: { en: 'Suzhou', zh: '苏州' }, country: 'CN', timeZone: 'Asia/Shanghai', latitude: null, longitude: null }
let houses = 0

/** A new hall of a new venue, opened in the editor as the publisher opens it. @returns the id of the drawing */
async function newHall(page: Page, hall: string): Promise<string> {
  await signInAs(page.request, 'publisher')
  const name = `Old Mill ${test.info().project.name} ${++houses} ${Date.now()}`
  expect((await page.request.post('/api/venues', { data: { ...VENUE, name: { en: name, zh: name } } })).status()).toBe(201)
  await visit(page, '/publish/halls')
  const house = page.locator('section', { has: page.getByRole('heading', { level: 2, name }) })
  await house.getByLabel(/^Name\s*English/).fill(hall)
  await house.getByLabel(/^Name\s*Chinese/).fill('大剧场')
  await house.getByRole('button', { name: 'Begin drawing' }).click()
  await expect(page.locator('[data-paper]')).toBeVisible()
  return /halls\/([^/]+)\/plan/.exec(page.url())![1]!
}

const saved = (page: Page) => expect(page.locator('[data-save]')).toHaveAttribute('data-state', 'saved')
const drawn = async (page: Page, id: string) => await (await page.request.get(`/api/plan-drafts/${id}`)).json() as PlanDraftReply

/** What a person does, one act at a time, counted: a click, a field filled in, a drag, a press of keys. */
class Hand {
  acts = 0
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  async click(selector: string) {
    this.acts++
    await this.page.locator(selector).click()
  }

  async fill(label: string | RegExp, value: string | number, within = 'aside') {
    this.acts++
    const field = this.page.locator(within).getByLabel(label).filter({ visible: true }).first()
    await field.fill(String(value))
    await field.press('Tab')
  }

  async choose(selector: string, value: string) {
    this.acts++
    await this.page.locator(selector).selectOption(value)
  }

  async press(keys: string) {
    this.acts++
    await this.page.locator('[data-paper]').press(keys)
  }

  async drag(from: [number, number], to: [number, number]) {
    this.acts++
    const paper = (await this.page.locator('[data-paper]').boundingBox())!
    await this.page.mouse.move(paper.x + paper.width * from[0], paper.y + paper.height * from[1])
    await this.page.mouse.down()
    await this.page.mouse.move(paper.x + paper.width * (from[0] + to[0]) / 2, paper.y + paper.height * (from[1] + to[1]) / 2, { steps: 4 })
    await this.page.mouse.move(paper.x + paper.width * to[0], paper.y + paper.height * to[1], { steps: 4 })
    await this.page.mouse.up()
  }
}

interface Block { en: string, zh: string, rows: number, seats: number, bend?: number, rotation?: number, x: number, y: number }

/** Lets go of what is picked, adds a block by its form, and puts it where it belongs. */
async function addBlock(hand: Hand, block: Block) {
  await hand.press('Escape')
  await hand.fill('Section name (EN)', block.en, '[data-add=block]')
  await hand.fill('Section name (中文)', block.zh, '[data-add=block]')
  await hand.fill(/^Rows/, block.rows, '[data-add=block]')
  await hand.fill(/^Seats in a row/, block.seats, '[data-add=block]')
  await hand.fill(/^Bend/, block.bend ?? 0, '[data-add=block]')
  await hand.fill(/^Rotation/, block.rotation ?? 0, '[data-add=block]')
  await hand.click('[data-add-block]')
  await hand.fill(/^X/, block.x)
  await hand.fill(/^Y/, block.y)
}

/** The block on the other side of the house: a mirrored copy that becomes a section of its own. */
async function mirrored(hand: Hand, { x }: Block, en: string, zh: string) {
  await hand.click('[data-act=duplicate]')
  await hand.click('[data-act=mirrorX]')
  await hand.fill(/^X/, -x)
  await hand.press('ArrowUp')
  await hand.press('ArrowUp')
  await hand.press('ArrowUp')
  await hand.press('ArrowUp')
  await hand.press('ArrowUp')
  await hand.press('ArrowUp')
  await hand.click('[data-part=section] summary')
  await hand.fill('Section name (EN)', en, '[data-part=section]')
  await hand.fill('Section name (中文)', zh, '[data-part=section]')
  await hand.click('[data-part=section] button')
}

test('a theatre of 2,000 seats is drawn from nothing, by the acts of a person, and published', async ({ page, isMobile }, info) => {
  test.skip(isMobile, 'a theatre is drawn at a desk; the phone is tried below')
  const id = await newHall(page, 'Grand theatre')
  const hand = new Hand(page)
  const shot = async (name: string) => info.attach(name, { body: await page.screenshot(), contentType: 'image/png' })

  await hand.press('s')
  await hand.drag([0.35, 0.1], [0.65, 0.2])
  await hand.fill(/^X/, 0)
  await hand.fill(/^Y/, -600)

  const stalls = [
    { en: 'Stalls', zh: '池座', rows: 24, seats: 24, bend: 60, x: 0, y: 1100 },
    { en: 'Stalls left', zh: '池座左区', rows: 22, seats: 12, rotation: 8, x: -1250, y: 950 }
  ]
  const circle = [
    { en: 'Circle', zh: '楼座', rows: 14, seats: 30, bend: 90, x: 0, y: 3100 },
    { en: 'Circle left', zh: '楼座左区', rows: 12, seats: 16, rotation: 10, x: -1500, y: 2900 }
  ]
  await addBlock(hand, stalls[0]!)
  await addBlock(hand, stalls[1]!)
  await mirrored(hand, stalls[1]!, 'Stalls right', '池座右区')
  await shot('stalls')
  await addBlock(hand, circle[0]!)
  await addBlock(hand, circle[1]!)
  await mirrored(hand, circle[1]!, 'Circle right', '楼座右区')
  await addBlock(hand, { en: 'Gallery', zh: '顶层楼座', rows: 4, seats: 24, x: 0, y: 4300 })
  await shot('all seats')

  // Numbers of the whole house at once: rows from the stage without I and O, odd to the left and even to the right.
  await hand.press('Control+a')
  await hand.click('[data-name-rows]')
  await hand.choose('[data-seat-scheme]', 'odd-even')
  await hand.click('[data-number-seats]')

  // Circle and gallery are the second price zone; two wheelchair places with their companions stand at an end of the stalls.
  await hand.press('Escape')
  await hand.press('0')
  await hand.drag([0.02, 0.52], [0.98, 0.99])
  await hand.click('[data-zone=standard]')
  await shot('zones')
  await hand.press('Escape')
  await hand.press('j')
  await hand.click('[data-tab=outline]')
  await page.locator('details', { hasText: 'Stalls' }).first().locator('summary').click()
  hand.acts++
  await page.locator('details[open]').getByRole('button', { name: 'Seats', exact: true }).first().click()
  hand.acts++
  await hand.press('Escape')
  const seats = page.locator('details[open] [aria-label^="Row A, seat"]')
  await seats.first().click()
  hand.acts++
  await hand.click('[data-tab=picked]')
  await hand.click('[data-flag=accessible]')
  await hand.press('Escape')
  await hand.click('[data-tab=outline]')
  await page.locator('details', { hasText: 'Stalls' }).first().locator('summary').click()
  hand.acts++
  await page.locator('details[open]').getByRole('button', { name: 'Seats', exact: true }).first().click()
  hand.acts++
  await seats.nth(1).click()
  hand.acts++
  await hand.click('[data-tab=picked]')
  await hand.click('[data-flag=companion]')

  await hand.click('[data-tab=check]')
  await expect(page.getByText('Nothing is wrong with this plan.')).toBeVisible()
  await saved(page)
  await hand.click('[data-open-publish]')
  await hand.click('[data-publish-plan]')
  await expect(page.getByText('Version 1 is there for new sessions.')).toBeVisible()
  await shot('published')

  const { versions } = await drawn(page, id)
  const plan = decodePlan(await (await page.request.get(versions[0]!.planUrl)).json() as EncodedPlan)
  expect(seatCount(plan)).toBeGreaterThanOrEqual(1950)
  expect(plan.sections.map(section => section.key)).toEqual(['stalls', 'stalls-left', 'stalls-right', 'circle', 'circle-left', 'circle-right', 'gallery'])
  expect(plan.rows.some(row => row.label === 'I' || row.label === 'O')).toBe(false)
  expect([...plan.seats.flags].filter(flags => flags & SeatFlag.accessible)).toHaveLength(1)
  // At seven seconds an act, thinking included, this is the quarter of an hour that was promised.
  info.annotations.push({ type: 'acts', description: `${hand.acts} acts for ${seatCount(plan)} seats` })
  expect(hand.acts).toBeLessThan(128)
})

test('everything is done without a pointer, and nothing is lost by leaving (U-04)', async ({ page }) => {
  const id = await newHall(page, 'Small hall')
  await expectAccessible(page)
  const go = async (selector: string, key = 'Enter') => {
    await page.locator(selector).focus()
    await page.keyboard.press(key)
  }
  await page.locator('[data-add=block]').getByLabel(/^Rows/).focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('4')
  await go('[data-add-block]')
  await expect(page.locator('[data-picked]')).toContainText('in')
  await page.locator('[data-paper]').focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press(']')
  await page.keyboard.press('Control+d')
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Escape')
  await page.keyboard.press('j')
  await expect(page.locator('[data-picked]')).toContainText('in 1 rows')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'All keys' })).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await page.locator('[data-tab=picked]').focus()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByText(/^\d+ rows, \d+ seats$/)).toBeVisible()
  await saved(page)
  const before = (await drawn(page, id)).document
  expect(before.sections[0]!.rows.length).toBeGreaterThan(3)
  await page.reload()
  await expect(page.locator('[data-paper]')).toBeVisible()
  expect((await drawn(page, id)).document).toEqual(before)
})

test('tables, a preview as buyers see it, and what is wrong is shown', async ({ page }) => {
  await newHall(page, 'Cabaret')
  await page.locator('[data-add=tables] summary').click()
  await page.locator('[data-add-tables]').click()
  await expect(page.locator('[data-seats]')).toHaveText('64 seats')
  await page.locator('[data-paper]').press('Control+d')
  await page.locator('[data-tab=check]').click()
  await expect(page.getByRole('heading', { name: /to look at/ })).toBeVisible()
  await page.locator('[data-paper]').press('Control+z')
  await page.getByRole('button', { name: 'Preview' }).click()
  const preview = page.getByRole('dialog', { name: 'What a buyer sees' })
  await expect(preview.getByRole('application', { name: 'Seat map' })).toBeVisible()
  await preview.getByRole('button', { name: 'Close' }).click()
  await saved(page)
})
