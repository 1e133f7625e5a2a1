import { expect, type Page, test } from '@playwright/test'
import type { SeatingPlan } from '#shared/seating/plan.ts'
import { placeName } from '../../app/utils/place-name.ts'
import { expectAccessible, expectAccessibleDayAndNight } from './support/accessible.ts'
import { freshEmail, somethingOnSale, visit, WORDS } from './support/buying.ts'
import { signInAs } from './support/desk.ts'
import { type Hall, openHall, placeOnMap } from './support/hall.ts'
import { sentTo } from './support/mailbox.ts'

const SAYS = {
  en: {
    list: 'List', row: 'The row', picked: /\d+ seats picked/, hold: 'Hold them back', kind: 'What for', fans: 'Fan club or presale', guests: 'Guests', name: 'Name', keep: 'Hold back', kept: 'Held back',
    addCode: 'Make a code', code: 'Code (optional)', tickets: 'Tickets in all', makeCode: 'Make the code', link: /^Link with the code/,
    addGuest: 'Add a guest', guestName: 'Guest’s name', guestEmail: 'Guest’s e-mail', next: 'Add the next free seat', send: 'Send the tickets', takeBack: 'Take back the tickets of Ada Guest', takeBackYes: 'Take the tickets back', none: 'Nobody is on the list.', release: 'Release', releaseYes: 'Release now',
    have: 'Have an access code?', label: 'Your code', open: 'Open', refused: 'This access code does not open anything now', opened: 'open to you by your code', heldFor: 'Held for you',
    capacity: 'Places', save: 'Save', below: 'More places are taken than that', take: /^Set it to/, saved: 'Saved.'
  },
  zh: {
    list: '列表', row: '整排', picked: /已选 \d+ 个座位/, hold: '预留这些座位', kind: '用途', fans: '会员预售', guests: '嘉宾', name: '名称', keep: '预留', kept: '预留席位',
    addCode: '新建邀请码', code: '邀请码（可选）', tickets: '总张数', makeCode: '生成邀请码', link: /的链接$/,
    addGuest: '添加嘉宾', guestName: '嘉宾姓名', guestEmail: '嘉宾邮箱', next: '添加下一个空座', send: '发送门票', takeBack: '收回 Ada Guest 的门票', takeBackYes: '收回门票', none: '名单为空。', release: '释放', releaseYes: '立即释放',
    have: '有邀请码？', label: '您的邀请码', open: '使用', refused: '该邀请码目前不可用', opened: '凭邀请码可选', heldFor: '已为您锁定',
    capacity: '容量', save: '保存', below: '容量低于已占用名额', take: /^设为/, saved: '已保存'
  }
} as const

const languageOf = (isMobile: boolean) => isMobile ? 'zh' : 'en'

/** The rows of the hall with the free seats of each, those with most of them first. */
function rowsByFree({ plan, freeSeats }: Hall): number[][] {
  return plan.rows.map(({ firstSeat, seatCount }) => freeSeats.filter(seat => seat >= firstSeat && seat < firstSeat + seatCount)).toSorted((a, b) => b.length - a.length)
}

/** What the name of a seat's button begins with. */
function named(plan: SeatingPlan, seat: number, language: 'en' | 'zh'): RegExp {
  const row = plan.rows.findLast(r => r.firstSeat <= seat)!
  return new RegExp(`^${placeName({ section: plan.sections[row.section]!.name, row: row.label, seat: plan.seats.label[seat]! }, language)}[,，]`)
}

/** Opens every section of the list that is still closed. */
async function openSections(page: Page): Promise<void> {
  const closed = page.locator('main li > button[aria-expanded=false]')
  await expect(page.locator('main li > button[aria-expanded]').first()).toBeVisible()
  while (await closed.count() > 0) await closed.first().click()
}

/** Opens the seat page in its list, with all its sections. */
async function visitSeats(page: Page, hall: Hall, at: string, query = ''): Promise<void> {
  await visit(page, `${at}/sessions/${hall.session.id}?view=list&party=1${query}`)
  await openSections(page)
}

async function openDesk(page: Page, sessionId: string, at: string): Promise<void> {
  await signInAs(page.request, 'publisher')
  await visit(page, `${at}/publish/sessions/${sessionId}/places`)
}

/** Picks the row of a seat at the desk. */
async function pickRow(page: Page, hall: Hall, seat: number, language: 'en' | 'zh', way: 'map' | 'list'): Promise<void> {
  const say = SAYS[language]
  await page.getByRole('button', { name: say.row, exact: true }).click()
  if (way === 'list') {
    await page.getByRole('button', { name: say.list, exact: true }).click()
    const closed = page.locator('main details:not([open]) > summary')
    while (await closed.count() > 0) await closed.first().click()
    await page.getByRole('button', { name: named(hall.plan, seat, language) }).click()
  } else {
    await page.getByRole('application').scrollIntoViewIfNeeded()
    const at = await placeOnMap(page, hall, seat)
    await page.mouse.click(at.x, at.y)
  }
  await expect(page.getByRole('heading', { name: say.picked })).toBeVisible()
}

async function holdBack(page: Page, language: 'en' | 'zh', kind: string, name: string): Promise<void> {
  const say = SAYS[language]
  await page.getByRole('button', { name: say.hold }).click()
  await page.getByLabel(say.kind, { exact: true }).selectOption({ label: kind })
  await page.getByLabel(say.name, { exact: true }).fill(name)
  await page.getByRole('button', { name: say.keep, exact: true }).click()
  await expect(page.getByRole('article', { name })).toBeVisible()
}

const sheet = async (page: Page, isMobile: boolean) => {
  const handle = page.locator('button[aria-controls=seat-sheet]')
  if (isMobile && await handle.getAttribute('aria-expanded') === 'false') await handle.click()
}

test('a row held back on the map is open to whoever has the link of its code, and to nobody else', async ({ page, request, isMobile }) => {
  test.setTimeout(240_000)
  const language = languageOf(isMobile)
  const [say, words] = [SAYS[language], WORDS[language]]
  const hall = await openHall(request, 'kapok-cinema', { isMobile })
  const [row, publicRow] = rowsByFree(hall)
  const [seat, publicSeat] = [row![0]!, publicRow![0]!]
  const [name, code] = [`Lantern club ${Date.now()}`, `CLUB-${language.toUpperCase()}-${Date.now()}`]

  await openDesk(page, hall.session.id, words.at)
  // With a mouse on the map; a finger goes into a block first, so a phone takes the list.
  await pickRow(page, hall, seat, language, isMobile ? 'list' : 'map')
  await holdBack(page, language, say.fans, name)
  const card = page.getByRole('article', { name })
  await card.getByRole('button', { name: say.addCode }).click()
  await card.getByLabel(say.code).fill(code)
  await card.getByLabel(say.tickets).fill('2')
  await card.getByRole('button', { name: say.makeCode }).click()
  const link = new URL(await card.getByLabel(say.link).inputValue())
  expect(link.searchParams.get('access')).toBe(code)
  await expectAccessibleDayAndNight(page)

  // Somebody without the code does not even see the seat, and a wrong code takes nothing from him.
  await page.context().clearCookies()
  await visitSeats(page, hall, words.at)
  await page.getByRole('button', { name: named(hall.plan, publicSeat, language) }).click()
  await expect(page.getByRole('button', { name: named(hall.plan, publicSeat, language) })).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByRole('button', { name: named(hall.plan, seat, language) })).toHaveCount(0)
  await sheet(page, isMobile)
  await page.getByRole('button', { name: say.have }).click()
  await page.getByLabel(say.label).fill('WRONG-CODE')
  await page.getByRole('button', { name: say.open, exact: true }).click()
  await expect(page.getByRole('alert').filter({ hasText: say.refused })).toBeVisible()
  await expect(page.getByRole('heading', { name: say.heldFor, exact: true })).toBeVisible()
  await expectAccessible(page)

  // With the link he chooses it; the address gives the code on to nobody, a reload and the other language keep it.
  await visitSeats(page, hall, words.at, `&access=${code.toLowerCase()}`)
  const opened = page.getByRole('button', { name: named(hall.plan, seat, language) })
  await expect(opened).toHaveAccessibleName(new RegExp(say.opened))
  await expect(page).not.toHaveURL(/access=/)
  await opened.click()
  await expect(opened).toHaveAttribute('aria-pressed', 'true')
  const other = row![1]!
  await visitSeats(page, hall, isMobile ? '' : '/zh')
  await expect(page.getByRole('button', { name: named(hall.plan, other, isMobile ? 'en' : 'zh') })).toHaveAccessibleName(new RegExp(SAYS[isMobile ? 'en' : 'zh'].opened))
  await visitSeats(page, hall, words.at)
  await expect(page.getByRole('button', { name: named(hall.plan, seat, language) })).toHaveAttribute('aria-pressed', 'true')
  await sheet(page, isMobile)
  await expect(page.getByText(code, { exact: true })).toBeVisible()
  await expectAccessible(page)

  await page.locator(`a[href*="/checkout?session=${hall.session.id}"]`).filter({ visible: true }).first().click()
  await page.getByLabel(words.name, { exact: true }).fill('Ada Reader')
  await page.getByLabel(words.email).fill(freshEmail())
  await page.getByRole('button', { name: words.toPayment }).click()
  await page.getByRole('radio', { name: words.sandbox }).check()
  await page.getByRole('button', { name: words.pay }).click()
  await expect(page).toHaveURL(/\/pay\/sandbox\//)
  await page.getByRole('button', { name: words.pay, exact: false }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: words.paid })).toBeVisible()
})

test('a guest is given a seat by mail and loses it when it is taken back; what is released is everybody’s', async ({ page, request, isMobile }) => {
  const language = languageOf(isMobile)
  const [say, { at }] = [SAYS[language], WORDS[language]]
  const hall = await openHall(request, 'kapok-cinema', { isMobile })
  const seat = rowsByFree(hall)[0]![0]!
  const [name, email] = [`Guests ${Date.now()}`, freshEmail()]
  await openDesk(page, hall.session.id, at)
  await pickRow(page, hall, seat, language, 'list')
  await holdBack(page, language, say.guests, name)
  const card = page.getByRole('article', { name })
  await card.getByRole('button', { name: say.addGuest }).click()
  await card.getByLabel(say.guestName).fill('Ada Guest')
  await card.getByLabel(say.guestEmail).fill(email)
  await card.getByRole('button', { name: say.next }).click()
  await card.getByRole('button', { name: say.send }).click()
  await expect(card.getByText('Ada Guest')).toBeVisible()
  await sentTo(request, email, isMobile ? /入场时请出示/ : /Show the QR code/)
  await card.getByRole('button', { name: say.takeBack }).click()
  await expectAccessible(page)
  await card.getByRole('button', { name: say.takeBackYes }).click()
  await expect(card.getByText(say.none)).toBeVisible()
  await sentTo(request, email, isMobile ? /嘉宾名单/ : /off the guest list/)
  await card.getByRole('button', { name: say.release, exact: true }).click()
  await card.getByRole('button', { name: say.releaseYes }).click()
  await expect(card).toHaveCount(0)
  await expect(page.getByRole('heading', { name: say.kept, exact: true })).toBeFocused()
})

test('T-12: a capacity below what is taken is refused with what would do', async ({ page, request, isMobile }) => {
  const language = languageOf(isMobile)
  const [say, { at }] = [SAYS[language], WORDS[language]]
  const { session } = await somethingOnSale(request, 'lock-house', isMobile ? 1 : 0)
  await openDesk(page, session.id, at)
  const area = page.locator('form', { has: page.getByLabel(say.capacity, { exact: true }) }).first()
  const capacity = area.getByLabel(say.capacity, { exact: true })
  const before = await capacity.inputValue()
  await capacity.fill('1')
  await area.getByRole('button', { name: say.save, exact: true }).click()
  await expect(area.getByRole('alert')).toContainText(say.below)
  await expectAccessible(page)
  await area.getByRole('button', { name: say.take }).click()
  await expect(area.getByRole('status')).toContainText(say.saved)
  const least = await capacity.inputValue()
  expect(Number(least)).toBeGreaterThan(1)
  await capacity.fill(before)
  await area.getByRole('button', { name: say.save, exact: true }).click()
  await expect(area.getByRole('status')).toContainText(say.saved)
})
