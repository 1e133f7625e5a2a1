import { expect, test } from '@playwright/test'
import type { EventReply, SearchEventsReply } from '#shared/api/catalogue.ts'
import { alive, visit } from './support/buying.ts'

test('filters live in the URL and survive reload, the back button and a change of language (U-09)', async ({ page }) => {
  await visit(page, '/search')
  await page.getByRole('navigation', { name: 'Categories' }).getByRole('link', { name: /^Theatre/ }).click()
  await expect(page).toHaveURL(/category=theatre/)
  await page.getByLabel('City').selectOption('Shanghai')
  await expect(page).toHaveURL(/city=Shanghai/)
  const events = page.getByRole('article')
  await expect(page.getByRole('status')).toContainText(/\d+ events?/)
  await expect(events.first()).toContainText('Shanghai')
  const first = await events.first().getByRole('heading').textContent()

  await page.reload()
  await alive(page)
  await expect(page.getByLabel('City')).toHaveValue('Shanghai')
  await expect(events.first().getByRole('heading')).toHaveText(first!)

  await page.getByRole('link', { name: /中文/ }).click()
  await expect(page).toHaveURL(/\/zh\/search\?.*city=Shanghai/)
  await expect(page.getByLabel('城市')).toHaveValue('Shanghai')

  await page.goBack()
  await expect(page).toHaveURL(/\/search\?.*category=theatre/)
  await page.goBack()
  await expect(page).not.toHaveURL(/city=/)
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('search and event pages are complete as the server sends them', async ({ page }) => {
    await page.goto('/search')
    const form = page.getByRole('search', { name: 'All events' })
    await form.getByRole('searchbox').fill('lantern')
    await form.getByRole('button', { name: 'Show' }).click()
    await expect(page).toHaveURL(/q=lantern/)
    await expect(page.getByRole('article').first()).toBeVisible()
    await page.getByRole('article').first().getByRole('link').click()
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.getByRole('heading', { name: 'Dates and times' })).toBeVisible()
    await expect(page.locator('#sessions').getByText(/¥/).first()).toBeVisible()
  })
})

test('words that nothing answers to lead on, not into a wall', async ({ page }) => {
  await visit(page, '/search?q=zzzzqqqq')
  await expect(page.getByRole('heading', { name: 'Nothing found this way' })).toBeVisible()
  await page.getByRole('link', { name: 'Show all events' }).click()
  await expect(page.getByRole('article').first()).toBeVisible()
})

test('more events are added below, and are still there after the back button', async ({ page }) => {
  await visit(page, '/search')
  const articles = page.getByRole('article')
  const before = await articles.count()
  await page.getByRole('link', { name: 'Show more' }).click()
  await expect.poll(() => articles.count()).toBeGreaterThan(before)
  const after = await articles.count()
  await articles.last().getByRole('link').click()
  await expect(page).toHaveURL(/\/events\//)
  await page.goBack()
  await expect(articles).toHaveCount(after)
})

test('an event page tells search engines what it is, in both languages (U-08)', async ({ page, request }) => {
  const { events } = await (await request.get('/api/events/search?limit=5')).json() as SearchEventsReply
  const event = await (await request.get(`/api/events/${events[0]!.slug}`)).json() as EventReply
  await visit(page, `/zh/events/${event.slug}`)
  await expect(page).toHaveTitle(new RegExp(event.name.zh))
  await expect(page.locator('link[rel=canonical]')).toHaveAttribute('href', new RegExp(`/zh/events/${event.slug}$`))
  for (const hreflang of ['en', 'zh-CN', 'x-default']) await expect(page.locator(`link[rel=alternate][hreflang="${hreflang}"]`)).toHaveCount(1)
  const documents = await page.locator('script[type="application/ld+json"]').allTextContents()
  const described = documents.map(text => JSON.parse(text) as { '@type': string, 'name'?: string })
  expect(described.find(d => d['@type'] === 'Event' || d['@type'] === 'EventSeries')?.name).toBe(event.name.zh)
})

test('pages that anybody may get from a cache set no cookie and look the same to everybody', async ({ request }) => {
  for (const path of ['/', '/search', '/categories/theatre']) {
    const stranger = await request.get(path, { headers: { cookie: '' } })
    const known = await request.get(path, { headers: { cookie: 'foyer-signed-in=cookie; foyer-access=x; foyer-visitor=AAAAAAAAAAAAAAAAAAAAAA' } })
    expect(stranger.status()).toBe(200)
    expect(known.headers()['set-cookie'] ?? '').not.toContain('foyer-visitor')
    expect(await known.text()).not.toContain('AAAAAAAAAAAAAAAAAAAAAA')
  }
})

test('an address that leads nowhere says so and shows the way on, with status 404', async ({ page }) => {
  for (const path of ['/nothing-here', '/events/no-such-event', '/zh/categories/no-such-category']) {
    const reply = await page.goto(path)
    expect(reply!.status()).toBe(404)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/This page is not on tonight|这一页今晚没有演出/)
  }
  await alive(page)
  await page.getByRole('button', { name: '浏览演出' }).click()
  await expect(page).toHaveURL(/\/zh\/search/)
})
