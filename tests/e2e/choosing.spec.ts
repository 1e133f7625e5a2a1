import { type APIRequestContext, expect, type Page, test } from '@playwright/test'
import type { EventReply, SessionReply } from '#shared/api/catalogue.ts'
import type { HoldReply } from '#shared/api/holds.ts'
import { decodePlan, type EncodedPlan } from '#shared/seating/plan-codec.ts'
import type { SeatingPlan } from '#shared/seating/plan.ts'
import { seatBlocks } from '#shared/seating/seat-blocks.ts'
import { SeatStatus, unpackStatus } from '#shared/seating/seat-status.ts'

interface Hall { session: SessionReply, plan: SeatingPlan, free: Uint8Array }

/** The opera of the demo: its publisher leaves no single seat over. Phones take another of its sessions than desktops. */
async function openOpera(request: APIRequestContext, isMobile: boolean): Promise<Hall> {
  const { sessions } = await (await request.get('/api/events/the-moon-merchant')).json() as EventReply
  const id = sessions[isMobile ? 0 : 1]!.id
  const session = await (await request.get(`/api/sessions/${id}`)).json() as SessionReply
  const plan = decodePlan(await (await request.get(session.planUrl)).json() as EncodedPlan)
  const status = await (await request.get(`/api/sessions/${id}/status`)).json() as { packed: string, seatCount: number }
  const seats = unpackStatus(Buffer.from(status.packed, 'base64'), status.seatCount)
  return { session, plan, free: seats.map((value, seat) => Number(value === SeatStatus.free && plan.seats.flags[seat] === 0)) }
}

/** So many free seats of one price side by side, with nobody free to their left. */
function freeRun({ plan, free }: Hall, count: number): number[] {
  for (const block of seatBlocks(plan).blocks) {
    for (let start = 0; start + count <= block.length; start++) {
      const run = [...block.subarray(start, start + count)]
      const beside = block[start - 1]
      if (run.every(seat => free[seat] === 1) && (beside === undefined || free[beside] === 0) && new Set(run.map(seat => plan.seats.category[seat])).size === 1) return run
    }
  }
  throw new Error(`no ${count} seats side by side`)
}

async function seatButton(page: Page, { plan }: Hall, seat: number) {
  const row = plan.rows.findLast(r => r.firstSeat <= seat)!
  const section = plan.sections[row.section]!.name.en
  const list = page.getByRole('button', { name: 'List', exact: true })
  if (await list.getAttribute('aria-pressed') === 'false') await list.click()
  await page.getByRole('group', { name: 'Seats together' }).last().getByRole('button', { name: '1', exact: true }).click()
  const opener = page.getByRole('button', { name: new RegExp(`^${section} `) }).last()
  if (await opener.getAttribute('aria-expanded') === 'false') await opener.click()
  return page.getByRole('button', { name: new RegExp(`^${section}, row ${row.label}, seat ${plan.seats.label[seat]!}, `) })
}

test('a choice that leaves a single seat is refused with what is fine, each in one tap (T-06)', async ({ page, request, isMobile }) => {
  const hall = await openOpera(request, isMobile)
  const [, second] = freeRun(hall, 5)
  await page.goto(`/sessions/${hall.session.id}`)
  await (await seatButton(page, hall, second!)).click()
  await expect(page.getByText('A single seat would be left over')).toBeVisible()
  await page.getByRole('alert').getByRole('button', { name: /^Take / }).first().click()
  await expect(page.getByText('2 tickets, all fees included')).toBeVisible()
  await expect(page.getByText('A single seat would be left over')).toHaveCount(0)
})

test('who loses a seat to a faster browser keeps the others, and one tap takes the seat beside them (U-07)', async ({ page, request, browser, isMobile }) => {
  const hall = await openOpera(request, isMobile)
  const run = freeRun(hall, 8)
  const rival = await (await browser.newContext()).newPage()
  await rival.goto(`/sessions/${hall.session.id}`)
  const rivalsSeat = await seatButton(rival, hall, run[4]!)
  await page.goto(`/sessions/${hall.session.id}`)
  await (await seatButton(page, hall, run[3]!)).click()
  await expect(page.getByText('1 ticket, all fees included')).toBeVisible()

  // The other one is faster by as little as can be: between this browser's press and the server.
  await page.route('**/api/tickets/lock/**', async (route) => {
    await rivalsSeat.click()
    await expect(rivalsSeat).toHaveAccessibleName(/, yours$/)
    await route.continue()
  }, { times: 1 })
  await (await seatButton(page, hall, run[4]!)).click()
  const notice = page.getByRole('alert')
  await expect(notice.getByText('Somebody was faster')).toBeVisible()
  await expect(notice).toContainText('Your other seats stay held')
  await expect(page.getByText('1 ticket, all fees included')).toBeVisible()
  await notice.getByRole('button', { name: 'Take it' }).click()
  await expect(page.getByText('2 tickets, all fees included')).toBeVisible()
  await expect(await seatButton(page, hall, run[2]!)).toHaveAccessibleName(/, yours$/)
  await rival.context().close()
})

test('the best seats of one part of the hall are taken in one tap, and a party that no row has room for is asked first', async ({ page, request, isMobile }) => {
  const hall = await openOpera(request, isMobile)
  await page.goto(`/sessions/${hall.session.id}`)
  if (isMobile) await page.getByRole('button', { name: 'Best seats' }).click()
  // The hall is not full enough to split a party for real: the server's answer is changed into one that is split.
  await page.route('**/holds', async (route) => {
    const reply = await route.fetch()
    const body = await reply.json() as HoldReply
    const ids = body.best!.groups.flat()
    await route.fulfill({ response: reply, json: { ...body, best: { split: true, groups: ids.map(id => [id]) } } })
  }, { times: 1 })
  await page.getByRole('button', { name: /^2 seats, / }).first().click()
  const question = page.getByRole('alertdialog', { name: 'Not all side by side' })
  await expect(question.getByRole('listitem')).toHaveCount(2)
  await expect(page.getByRole('link', { name: 'Continue' })).toHaveCount(0)
  await question.getByRole('button', { name: 'Give them back' }).click()
  await expect(question).toHaveCount(0)
  await expect(page.getByText('No seat chosen yet')).toBeVisible()

  if (isMobile) await page.getByRole('button', { name: 'Best seats' }).click()
  await page.getByLabel('Part of the hall').selectOption({ index: 1 })
  await page.getByRole('button', { name: /^2 seats, / }).first().click()
  await expect(page.getByText('2 tickets, all fees included')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Continue' })).toBeVisible()
})
