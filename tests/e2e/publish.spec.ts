import { expect, type Page, type PlaywrightWorkerArgs, test } from '@playwright/test'
import { DEMO_PASSWORD } from '#drizzle/demo/accounts.ts'
import type { EditedEventReply } from '#shared/api/publishing.ts'
import type { EventReply } from '#shared/api/catalogue.ts'
import { expectAccessible } from './support/accessible.ts'
import { alive, checkoutWithTwo, visit, WORDS as BUYING } from './support/buying.ts'

type Playwright = PlaywrightWorkerArgs['playwright']

/** The words of the desk, by language. */
const WORDS = {
  en: {
    at: '', newEvent: 'New event', untitled: 'Untitled event', name: /^Name\s*English/, nameZh: /^Name\s*Chinese/, summary: /^In one sentence\s*English/, summaryZh: /^In one sentence\s*Chinese/, category: 'Theatre',
    description: 'Description', english: 'English', chinese: 'Chinese', basics: 'Basics', venues: 'Venues', sessions: 'Dates and places', venue: 'Venue or city', weekly: 'Weekly', count: 'Sessions', add: /^Add 3 sessions/,
    prices: 'Prices', addPrice: 'Add the first price', codes: 'Promo codes', addCode: 'Add a code', code: 'Code', review: 'Review and submit', ready: 'Everything is there.', submit: 'Submit for approval', submitChanges: 'Submit the changes',
    waiting: 'This is with an admin now', sentBack: 'It was sent back with these words:', organiser: /^Organiser\s*English/, organiserZh: /^Organiser\s*Chinese/
  },
  zh: {
    at: '/zh', newEvent: '新建活动', untitled: '未命名活动', name: /^名称\s*英文/, nameZh: /^名称\s*中文/, summary: /^一句话简介\s*英文/, summaryZh: /^一句话简介\s*中文/, category: '剧场',
    description: '活动介绍', english: '英文', chinese: '中文', basics: '基本信息', venues: '场馆列表', sessions: '时间与地点', venue: '场馆或城市', weekly: '每周', count: '场次数', add: /^添加 3 场/,
    prices: '票价', addPrice: '添加第一个票价', codes: '优惠码', addCode: '添加优惠码', code: '优惠码', review: '检查并提交', ready: '内容已齐全。', submit: '提交审核', submitChanges: '提交更改',
    waiting: '正在审核', sentBack: '已退回，原因如下：', organiser: /^主办方\s*英文/, organiserZh: /^主办方\s*中文/
  }
} as const

// A field that cannot be filled is a finding, not something to wait minutes for.
test.use({ actionTimeout: 15_000 })

type Language = keyof typeof WORDS

async function signIn(page: Page, language: Language): Promise<void> {
  await visit(page, `${WORDS[language].at}/login?back=${encodeURIComponent(`${WORDS[language].at}/publish`)}`)
  await page.getByLabel(BUYING[language].email).fill('publisher@foyer.demo')
  await page.getByLabel(BUYING[language].password, { exact: true }).fill(DEMO_PASSWORD)
  await page.locator('main form').first().getByRole('button', { name: BUYING[language].signIn, exact: true }).click()
  await expect(page).toHaveURL(url => url.pathname === `${WORDS[language].at}/publish`)
}

/** What an admin does elsewhere meanwhile. */
async function decide(playwright: Playwright, baseURL: string, id: string, decision: 'approve' | 'reject', reason?: string): Promise<string> {
  const admin = await playwright.request.newContext({ baseURL, extraHTTPHeaders: { origin: baseURL } })
  const login = await admin.post('/api/auth/login', { data: { email: 'admin@foyer.demo', password: DEMO_PASSWORD } })
  expect(login.ok(), await login.text()).toBe(true)
  const event = await (await admin.get(`/api/publishing/events/${id}`)).json() as EditedEventReply
  const submissionId = event.submissions.find(submission => submission.state === 'pending')!.id
  const reply = await admin.put(`/api/events/${id}/approve`, { data: { submissionId, decision, reason }, headers: { 'idempotency-key': `decide-${submissionId}` } })
  expect(reply.ok(), await reply.text()).toBe(true)
  const { slug } = await reply.json() as { slug: string }
  await admin.dispose()
  return slug
}

const open = (page: Page, section: string) => page.getByRole('tab', { name: section }).click()
const saved = (page: Page) => expect(page.locator('[data-save]')).toHaveAttribute('data-state', 'saved')
const eventId = (page: Page) => /publish\/events\/([\da-f-]{36})/.exec(page.url())![1]!

/** Writes everything that an event needs, from nothing. */
async function writeEvent(page: Page, language: Language, name: string): Promise<void> {
  const words = WORDS[language]
  await page.getByRole('button', { name: words.newEvent }).click()
  await expect(page.getByRole('heading', { level: 1, name: words.untitled })).toBeVisible()
  await page.getByLabel(words.name).fill(name)
  await page.getByLabel(words.nameZh).fill(`灯影之夜 ${name}`)
  await page.getByLabel(words.summary).fill('Three evenings by lantern light.')
  await page.getByLabel(words.summaryZh).fill('三个灯影相伴的夜晚。')
  await page.getByRole('button', { name: words.category, exact: true }).click()
  await page.getByLabel(words.organiser).fill('Pei and Friends')
  await page.getByLabel(words.organiserZh).fill('佩与友')
  await open(page, words.description)
  const box = page.locator('#description')
  await page.getByRole('tabpanel').getByRole('button', { name: words.english }).click()
  await box.fill('## Cast\n\nA **small** lantern.')
  await expect(page.locator('.prose-text h4')).toHaveText('Cast')
  await page.getByRole('tabpanel').getByRole('button', { name: words.chinese }).click()
  await box.fill('一盏**小**灯。')
  await expect(page.locator('.prose-text strong')).toHaveText('小')
  await open(page, words.sessions)
  await page.getByPlaceholder(words.venue).fill('Lantern Theatre')
  await expect(page.getByRole('list', { name: words.venues }).getByRole('button')).toHaveCount(1)
  await page.getByRole('list', { name: words.venues }).getByRole('button').click()
  await page.getByRole('button', { name: words.weekly, exact: true }).click()
  await page.getByLabel(words.count, { exact: true }).fill('3')
  await page.getByRole('button', { name: words.add }).click()
  await open(page, words.prices)
  await page.getByRole('button', { name: words.addPrice }).click()
  for (const field of await page.locator('input[inputmode=decimal]').all()) await field.fill('380')
  await open(page, words.codes)
  await page.getByRole('button', { name: words.addCode }).click()
  await page.getByRole('textbox', { name: words.code, exact: true }).fill('lantern-10')
  await saved(page)
}

async function submit(page: Page, language: Language, again = false): Promise<void> {
  await open(page, WORDS[language].review)
  await expect(page.getByText(WORDS[language].ready)).toBeVisible()
  await page.getByRole('button', { name: again ? WORDS[language].submitChanges : WORDS[language].submit }).click()
  await expect(page.getByText(WORDS[language].waiting)).toBeVisible()
}

for (const language of ['en', 'zh'] as const) {
  test(`a publisher makes an event from nothing, and it is sold only when it is approved (${language})`, async ({ page, playwright, baseURL }, { project }) => {
    test.setTimeout(180_000)
    const words = WORDS[language]
    const name = `Lantern Night ${language} ${project.name} ${Date.now()}`
    await signIn(page, language)
    await expectAccessible(page)
    await writeEvent(page, language, name)
    const id = eventId(page)

    await page.reload()
    await alive(page)
    await open(page, words.codes)
    await expect(page.getByRole('textbox', { name: words.code, exact: true })).toHaveValue('LANTERN-10')
    for (const section of [words.description, words.sessions, words.prices, words.codes]) {
      await open(page, section)
      await expectAccessible(page)
    }
    await submit(page, language)
    await expectAccessible(page)

    await decide(playwright, baseURL!, id, 'reject', 'The English summary says too little.')
    await page.reload()
    await alive(page)
    await expect(page.getByText(words.sentBack)).toBeVisible()
    await expect(page.getByText('The English summary says too little.').first()).toBeVisible()
    await open(page, words.basics)
    await page.getByLabel(words.summary).fill('Three evenings of shadow theatre by lantern light.')
    await saved(page)
    await submit(page, language)

    const slug = await decide(playwright, baseURL!, id, 'approve')
    await expect.poll(async () => (await page.request.get(`/api/events/${slug}`)).status()).toBe(200)
    const event = await (await page.request.get(`/api/events/${slug}`)).json() as EventReply
    expect(event.sessions).toHaveLength(3)
    expect(event.sessions[0]!.priceFrom).toEqual({ amountMinor: 38_000, currency: 'CNY' })
    await checkoutWithTwo(page, language, { event, session: event.sessions[0]! })

    await visit(page, `${words.at}/publish/events/${id}`)
    await page.getByLabel(words.summary).fill('Something else entirely.')
    await saved(page)
    await open(page, words.review)
    await expect(page.getByText('Something else entirely.')).toBeVisible()
    await submit(page, language, true)
    expect((await (await page.request.get(`/api/events/${slug}`)).json() as EventReply).summary.en).toBe('Three evenings of shadow theatre by lantern light.')
    await decide(playwright, baseURL!, id, 'approve')
    await expect.poll(async () => (await (await page.request.get(`/api/events/${slug}`)).json() as EventReply).summary.en).toBe('Something else entirely.')
  })
}

test('what is written without a connection is kept, and saved when there is one', async ({ page, context }) => {
  await signIn(page, 'en')
  await page.getByRole('button', { name: 'New event' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Untitled event' })).toBeVisible()
  await context.setOffline(true)
  await page.getByLabel(WORDS.en.name).fill('Written in a tunnel')
  await expect(page.locator('[data-save]')).toHaveAttribute('data-state', 'offline')
  await context.setOffline(false)
  await saved(page)
  const event = await (await page.request.get(`/api/publishing/events/${eventId(page)}`)).json() as EditedEventReply
  expect(event.document.name.en).toBe('Written in a tunnel')
})

test('two windows never overwrite each other unasked', async ({ page, context }) => {
  await signIn(page, 'en')
  await page.getByRole('button', { name: 'New event' }).click()
  await page.getByLabel(WORDS.en.name).fill('First window')
  await saved(page)
  const other = await context.newPage()
  await visit(other, new URL(page.url()).pathname)
  await other.getByLabel(WORDS.en.name).fill('Second window')
  await saved(other)
  await page.getByLabel(WORDS.en.name).fill('First window again')
  await expect(page.getByText('This draft was changed elsewhere')).toBeVisible()
  await page.getByRole('button', { name: 'Load the newest' }).click()
  await expect(page.getByLabel(WORDS.en.name)).toHaveValue('Second window')
  await page.getByLabel(WORDS.en.name).fill('Both windows')
  await saved(page)
})
