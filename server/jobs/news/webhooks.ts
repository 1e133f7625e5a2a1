import { placesOfSessions } from '#server/domain/catalogue/index.ts'
import { type Happening, type Noted, eventHappenings, listenersOf, orderHappenings, soldOutHappenings, tellListeners, ticketHappenings } from '#server/domain/webhooks/index.ts'
import { WEBHOOK_TOPICS, type WebhookTopic } from '#shared/api/webhooks.ts'
import type { Queryable } from '#drizzle/database.ts'
import type { Subscriber } from '../outbox-relay.ts'

const THINGS: Record<string, { id: string, read: (db: Queryable, topic: WebhookTopic, noted: Noted[]) => Promise<Happening[]> }> = {
  order: { id: 'orderId', read: orderHappenings },
  ticket: { id: 'ticketId', read: ticketHappenings },
  event: { id: 'eventId', read: eventHappenings }
}

/** What the house's own subscribers hear of, receivers outside hear of as well. */
export function alsoOutside(subscribers: Record<string, Subscriber>): Record<string, Subscriber> {
  const outside = WEBHOOK_TOPICS.filter(topic => topic !== 'session.sold-out').map((topic): [string, Subscriber] => [topic, both(subscribers[topic], outsideNews(topic))])
  return { ...subscribers, ...Object.fromEntries(outside) }
}

function both(own: Subscriber | undefined, outside: Subscriber): Subscriber {
  if (!own) return outside
  const together: Subscriber = async (payloads, db, ids) => {
    await own(payloads, db, ids)
    await outside(payloads, db, ids)
  }
  return own.takesAllKeys ? Object.assign(together, { takesAllKeys: true as const }) : together
}

/** Costs one small query where nobody listens. A paid order may have taken the last place. */
function outsideNews(topic: WebhookTopic): Subscriber {
  const thing = THINGS[topic.split('.')[0]!]!
  return async (payloads, db, ids) => {
    const listeners = await listenersOf(db, topic === 'order.paid' ? [topic, 'session.sold-out'] : [topic])
    if (listeners.length === 0) return
    const happenings = await thing.read(db, topic, payloads.map((payload, i) => ({ outboxId: ids[i]!, id: payload[thing.id] as string })))
    await tellListeners(db, listeners, happenings)
    if (topic === 'order.paid' && listeners.some(listener => listener.topics.includes('session.sold-out'))) {
      const places = await placesOfSessions(db, [...new Set(payloads.map(payload => payload.sessionId as string))])
      await tellListeners(db, listeners, await soldOutHappenings(db, [...places].filter(([, { free }]) => free <= 0).map(([id]) => id)))
    }
  }
}
