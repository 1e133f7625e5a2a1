import { eq, inArray } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { events, orders, sessions, tickets } from '#drizzle/schema/index.ts'
import type { WebhookTopic } from '#shared/api/webhooks.ts'

/** Something that receivers may hear of. `data` has ids, amounts and states, and nothing of a person. */
export interface Happening { topic: WebhookTopic, dedupeKey: string, eventId: string, publisherId: string, data: Record<string, unknown> }

/** What was noted in the outbox: the id of the note, and of the thing. */
export interface Noted { outboxId: number, id: string }

/** A body as Standard Webhooks advise: its type, when it happened, and what. */
export function bodyOf(type: string, data: Record<string, unknown>, at: Date): string {
  return JSON.stringify({ type, timestamp: at.toISOString(), data })
}

const of = { eventId: sessions.eventId, publisherId: events.createdBy }

export async function orderHappenings(db: Queryable, topic: WebhookTopic, noted: Noted[]): Promise<Happening[]> {
  const rows = await db.select({ id: orders.id, reference: orders.reference, sessionId: orders.sessionId, totalMinor: orders.totalMinor, currency: orders.currency, ...of })
    .from(orders).innerJoin(sessions, eq(sessions.id, orders.sessionId)).innerJoin(events, eq(events.id, sessions.eventId)).where(inArray(orders.id, noted.map(one => one.id)))
  return joined(topic, noted, rows, ({ id, reference, sessionId, totalMinor, currency, eventId }) => ({ orderId: id, reference, sessionId, eventId, total: { amountMinor: totalMinor, currency } }))
}

export async function ticketHappenings(db: Queryable, topic: WebhookTopic, noted: Noted[]): Promise<Happening[]> {
  const rows = await db.select({ id: tickets.id, orderId: tickets.orderId, sessionId: tickets.sessionId, ...of })
    .from(tickets).innerJoin(sessions, eq(sessions.id, tickets.sessionId)).innerJoin(events, eq(events.id, sessions.eventId)).where(inArray(tickets.id, noted.map(one => one.id)))
  return joined(topic, noted, rows, ({ id, orderId, sessionId, eventId }) => ({ ticketId: id, orderId, sessionId, eventId }))
}

export async function eventHappenings(db: Queryable, topic: WebhookTopic, noted: Noted[]): Promise<Happening[]> {
  const rows = await db.select({ id: events.id, eventId: events.id, slug: events.slug, publisherId: events.createdBy }).from(events).where(inArray(events.id, noted.map(one => one.id)))
  return joined(topic, noted, rows, ({ id, slug }) => ({ eventId: id, slug }))
}

/** A session sells out once, however often its last place comes back. */
export async function soldOutHappenings(db: Queryable, sessionIds: string[]): Promise<Happening[]> {
  const rows = await db.select({ id: sessions.id, ...of }).from(sessions).innerJoin(events, eq(events.id, sessions.eventId)).where(inArray(sessions.id, sessionIds))
  return rows.map(({ id, eventId, publisherId }) => ({ topic: 'session.sold-out', dedupeKey: `session.sold-out:${id}`, eventId, publisherId, data: { sessionId: id, eventId } }))
}

function joined<Row extends { id: string, eventId: string, publisherId: string }>(topic: WebhookTopic, noted: Noted[], rows: Row[], dataOf: (row: Row) => Record<string, unknown>): Happening[] {
  const byId = new Map(rows.map(row => [row.id, row]))
  return noted.flatMap(({ outboxId, id }) => {
    const row = byId.get(id)
    return row ? [{ topic, dedupeKey: `${topic}:${outboxId}`, eventId: row.eventId, publisherId: row.publisherId, data: dataOf(row) }] : []
  })
}
