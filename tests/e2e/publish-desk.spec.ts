import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, type Locator, type Page, test } from '@playwright/test'
import { parse } from 'csv-parse/sync'
import sharp from 'sharp'
import type { SearchEventsReply } from '#shared/api/catalogue.ts'
import type { EditedEventReply, PublishedEventsReply } from '#shared/api/publishing.ts'
import { visit } from './support/buying.ts'
import { expectAccessible } from './support/accessible.ts'
import { another, newAdmin, newCustomer, signInAs } from './support/desk.ts'

test.use({ actionTimeout: 15_000 })

const DAY_MS = 86_400_000
const saved = (page: Page) => expect(page.locator('[data-save]')).toHaveAttribute('data-state', 'saved')
const open = (page: Page, section: string) => page.getByRole('tab', { name: section }).click()

async function newEvent(page: Page): Promise<void> {
  await signInAs(page.request, 'publisher')
  await visit(page, '/publish')
  await page.getByRole('button', { name: 'New event' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Untitled event' })).toBeVisible()
}

/** One of the publisher's events that is on sale. */
async function onSale(page: Page): Promise<EditedEventReply> {
  await signInAs(page.request, 'publisher')
  const { events } = await (await page.request.get('/api/publishing/events?status=approved&limit=100')).json() as PublishedEventsReply
  const { id } = events.toSorted((a, b) => a.slug.localeCompare(b.slug)).find(event => !event.waiting && event.nextStartsAt)!
  return await (await page.request.get(`/api/publishing/events/${id}`)).json() as EditedEventReply
}

test('the preview shows an event in both languages, on a phone and on a desk, and leads nowhere', async ({ page }) => {
  const { id, document } = await onSale(page)
  await visit(page, `/publish/events/${id}/preview`)
  const shown = page.frameLocator('iframe')
  await expect(shown.getByRole('heading', { level: 1 })).toHaveText(document.name.en)
  await page.getByRole('button', { name: 'Chinese' }).click()
  await expect(shown.getByRole('heading', { level: 1 })).toHaveText(document.name.zh)
  await page.getByRole('button', { name: 'Phone' }).click()
  await expect.poll(async () => (await page.locator('iframe').boundingBox())!.width).toBeLessThanOrEqual(390)
  const address = page.frames()[1]!.url()
  await shown.getByRole('link').first().click()
  await page.getByRole('button', { name: 'Desktop' }).click()
  await expect.poll(async () => (await page.locator('iframe').boundingBox())!.width).toBeGreaterThan(1000)
  expect(page.frames()[1]!.url()).toBe(address)
  await expectAccessible(page)
})

test('a publisher says who they are, and visitors read it', async ({ page }) => {
  await signInAs(page.request, 'publisher')
  await visit(page, '/publish/profile')
  await page.getByLabel(/^Name\s*English/).fill('Pei and Friends')
  await page.getByLabel(/^Name\s*Chinese/).fill('佩与友')
  await page.getByLabel(/^About you\s*English/).fill('We **light** lanterns.')
  await page.getByLabel(/^About you\s*Chinese/).fill('我们点亮灯火。')
  await page.getByLabel('Website').fill('https://lantern.example')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Saved. Visitors see it now.')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'See your public page' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Pei and Friends' })).toBeVisible()
  await expect(page.locator('strong', { hasText: 'light' })).toBeVisible()
})

test('a picture of one\'s own becomes the poster, and a file that is none is refused in words', async ({ page }) => {
  await newEvent(page)
  await open(page, 'Poster')
  const field = page.locator('input[type=file]')
  await field.setInputFiles({ name: 'broken.png', mimeType: 'image/png', buffer: Buffer.from('this is no picture') })
  await expect(page.getByRole('tabpanel').getByRole('alert')).toBeVisible()
  await field.setInputFiles({ name: 'lantern.png', mimeType: 'image/png', buffer: await sharp({ create: { width: 900, height: 1200, channels: 3, background: '#b3401f' } }).png().toBuffer() })
  await expect(page.getByText('Your picture is in place.')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'How it will be cut' })).toBeVisible()
  await expect.poll(() => page.locator('img[src*="/images/"]').first().evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
  await saved(page)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Poster 2' }).click()
  await expect(page.getByRole('button', { name: 'Poster 2' })).toHaveAttribute('aria-pressed', 'true')
  await open(page, 'Selling rules')
  await page.getByLabel('Tickets for one person').fill('4')
  await page.getByLabel('Tickets for one person').blur()
  await saved(page)
  await expectAccessible(page)
  await open(page, 'Basics')
  await expectAccessible(page)
})

test('a venue that is not on Foyer is proposed with its hall, and many dates are changed at once', async ({ page }) => {
  await newEvent(page)
  const name = `Boathouse ${Date.now()}`
  await open(page, 'Dates and places')
  await page.getByRole('button', { name: 'Propose a new venue' }).click()
  for (const [label, text] of [['Name English', name], ['Name Chinese', '船屋'], ['Address English', '1 Quay'], ['Address Chinese', '码头路1号'], ['City English', 'Xiamen'], ['City Chinese', '厦门']]) await page.getByLabel(label!, { exact: true }).fill(text!)
  await page.getByRole('button', { name: 'Next: its hall' }).click()
  await page.getByLabel('Rows of seats').check()
  await page.getByLabel('Rows', { exact: true }).fill('4')
  await page.getByLabel('Seats in a row').fill('5')
  await page.getByRole('button', { name: 'Add the hall' }).click()
  await expect(page.getByText('waits for approval')).toBeVisible()
  await expect(page.getByText('20 places')).toBeVisible()
  await page.getByRole('button', { name: 'Weekly', exact: true }).click()
  await page.getByLabel('Sessions', { exact: true }).fill('3')
  await page.getByRole('button', { name: 'Add 3 sessions' }).click()
  await page.getByLabel('All', { exact: true }).check()
  await page.getByLabel('To', { exact: true }).fill('20:15')
  await page.getByRole('button', { name: 'Change 3 sessions' }).click()
  await expect(page.locator('button[data-path^="sessions."]', { hasText: '20:15' })).toHaveCount(3)
  await saved(page)
})

test('an event on sale is called off with a reason, and nobody can buy it any more', async ({ page, playwright }, { project }) => {
  const model = await onSale(page)
  const copy = await (await page.request.post(`/api/publishing/events/${model.id}/duplicate`, { data: {} })).json() as { id: string }
  const draft = await (await page.request.get(`/api/publishing/events/${copy.id}`)).json() as EditedEventReply
  const kept = model.document.sessions.find(session => session.startsAt !== null)!
  // A day of its own, long after everything else in this hall.
  const by = (project.name === 'phone' ? 301 : 300) * DAY_MS
  const later = (at: string | null) => at && new Date(Date.parse(at) + by).toISOString()
  const session = { ...kept, key: crypto.randomUUID(), startsAt: later(kept.startsAt), endsAt: later(kept.endsAt), doorsAt: later(kept.doorsAt), saleEndsAt: later(kept.saleEndsAt) }
  const ticketTypes = model.document.ticketTypes.filter(type => type.planId === kept.planId).map(type => ({ ...type, key: crypto.randomUUID(), sessionKeys: null, saleStartsAt: null, saleEndsAt: null }))
  const document = { ...draft.document, sessions: [session], ticketTypes, promoCodes: [] }
  const put = await page.request.put(`/api/publishing/events/${copy.id}/draft`, { data: { version: draft.version, document } })
  expect(put.status(), await put.text()).toBe(200)
  const submitted = await page.request.post(`/api/publishing/events/${copy.id}/submit`, { data: { version: (await put.json() as { version: number }).version } })
  expect(submitted.ok(), await submitted.text()).toBe(true)
  const admin = await another(playwright, 'admin')
  const approved = await admin.put(`/api/events/${copy.id}/approve`, { data: { submissionId: (await submitted.json() as { submissionId: string }).submissionId, decision: 'approve' }, headers: { 'idempotency-key': `approve-${copy.id}` } })
  expect(approved.ok(), await approved.text()).toBe(true)
  const { slug } = await approved.json() as { slug: string }
  await admin.dispose()

  await visit(page, `/publish/events/${copy.id}`)
  await page.locator('summary[aria-label=More]').click()
  await page.getByRole('button', { name: 'Cancel the event' }).click()
  await page.getByLabel('Why? Ticket holders read this.').fill('The boathouse is flooded.')
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel the event' }).click()
  await expect(page.getByText('This event was cancelled.')).toBeVisible()
  await expect.poll(async () => (await (await page.request.get(`/api/events/${slug}`)).json() as { status: string }).status).toBe('cancelled')
})

test('a customer is told how to become a publisher, on every page of the desk', async ({ page }) => {
  await newCustomer(page.request, 'Curious')
  for (const path of ['/publish', '/publish/profile', '/publish/import', '/zh/publish']) {
    await visit(page, path)
    await expect(page.locator(`main a[href="${path.startsWith('/zh') ? '/zh' : ''}/account/publish"]`)).toBeVisible()
    await expect(page.getByRole('button', { name: /New event|新建活动/ })).toHaveCount(0)
  }
  await expectAccessible(page)
})

test('a publisher without the second factor is led to where it is set up', async ({ page }) => {
  await signInAs(page.request, 'publisher')
  await page.route('**/api/auth/session*', async (route) => {
    const answer = await route.fetch()
    const person = await answer.json() as { login: object }
    await route.fulfill({ response: answer, json: { ...person, login: { ...person.login, secondFactor: 'needed' } } })
  })
  await visit(page, '/publish')
  await expect(page.getByRole('heading', { name: 'One more lock on your account' })).toBeVisible()
  await page.getByRole('link', { name: 'Set it up' }).click()
  await expect(page).toHaveURL(/\/account\/security/)
})

/** Walks by Tab alone until the focus is on it. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor()
  for (let steps = 0; steps < 80; steps++) {
    if (await target.evaluate(element => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`the keyboard never reaches ${String(target)}`)
}

test('a draft is begun, written and thrown away by keyboard alone', async ({ page }) => {
  await signInAs(page.request, 'publisher')
  await visit(page, '/publish')
  await tabTo(page, page.getByRole('button', { name: 'New event' }))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('tab', { name: 'Basics' }))
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('tab', { name: 'Description' })).toBeFocused()
  await page.keyboard.press('Home')
  await tabTo(page, page.getByLabel(/^Name\s*English/))
  await page.keyboard.type('Written without a mouse')
  await tabTo(page, page.getByRole('button', { name: 'Theatre', exact: true }))
  await page.keyboard.press('Space')
  await page.keyboard.press('Control+s')
  await saved(page)
  await expect(page.getByRole('heading', { level: 1, name: 'Written without a mouse' })).toBeVisible()
  await tabTo(page, page.locator('summary[aria-label=More]'))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('button', { name: 'Throw the draft away' }).first())
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeVisible()
  await tabTo(page, page.getByRole('dialog').getByRole('button', { name: 'Throw the draft away' }))
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/publish$/)
})

const PROGRAMME = fileURLToPath(new URL('../../../shared/data/events/hk-events.csv', import.meta.url))

/** The first rows of the programme as a file of their own. */
function beginningOf(rows: number): Buffer {
  const cells = parse(readFileSync(PROGRAMME), { bom: true, to: rows + 1 })
  return Buffer.from(cells.map(row => row.map(cell => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n'))
}

test('a programme of 564 events is tried whole, mapped, and a part of it is on sale at once', async ({ page, playwright }, { project }) => {
  test.skip(!existsSync(PROGRAMME), 'the programme is not here')
  test.setTimeout(180_000)
  await newAdmin(playwright, page.request)
  await visit(page, '/publish/import')
  await page.locator('input[type=file]').first().setInputFiles(PROGRAMME)
  await expect(page.getByLabel('Name in English')).toHaveValue('title_en')
  await expect(page.getByLabel('Venue in Chinese')).toHaveValue('venue_zh')
  await page.getByLabel('Time zone').fill('Asia/Hong_Kong')
  for (const [label, value] of [['Country', 'HK'], ['City in English', 'Hong Kong'], ['City in Chinese', '香港'], ['Currency', 'HKD']]) await page.getByRole('textbox', { name: label!, exact: true }).fill(value!)
  await page.getByLabel('Where it comes from').fill(`hk-${project.name}`)
  await page.getByRole('button', { name: 'Try it' }).click()
  await expect(page.getByRole('heading', { name: 'Not all of it can be imported' })).toBeVisible({ timeout: 60_000 })
  await expect(page.getByRole('button', { name: 'Import', exact: true })).toHaveCount(0)
  await page.locator('li label', { hasText: /^inc4sc5/ }).locator('select').selectOption({ label: 'Films' })
  await page.getByLabel('Category for all others').selectOption({ label: 'Theatre' })
  await page.getByRole('button', { name: 'Try it' }).click()
  await expect(page.getByRole('heading', { name: 'All of it can be imported', exact: true })).toBeVisible({ timeout: 60_000 })
  await expectAccessible(page)

  await page.locator('input[type=file]').first().setInputFiles({ name: 'beginning.csv', mimeType: 'text/csv', buffer: beginningOf(6) })
  await expect(page.getByText('beginning.csv')).toBeVisible()
  await expect(page.getByLabel('Currency')).toHaveValue('HKD')
  await page.getByLabel('Put them on sale at once').check()
  await page.getByRole('button', { name: 'Try it' }).click()
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page.getByRole('heading', { name: '6 events imported' })).toBeVisible()
  await expect.poll(async () => (await (await page.request.get(`/api/events/search?q=${encodeURIComponent('Eight Diagrams')}`)).json() as SearchEventsReply).events.map(event => event.name.en)).toContainEqual(expect.stringContaining('Eight Diagrams'))
})
