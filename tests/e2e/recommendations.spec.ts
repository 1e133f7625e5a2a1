import { expect, test } from '@playwright/test'
import type { RecommendReply } from '#shared/api/recommend.ts'
import { expectAccessible, expectAccessibleDayAndNight } from './support/accessible.ts'
import { signUp } from './support/account.ts'
import { alive, somethingOnSale, visit } from './support/buying.ts'

/** Words of these pages by language: journeys run in English at a desk and in Chinese on a phone. */
const SAYS = {
  en: { at: '', keep: 'Keep an eye on it', kept: 'In your favourites', forYou: 'For you', popular: 'What others go to', because: 'Because you keep', settings: 'Choose what it comes from', choice: 'Recommendations from what you do', off: 'Off.', similar: 'Similar events' },
  zh: { at: '/zh', keep: '收藏', kept: '已收藏', forYou: '为您推荐', popular: '大家都在看', because: '因为您收藏了', settings: '选择推荐的依据', choice: '个性化推荐', off: '已关闭', similar: '相似演出' }
} as const
const words = () => SAYS[test.info().project.name === 'phone' ? 'zh' : 'en']

test('the front page shows what one may like and why, until one switches it off', async ({ page, request }) => {
  const say = words()
  // Films are alike: whatever others buy meanwhile, something is left that is shown because of this one.
  const { event } = await somethingOnSale(request, 'kapok-cinema')
  await signUp(page)
  await visit(page, `${say.at}/events/${event.slug}`)
  await page.getByRole('button', { name: say.keep, exact: true }).click()
  await expect(page.getByRole('button', { name: say.kept })).toHaveAttribute('aria-pressed', 'true')
  // The first layout of a new house is made in the background.
  const { id } = await (await page.request.get('/api/auth/session')).json() as { id: string }
  await expect.poll(async () => ((await (await page.request.get(`/api/recommend/${id}`)).json()) as RecommendReply).recommendations.length, { timeout: 30_000 }).toBeGreaterThan(3)

  await visit(page, `${say.at}/`)
  const row = page.getByRole('region', { name: say.forYou })
  await expect(row.getByRole('article').first()).toBeVisible()
  await expect(row.getByText(say.because).first()).toBeVisible()
  await expect(row.getByRole('link', { name: event.name[say.at ? 'zh' : 'en'] }), 'what one keeps already').toHaveCount(0)
  await expectAccessible(page)

  await row.getByRole('link', { name: say.settings }).click()
  const choice = page.getByRole('switch', { name: say.choice })
  await expect(choice).toBeChecked()
  await choice.focus()
  await page.keyboard.press('Space')
  await expect(page.getByRole('status').filter({ hasText: say.off })).toBeVisible()
  await expectAccessibleDayAndNight(page)
  await visit(page, `${say.at}/`)
  await expect(page.getByRole('region', { name: say.popular }).getByRole('article').first()).toBeVisible()
  await expect(page.getByText(say.because)).toHaveCount(0)
})

test('an event shows what is like it, when one comes that far, and the page that is kept for all says nothing of anybody', async ({ page, request }) => {
  const say = words()
  const { event } = await somethingOnSale(request, 'jade-tide-opera-house')
  const similar = `/api/events/${event.slug}/similar`
  await expect.poll(async () => ((await (await request.get(similar)).json()) as { events: unknown[] }).events.length, { timeout: 90_000 }).toBe(5)
  expect(await (await request.get(`${say.at}/`)).text()).not.toContain(say.forYou)

  const asked: string[] = []
  page.on('request', one => void asked.push(new URL(one.url()).pathname))
  await page.setViewportSize({ width: page.viewportSize()!.width, height: 400 })
  await visit(page, `${say.at}/events/${event.slug}`)
  await page.waitForLoadState('networkidle')
  expect(asked, 'nobody has come that far').not.toContain(similar)
  await page.getByRole('contentinfo').scrollIntoViewIfNeeded()
  const row = page.getByRole('region', { name: say.similar })
  await expect(row.getByRole('article')).toHaveCount(5)
  await row.getByRole('link').first().click()
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(event.name[say.at ? 'zh' : 'en'])
  await alive(page)
})

test('of whom nothing is known sees first what is on in the city that he chose in the search, and forgets it with the choice', async ({ page }) => {
  const say = words()
  await signUp(page)
  const { id } = await (await page.request.get('/api/auth/session')).json() as { id: string }
  const asked = () => page.waitForRequest(request => new URL(request.url()).pathname === `/api/recommend/${id}`).then(request => new URL(request.url()).searchParams.get('city'))
  const lookAtFront = async () => (await Promise.all([asked(), visit(page, `${say.at}/`)]))[0]
  expect(await lookAtFront()).toBeNull()
  await visit(page, `${say.at}/search`)
  const cities = page.locator('select[name=city]')
  const city = await cities.locator('option').nth(1).getAttribute('value')
  await cities.selectOption(city!)
  await expect(page).toHaveURL(url => url.searchParams.get('city') === city)
  expect(await lookAtFront()).toBe(city)
  await visit(page, `${say.at}/search?city=${encodeURIComponent(city!)}`)
  await cities.selectOption('')
  await expect(page).toHaveURL(url => !url.searchParams.has('city'))
  expect(await lookAtFront()).toBeNull()
})
