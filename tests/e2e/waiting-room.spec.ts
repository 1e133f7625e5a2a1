import { type Browser, expect, type Page, test } from '@playwright/test'
import { expectAccessible, expectAccessibleDayAndNight } from './support/accessible.ts'
import { holdTwo, visit, WORDS } from './support/buying.ts'
import { signInAs } from './support/desk.ts'
import { smallShow } from './support/small-show.ts'

const SAYS = {
  en: {
    open: 'Open now', openState: 'Open: people are let in.', pause: 'Let it rest', paused: 'Resting: nobody is let in, everybody keeps their place.', resume: 'Go on', outflow: 'People let in a minute', save: 'Save', saved: 'Saved. The line follows at once.',
    close: 'Close the room', closeYes: 'Yes, close it', closed: 'Closed: everybody goes straight to the seats.', inside: 'inside',
    rests: 'The line rests for a moment', ahead: 'ahead of you', next: 'You are next', eta: /Your turn in/, turn: 'It is your turn', enter: 'Go in', left: 'left to choose seats', none: 'The doors are open'
  },
  zh: {
    open: '立即开启', openState: '开放中：正在放人入场。', pause: '暂停', paused: '暂停中：暂不放人，所有人保留位置。', resume: '继续', outflow: '每分钟入场人数', save: '保存', saved: '已保存，队伍立即按新速度前进。',
    close: '关闭候场厅', closeYes: '确定关闭', closed: '已关闭：所有人直接选座。', inside: '已入场',
    rests: '排队暂停片刻', ahead: '人排在您前面', next: '下一位就是您', eta: /预计.+轮到您/, turn: '轮到您了', enter: '入场', left: '选座剩余', none: '大门已开'
  }
} as const

/** Somebody at a browser of his own who wants seats, and is led to the waiting room. */
async function visitor(browser: Browser, at: string, sessionId: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await page.goto(`${at}/sessions/${sessionId}`)
  await expect(page).toHaveURL(`${at}/queue/${sessionId}`)
  return page
}

/** Comes back to the tab, as somebody who waits does, until the page says it: it asks at once then. */
async function seenToSay(page: Page, what: string | RegExp): Promise<void> {
  await expect(async () => {
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    await expect(page.getByText(what).first()).toBeVisible({ timeout: 2_500 })
  }).toPass()
}

test('a waiting room: opened at the desk, its line is kept and honest, lets in one after the other, and nobody gets round it', async ({ page: desk, browser, playwright, isMobile }) => {
  const language = isMobile ? 'zh' : 'en'
  const [say, words] = [SAYS[language], WORDS[language]]
  await signInAs(desk.request, 'publisher')
  const { sessionId } = await smallShow(playwright, desk.request, { en: 'A Lamp for the Queue', zh: '候场的灯' }, 12)

  await test.step('the publisher opens it, slow and resting', async () => {
    await visit(desk, `${words.at}/publish/sessions/${sessionId}/queue`)
    await desk.getByLabel(say.outflow).first().fill('1')
    await desk.getByRole('button', { name: say.save, exact: true }).click()
    await expect(desk.getByText(say.saved)).toBeAttached()
    await desk.getByRole('button', { name: say.open }).click()
    await expect(desk.getByText(say.openState)).toBeVisible()
    await desk.getByRole('button', { name: say.pause }).click()
    await expect(desk.getByText(say.paused)).toBeVisible()
    await expectAccessibleDayAndNight(desk)
  })

  const [ann, bob] = [await visitor(browser, words.at, sessionId), await visitor(browser, words.at, sessionId)]
  await test.step('two come, and keep their places over a reload', async () => {
    await expect(ann.getByText(say.rests).first()).toBeVisible()
    await seenToSay(bob, say.ahead)
    await expect(bob.locator('[data-ahead]')).toHaveText('1')
    await bob.reload()
    await expect(bob.locator('[data-ahead]')).toHaveText('1')
    await expectAccessibleDayAndNight(bob)
  })

  await test.step('the first is called without a reload, and goes in by the keyboard', async () => {
    await desk.getByRole('button', { name: say.resume }).click()
    await expect(desk.getByText(say.openState)).toBeVisible()
    await seenToSay(ann, say.turn)
    await expect(ann).toHaveTitle(/^▶/)
    await expectAccessible(ann)
    await ann.getByRole('button', { name: say.enter }).press('Enter')
    await expect(ann.getByText(say.left)).toBeVisible()
  })

  await test.step('the second hears how long it takes; without an admission neither the page nor the API gives a seat', async () => {
    await seenToSay(bob, say.next)
    await expect(bob.getByText(say.eta).first()).toBeVisible()
    await bob.goto(`${words.at}/sessions/${sessionId}`)
    await expect(bob).toHaveURL(`${words.at}/queue/${sessionId}`)
    for (const path of [`/api/sessions/${sessionId}/holds`, `/api/sessions/${sessionId}/queue/entry`]) {
      const answer = await bob.request.post(path, { data: path.endsWith('holds') ? { bestAvailable: { count: 1 } } : {} })
      expect([answer.status(), (await answer.json() as { code: string }).code]).toEqual([409, path.endsWith('holds') ? 'queue-first' : 'not-your-turn'])
    }
  })

  await test.step('who is inside holds, pays, and makes room', async () => {
    await holdTwo(ann, language, sessionId)
    await ann.getByLabel(words.name, { exact: true }).fill('Ada Reader')
    await ann.getByLabel(words.email).fill('ada@example.org')
    await ann.getByRole('button', { name: words.toPayment }).click()
    await ann.getByRole('radio', { name: words.sandbox }).check()
    await ann.getByRole('button', { name: words.pay }).click()
    await expect(ann).toHaveURL(/\/pay\/sandbox\//)
    await ann.getByRole('button', { name: words.pay }).first().click()
    await expect(ann.getByRole('heading', { level: 1, name: words.paid })).toBeVisible()
  })

  await test.step('a faster pace calls the second; closed, the room stands in nobody\'s way', async () => {
    await desk.getByLabel(say.outflow).first().fill('600')
    await desk.getByRole('button', { name: say.save, exact: true }).click()
    await expect(desk.getByText(say.saved)).toBeVisible()
    await seenToSay(bob, say.turn)
    await desk.getByRole('button', { name: say.close }).click()
    await desk.getByRole('button', { name: say.closeYes }).click()
    await expect(desk.getByText(say.closed)).toBeVisible()
    await seenToSay(bob, say.none)
    await visit(bob, `${words.at}/sessions/${sessionId}`)
    await holdTwo(bob, language, sessionId)
  })
})
