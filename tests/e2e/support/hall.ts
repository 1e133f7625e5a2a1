import { type APIRequestContext, expect, type Page } from '@playwright/test'
import type { EventReply, SearchEventsReply, SessionReply } from '#shared/api/catalogue.ts'
import { decodePlan, type EncodedPlan } from '#shared/seating/plan-codec.ts'
import type { SeatingPlan } from '#shared/seating/plan.ts'
import { SeatStatus, unpackStatus } from '#shared/seating/seat-status.ts'
import { fit, toScreen } from '../../../app/seatmap/camera.ts'
import { SeatMapModel } from '../../../app/seatmap/model.ts'

export interface Hall { session: SessionReply, plan: SeatingPlan, freeSeats: number[] }

interface Wish { isMobile: boolean, isWanted?(session: SessionReply): boolean }

/**
 * A session of the venue that is on sale, with its plan and what is free. The other files' tests take sessions from the
 * front of the programme (somethingOnSale); these take the last, and phones, which may run at the same time, the last but one.
 */
export async function openHall(request: APIRequestContext, venue: string, { isMobile, isWanted = () => true }: Wish): Promise<Hall> {
  const { events } = await (await request.get('/api/events/search?limit=100')).json() as SearchEventsReply
  const found: SessionReply[] = []
  for (const event of events.filter(e => e.venue.slug === venue && (e.availability === 'available' || e.availability === 'few-left')).reverse()) {
    const { sessions } = await (await request.get(`/api/events/${event.slug}`)).json() as EventReply
    for (const { id } of sessions.slice().reverse()) {
      const session = await (await request.get(`/api/sessions/${id}`)).json() as SessionReply
      if (session.availability === 'available' && isWanted(session)) found.push(session)
      if (found.length === (isMobile ? 2 : 1)) return readHall(request, found.at(-1)!)
    }
  }
  throw new Error(`no session on sale in ${venue}`)
}

async function readHall(request: APIRequestContext, session: SessionReply): Promise<Hall> {
  const plan = decodePlan(await (await request.get(session.planUrl)).json() as EncodedPlan)
  const status = await (await request.get(`/api/sessions/${session.id}/status`)).json() as { packed: string, seatCount: number }
  const seats = unpackStatus(Buffer.from(status.packed, 'base64'), status.seatCount)
  return { session, plan, freeSeats: [...seats.keys()].filter(seat => seats[seat] === SeatStatus.free && plan.seats.flags[seat] === 0) }
}

/** Opens the seat page; `query` begins with its question mark. */
export async function visit(page: Page, hall: Hall, locale = '', query = ''): Promise<void> {
  await page.goto(`${locale}/sessions/${hall.session.id}${query}`)
  await expect(page.getByRole('application')).toBeVisible({ timeout: 30_000 })
}

/** Opens the list and the section of a seat, and answers the seat's button. */
export async function seatButton(page: Page, hall: Hall, seat: number) {
  const { plan } = hall
  const row = plan.rows.findLast(r => r.firstSeat <= seat)!
  const section = plan.sections[row.section]!.name.en
  const list = page.getByRole('button', { name: 'List', exact: true })
  if (await list.getAttribute('aria-pressed') === 'false') await list.click()
  await page.getByRole('group', { name: 'Seats together' }).last().getByRole('button', { name: '1', exact: true }).click()
  const opener = page.getByRole('button', { name: new RegExp(`^${section} `) }).last()
  if (await opener.getAttribute('aria-expanded') === 'false') await opener.click()
  return page.getByRole('button', { name: new RegExp(`^${section}, row ${row.label}, seat ${plan.seats.label[seat]!}, `) })
}

/** Where a seat is on the page while the map shows the whole hall, as the map itself works it out. */
export async function placeOnMap(page: Page, { plan }: Pick<Hall, 'plan'>, seat: number): Promise<{ x: number, y: number }> {
  const box = (await page.getByRole('application').boundingBox())!
  const at = toScreen(fit(new SeatMapModel(plan).bounds, box, 20), box, { x: plan.seats.x[seat]!, y: plan.seats.y[seat]! })
  return { x: box.x + at.x, y: box.y + at.y }
}
