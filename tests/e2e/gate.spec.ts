import { type APIRequestContext, type BrowserContext, expect, type Page, test } from '@playwright/test'
import { expectAccessible, expectAccessibleDayAndNight } from './support/accessible.ts'
import { visit, WORDS } from './support/buying.ts'
import { filmOf } from './support/camera-film.ts'
import { newCustomer, signInAs } from './support/desk.ts'
import { smallShow } from './support/small-show.ts'

const SAYS = {
  en: {
    add: 'Open a gate', name: 'Name', open: 'Open the gate', link: 'Make a link', phone: 'Another phone', field: 'Link', scanning: 'scanning', from: 'From',
    comeIn: 'Come in', inside: 'Already inside', early: 'Too early', next: 'Next', offline: 'No network', online: 'Online', toHandIn: /to hand in/, find: 'Find', words: 'Name, seat or order number', go: 'Find', admit: /^Admit:/, rest: 'Admit the other 1', undo: 'Undo', undone: 'Undone', forged: 'Forged', twice: '2 people came in on one ticket',
    shutOut: 'Shut out', yes: 'Shut it out', out: 'The organiser has shut this phone out', used: 'This link does not open a gate any more', change: 'Change', save: 'Save', join: 'Join a gate'
  },
  zh: {
    add: '开设检票口', name: '名称', open: '开设', link: '生成链接', phone: '添加手机', field: '链接', scanning: '检票中', from: '开始',
    comeIn: '请进', inside: '已经入场', early: '时间未到', next: '下一位', offline: '无网络', online: '已联网', toHandIn: /待上传/, find: '查找', words: '姓名、座位或订单号', go: '查找', admit: /^放行：|^放行: /, rest: '放行其余 1 张', undo: '撤销', undone: '已撤销', forged: '假票', twice: '同一张票有 2 人入场',
    shutOut: '停用', yes: '确定停用', out: '主办方已停用此手机', used: '该检票链接已失效', change: '修改', save: '保存', join: '加入检票口'
  }
} as const

interface Bought { reference: string, codes: string[] }

/** The customer of `request` buys so many seats with points. */
async function buy(request: APIRequestContext, sessionId: string, count: number): Promise<Bought> {
  const hold = await (await request.post(`/api/sessions/${sessionId}/holds`, { data: { bestAvailable: { count } } })).json() as { holdToken: string }
  const created = await request.post('/api/orders/create', { data: { sessionId, holdToken: hold.holdToken } })
  expect(created.status(), await created.text()).toBe(201)
  const { id, reference } = await created.json() as { id: string, reference: string }
  const paid = await request.post(`/api/orders/pay/${id}`, { data: { method: 'points' } })
  expect(paid.ok(), await paid.text()).toBe(true)
  const { tickets } = await (await request.get(`/api/orders/${id}/tickets`)).json() as { tickets: { code: string }[] }
  return { reference, codes: tickets.map(ticket => ticket.code) }
}

/** A phone with a camera that sees this code, as a browser of its own: it has one film for its life. */
async function phoneThatSees(playwright: { chromium: { launch(options: object): Promise<{ newContext(options: object): Promise<BrowserContext>, close(): Promise<void> }> } }, film: string, isMobile: boolean): Promise<{ page: Page, context: BrowserContext, close(): Promise<void> }> {
  const { launchOptions, baseURL } = test.info().project.use
  const browser = await playwright.chromium.launch({ ...launchOptions, args: [...launchOptions?.args ?? [], '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`] })
  const context = await browser.newContext({ baseURL, locale: 'en-GB', timezoneId: 'Asia/Shanghai', permissions: ['camera'], viewport: isMobile ? { width: 390, height: 844 } : { width: 1440, height: 900 } })
  return { page: await context.newPage(), context, close: () => browser.close() }
}

test('a gate: a phone joins, scans with its camera, goes on without a network, hands in, and is shut out', async ({ page, playwright, request, isMobile }) => {
  const language = isMobile ? 'zh' : 'en'
  const [say, words] = [SAYS[language], WORDS[language]]
  await signInAs(page.request, 'publisher')
  const { sessionId } = await smallShow(playwright, page.request, { en: 'Doors at Seven', zh: '七点开门' }, 8)
  await newCustomer(request, 'Ada Reader')
  const [pair, single] = [await buy(request, sessionId, 2), await buy(request, sessionId, 1)]
  const film = await filmOf(pair.codes[0]!)
  const phone = await phoneThatSees(playwright, film.path, isMobile)
  let link = ''

  await test.step('the publisher opens a gate and makes a link', async () => {
    await visit(page, `${words.at}/publish/sessions/${sessionId}/gates`)
    await page.getByRole('button', { name: say.add }).press('Enter')
    await page.getByLabel(say.name, { exact: true }).fill('North door')
    await expectAccessible(page)
    await page.getByRole('button', { name: say.open, exact: true }).press('Enter')
    await page.getByLabel(say.phone).fill('Phone of the test')
    await page.getByRole('button', { name: say.link }).press('Enter')
    link = await page.getByLabel(say.field, { exact: true }).inputValue()
    expect(link).toMatch(/\/gate#[\w-]{43}$/)
    await expectAccessibleDayAndNight(page)
  })

  await test.step('the phone joins by it; the link is good for one phone', async () => {
    await phone.page.goto(link)
    await expect(phone.page.getByText('North door', { exact: true })).toBeVisible()
    await expect(phone.page.locator('header li', { hasText: say.online })).toBeVisible()
    expect(phone.page.url()).not.toContain('#')
    await expect(page.getByText(say.scanning)).toBeVisible()
    await visit(page, link)
    await expect(page.getByText(say.used)).toBeVisible()
    await expectAccessible(page)
  })

  await test.step('doors are not open yet; the publisher opens them earlier', async () => {
    await expect(phone.page.getByRole('heading', { name: say.early })).toBeVisible()
    await visit(page, `${words.at}/publish/sessions/${sessionId}/gates`)
    await page.getByRole('button', { name: say.change, exact: true }).press('Enter')
    await page.getByLabel(say.from, { exact: true }).fill('2026-01-01T10:00')
    await page.getByRole('button', { name: say.save, exact: true }).press('Enter')
    await expect(page.getByRole('button', { name: say.change, exact: true })).toBeVisible()
    await phone.page.getByRole('button', { name: say.next }).press('Enter')
  })

  await test.step('the camera sees the ticket: come in, and the other of the order by one touch; again, it is used', async () => {
    await expect(phone.page.getByRole('heading', { name: say.comeIn })).toBeVisible()
    await expectAccessible(phone.page)
    await phone.page.getByRole('button', { name: say.rest }).press('Enter')
    await expect(phone.page.getByRole('button', { name: say.rest })).toBeHidden()
    await phone.page.getByRole('button', { name: say.next }).press('Enter')
    await expect(phone.page.getByRole('heading', { name: say.inside })).toBeVisible()
    await expectAccessible(phone.page)
    await phone.page.getByRole('button', { name: say.next }).press('Enter')
  })

  const type = async (text: string) => {
    await phone.page.getByLabel(say.words).fill(text)
    await phone.page.getByRole('button', { name: say.go, exact: true }).press('Enter')
  }

  await test.step('without a network it decides by itself, takes back, and keeps what it did', async () => {
    // It knows the gate's new hours once it has asked again.
    await phone.page.waitForResponse(answer => answer.url().endsWith('/api/gate/device') && answer.ok())
    // And it keeps its own page, for the evening without a network.
    await phone.page.waitForFunction(async path => await caches.match(path) !== undefined, `${words.at}/gate`)
    await phone.context.setOffline(true)
    await expect(async () => {
      const next = phone.page.getByRole('button', { name: say.next })
      if (await next.isVisible()) await next.press('Enter')
      await phone.page.getByRole('button', { name: say.find, exact: true }).press('Enter', { timeout: 2_000 })
      await expect(phone.page.getByLabel(say.words)).toBeVisible({ timeout: 2_000 })
    }).toPass()
    await type(single.codes[0]!)
    await expect(phone.page.getByRole('heading', { name: say.comeIn })).toBeVisible()
    await phone.page.getByRole('button', { name: say.undo, exact: true }).press('Enter')
    await expect(phone.page.getByRole('heading', { name: say.undone })).toBeVisible()
    await phone.page.getByRole('button', { name: say.next }).press('Enter')
    await type(single.codes[0]!.slice(0, 80) + (single.codes[0]![80] === 'A' ? 'B' : 'A') + single.codes[0]!.slice(81))
    await expect(phone.page.getByRole('heading', { name: say.forged })).toBeVisible()
    await phone.page.getByRole('button', { name: say.next }).press('Enter')
    // By his order number, which is all that a dead phone leaves.
    await type(single.reference)
    await phone.page.getByRole('button', { name: say.admit }).press('Enter')
    await expect(phone.page.getByRole('heading', { name: say.comeIn })).toBeVisible()
    await phone.page.getByRole('button', { name: say.next }).press('Enter')
    await expect(phone.page.locator('header li', { hasText: say.offline })).toBeVisible()
    await expect(phone.page.locator('header li', { hasText: say.toHandIn })).toBeVisible()
    await expectAccessible(phone.page)
    // Whoever closes it by mistake finds it again, with all that waits on it.
    await phone.page.reload()
    await expect(phone.page.locator('header li', { hasText: say.toHandIn })).toBeVisible()
    await expect(phone.page.locator('header li', { hasText: say.offline })).toBeVisible()
  })

  await test.step('the network comes back: everything is handed in, and the desk has it', async () => {
    await phone.context.setOffline(false)
    await expect(phone.page.locator('header li', { hasText: say.toHandIn })).toBeHidden()
    await expect(phone.page.locator('header li', { hasText: say.online })).toBeVisible()
    const desk = await (await page.request.get(`/api/publishing/sessions/${sessionId}/gates`)).json() as { admitted: number, inside: number, conflicts: unknown[] }
    expect(desk).toMatchObject({ admitted: 3, inside: 3, conflicts: [] })
  })

  await test.step('shut out, it scans nothing more', async () => {
    await page.getByRole('button', { name: new RegExp(`^${say.shutOut}`) }).press('Enter')
    await page.getByRole('button', { name: say.yes }).press('Enter')
    await expect(phone.page.getByText(say.out)).toBeVisible()
    await phone.page.reload()
    await expect(phone.page.getByText(say.out)).toBeVisible()
    await expect(phone.page.getByRole('heading', { name: say.join })).toBeVisible()
    await expectAccessible(phone.page)
  })
  await phone.close()
  await film.remove()
})

test('V-09: the camera may be asked for on the scanner\'s page, and on no other', async ({ request }) => {
  for (const [path, allowed] of [['/gate', true], ['/zh/gate', true], ['/gate?x=1', true], ['/', false], ['/zh', false], ['/search?next=/gate', false], ['/gates', false], ['/api/health', false]] as const) {
    const policy = (await request.get(path)).headers()['permissions-policy']
    expect([path, policy]).toEqual([path, expect.stringContaining(allowed ? 'camera=(self)' : 'camera=()')])
  }
})
