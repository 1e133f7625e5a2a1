import { type APIRequestContext, expect, test } from '@playwright/test'
import type { EventReply, SearchEventsReply } from '#shared/api/catalogue.ts'
import { expectAccessible } from './support/accessible.ts'
import { signUp } from './support/account.ts'
import { alive, visit } from './support/buying.ts'

/** Words of these pages by language: journeys run in English at a desk and in Chinese on a phone. */
const SAYS = {
  en: { at: '', what: 'What', all: 'All events', header: 'Search events', chosen: 'Chosen filters', remove: 'Remove: ', weekend: 'This weekend', when: 'When', more: 'More filters', available: 'Only with tickets left', empty: 'Nothing found this way', without: 'Without', keep: 'Keep an eye on it', kept: 'In your favourites', remind: 'Tell me when it goes on sale', reminded: 'You will hear from us', favourites: 'Favourites', corrected: 'Showing results for' },
  zh: { at: '/zh', what: '关键词', all: '全部演出', header: '搜索演出', chosen: '已选条件', remove: '移除：', weekend: '本周末', when: '时间', more: '更多筛选', available: '只看有票', empty: '没有找到符合条件的演出', without: '不限', keep: '收藏', kept: '已收藏', remind: '开售时提醒我', reminded: '开售时将通知您', favourites: '收藏', corrected: '以下是相关结果' }
} as const
const words = () => SAYS[test.info().project.name === 'phone' ? 'zh' : 'en']
const found = async (request: APIRequestContext, query: string) => await (await request.get(`/api/events/search?${query}`)).json() as SearchEventsReply

test('results come as one types, in either language, and the address says what was asked', async ({ page, isMobile }) => {
  const say = words()
  await visit(page, `${say.at}/search`)
  const field = page.getByRole('search', { name: say.all }).getByRole('searchbox')
  await field.pressSequentially(isMobile ? '剧院' : 'lant')
  await expect(page).toHaveURL(isMobile ? /q=%E5%89%A7%E9%99%A2/ : /q=lant/)
  await expect(page.getByRole('article').first()).toBeVisible()
  await expect(field).toBeFocused()
  await field.fill('')
  await expect(page).not.toHaveURL(/q=/)
  await expectAccessible(page)
})

test('the field at the top suggests, and answers to the keyboard alone', async ({ page, request, isMobile }) => {
  test.skip(isMobile, 'there is no arrow key on a phone')
  const { events } = await found(request, 'limit=1')
  await visit(page, '/')
  const field = page.locator('#header-search')
  await field.focus()
  await field.pressSequentially(events[0]!.name.en.slice(0, 6))
  const options = page.getByRole('listbox').getByRole('option')
  await expect(options.first()).toBeVisible()
  await expect(field).toHaveAttribute('aria-expanded', 'true')
  await expectAccessible(page)
  await field.press('Escape')
  await expect(options).toHaveCount(0)
  await field.press('End')
  await field.pressSequentially(events[0]!.name.en.slice(6, 8))
  await expect(options.first()).toBeVisible()
  await field.press('ArrowDown')
  await expect(options.first()).toHaveAttribute('aria-selected', 'true')
  await expect(field).toHaveAttribute('aria-activedescendant', /option-0$/)
  const name = await options.first().locator('span').first().textContent()
  await field.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name!)
})

test('each chosen filter can be taken away by itself, and all at once', async ({ page }) => {
  const say = words()
  await visit(page, `${say.at}/search?category=theatre&city=Shanghai&min=50&available=1`)
  const chips = page.getByRole('list', { name: say.chosen })
  await expect(chips.getByRole('link', { name: new RegExp(`^${say.remove}`) })).toHaveCount(4)
  await chips.getByRole('link', { name: new RegExp(`^${say.remove}(?:Shanghai|上海)`) }).click()
  await expect(page).not.toHaveURL(/city=/)
  await expect(page).toHaveURL(/category=theatre/)
  await expect(page.getByRole('checkbox', { name: say.available })).toBeChecked()
  await expectAccessible(page)
  await expect(chips.locator('[aria-current]')).toHaveCount(0)
  await chips.getByRole('link').last().click()
  await expect(page).toHaveURL(url => url.search === '')
  await expect(chips).toHaveCount(0)
})

test('"this weekend" is a choice with its count, and shows what is on then', async ({ page, request }) => {
  const say = words()
  await visit(page, `${say.at}/search`)
  await page.getByRole('combobox', { name: say.when }).selectOption('weekend')
  await expect(page).toHaveURL(/when=weekend/)
  const { total } = await found(request, 'when=weekend')
  await expect(page.getByRole('status').filter({ hasText: /\d/ })).toContainText(String(total))
})

test('a misspelt word shows what was searched for instead, and what was typed', async ({ page }) => {
  const say = words()
  await visit(page, `${say.at}/search?q=theatrre`)
  await expect(page.getByText(say.corrected)).toBeVisible()
  await expect(page.getByRole('link', { name: 'theatre', exact: true })).toBeVisible()
  await expect(page.getByRole('article').first()).toBeVisible()
  await expectAccessible(page)
})

test('where filters leave nothing, the page says which one to leave out', async ({ page }) => {
  const say = words()
  await visit(page, `${say.at}/search?category=theatre&min=9000000`)
  await expect(page.getByRole('heading', { name: say.empty })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: new RegExp(say.without) }).first().click()
  await expect(page).not.toHaveURL(/min=/)
  await expect(page.getByRole('article').first()).toBeVisible()
})

test('a venue and a publisher have pages of their own, with what they put on and nothing else', async ({ page, request }) => {
  const say = words()
  const { events } = await found(request, 'limit=1')
  const event = await (await request.get(`/api/events/${events[0]!.slug}`)).json() as EventReply
  await visit(page, `${say.at}/events/${event.slug}`)
  await page.locator(`a[href$="/venues/${events[0]!.venue.slug}"]`).first().click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say.at ? events[0]!.venue.name.zh : events[0]!.venue.name.en)
  const atVenue = await found(request, `venue=${events[0]!.venue.slug}&limit=24`)
  await expect(page.getByRole('article')).toHaveCount(atVenue.events.length)
  await expectAccessible(page)
  await visit(page, `${say.at}/events/${event.slug}`)
  const publisher = page.locator('a[href*="/publishers/"]').first()
  const slug = (await publisher.getAttribute('href'))!.split('/').at(-1)!
  await publisher.click()
  await expect(page).toHaveURL(new RegExp(`/publishers/${slug}$`))
  const byPublisher = await found(request, `publisher=${slug}&limit=24`)
  expect(byPublisher.total).toBeGreaterThan(0)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say.at ? byPublisher.asked!.publisher!.zh : byPublisher.asked!.publisher!.en)
  await expect(page.getByRole('article')).toHaveCount(byPublisher.events.length)
  await expectAccessible(page)
})

test('whoever is signed in keeps events, and hears of their sale', async ({ page, request }) => {
  const say = words()
  const { events } = await found(request, 'limit=100')
  const waiting = events.find(event => event.availability === 'not-yet')!
  await signUp(page)
  await visit(page, `${say.at}/events/${waiting.slug}`)
  await page.getByRole('button', { name: say.keep, exact: true }).click()
  await expect(page.getByRole('button', { name: say.kept, exact: true })).toHaveAttribute('aria-pressed', 'true')
  await page.getByRole('button', { name: say.remind }).click()
  await expect(page.getByRole('button', { name: say.reminded })).toHaveAttribute('aria-pressed', 'true')
  await expectAccessible(page)
  await visit(page, `${say.at}/account/favourites`)
  await expect(page.getByRole('heading', { level: 1, name: say.favourites })).toBeVisible()
  await expect(page.getByRole('article')).toHaveCount(1)
  await expectAccessible(page)
  await page.getByRole('article').getByRole('link').click()
  await alive(page)
  await page.getByRole('button', { name: say.kept, exact: true }).click()
  await expect(page.getByRole('button', { name: say.keep, exact: true })).toHaveAttribute('aria-pressed', 'false')
})

test('the calendar, the feed and the picture that an event page names are there (U-08)', async ({ page, request }) => {
  const say = words()
  const { events } = await found(request, 'limit=1')
  await visit(page, `${say.at}/events/${events[0]!.slug}`)
  const origin = new URL(page.url()).origin
  const fetched = async (address: string | null) => await request.get(new URL(address!, page.url()).href)
  const calendar = await fetched(await page.locator('a[href*="calendar.ics"]').getAttribute('href'))
  expect(calendar.headers()['content-type']).toContain('text/calendar')
  expect(await calendar.text()).toContain('BEGIN:VEVENT')
  const feed = await fetched(await page.locator('link[type="application/rss+xml"]').getAttribute('href'))
  expect(feed.status()).toBe(200)
  expect(await feed.text()).toContain('<rss')
  const picture = await page.locator('meta[property="og:image"]').getAttribute('content')
  expect(new URL(picture!).origin).toBe(origin)
  expect((await fetched(picture)).headers()['content-type']).toMatch(/^image\/(?:png|jpeg)/)
})

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
