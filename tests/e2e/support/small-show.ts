import { type APIRequestContext, expect, type PlaywrightWorkerArgs } from '@playwright/test'
import type { EditedEventReply, PublishedEventsReply } from '#shared/api/publishing.ts'
import type { EventDocument } from '#shared/publishing/event-document.ts'
import { approveNow } from './desk.ts'

/** A connection that has been idle for five seconds may close just when it is used again: what only reads is asked once more. */
const RETRY = { maxRetries: 2 }

const DAY_MS = 86_400_000

export interface SmallShow { eventId: string, slug: string, sessionId: string, name: { en: string, zh: string } }

/**
 * A show of a test's own, on sale now in a hall of its own with one row of `seats`, `more` of its document as given, by the publisher whose browser `publisher` is:
 * nobody else's test buys there.
 */
export async function smallShow(playwright: PlaywrightWorkerArgs['playwright'], publisher: APIRequestContext, name: { en: string, zh: string }, seats: number, rows = 1, more: Partial<EventDocument> = {}): Promise<SmallShow> {
  const own = `${Date.now()}-${process.pid}`
  const venue = await posted<{ id: string }>(publisher, '/api/venues', {
    name: { en: `Lamp House ${own}`, zh: `灯屋 ${own}` }, address: { en: '1 Quay', zh: '码头路1号' }, city: { en: 'Xiamen', zh: '厦门' }, country: 'CN', timeZone: 'Asia/Shanghai', latitude: null, longitude: null
  })
  const hall = await posted<{ planId: string }>(publisher, `/api/venues/${venue.id}/halls`, { kind: 'rows', name: { en: 'Hall', zh: '大厅' }, rows, seatsPerRow: seats })
  const { events } = await (await publisher.get('/api/publishing/events?status=approved&limit=100', RETRY)).json() as PublishedEventsReply
  const model = await (await publisher.get(`/api/publishing/events/${events.find(event => !event.waiting && event.nextStartsAt)!.id}`, RETRY)).json() as EditedEventReply
  const { id } = await posted<{ id: string }>(publisher, '/api/events/create', {})
  const draft = await (await publisher.get(`/api/publishing/events/${id}`, RETRY)).json() as EditedEventReply
  const at = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString()
  const sessionId = crypto.randomUUID()
  const { summary, description, organiser, performers, categoryId } = model.document as EventDocument
  const document: EventDocument = {
    // Only the words: the model may be another test's show, with rules of its own.
    name, summary, description, organiser, performers, categoryId, cover: { kind: 'poster', seed: name.en },
    currency: 'CNY', perPersonLimit: 6, holdSeconds: 600, allowsSingleSeats: true, promoCodes: [],
    sessions: [{ key: sessionId, status: 'scheduled', venueId: venue.id, planId: hall.planId, startsAt: at(30), endsAt: at(30.1), doorsAt: at(29.98), saleStartsAt: at(-1), saleEndsAt: at(29) }],
    ticketTypes: [{ key: crypto.randomUUID(), name: { en: 'Seat', zh: '座位' }, planId: hall.planId, categoryKey: 'seats', sessionKeys: null, priceMinor: 18_000, saleStartsAt: null, saleEndsAt: null }],
    ...more
  }
  const saved = await publisher.put(`/api/publishing/events/${id}/draft`, { data: { version: draft.version, document } })
  expect(saved.status(), await saved.text()).toBe(200)
  const { submissionId } = await posted<{ submissionId: string }>(publisher, `/api/publishing/events/${id}/submit`, { version: (await saved.json() as { version: number }).version })
  await approveNow(playwright, id, submissionId)
  const { slug } = await (await publisher.get(`/api/publishing/events/${id}`, RETRY)).json() as { slug: string }
  return { eventId: id, slug, sessionId, name }
}

async function posted<T>(api: APIRequestContext, path: string, data: unknown): Promise<T> {
  const answer = await api.post(path, { data })
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true)
  return await answer.json() as T
}
