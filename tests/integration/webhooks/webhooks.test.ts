import { and, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditLog, events, orders, outbox, tickets, users, webhookDeliveries, webhooks } from '#drizzle/schema/index.ts'
import type { Principal } from '#server/domain/accounts/index.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { createOrder } from '#server/domain/orders/index.ts'
import { payOrder } from '#server/domain/payments/index.ts'
import { addWebhook, changeWebhook, deliverWebhooks, listDeliveries, listWebhooks, pingWebhook, replayDelivery, rotateSecret } from '#server/domain/webhooks/index.ts'
import type { House } from '#server/house.ts'
import { deliverNews } from '#server/jobs/housekeeping.ts'
import { type WebhookTopic, WEBHOOK_TOPICS } from '#shared/api/webhooks.ts'
import { newId } from '#shared/ids/id.ts'
import { somebody } from '#tests/integration/policy/callers.ts'
import { givenCustomer, givenSession } from '#tests/support/fixtures.ts'
import { openTestHouse, person, refusalCode } from '#tests/support/house.ts'
import { isGenuine, openReceiver } from './receiver.ts'

let house: House
const receivers: { close(): Promise<void> }[] = []
const principal = async (role: 'publisher' | 'admin'): Promise<Principal> => ({ ...await somebody(house.db, role), loginSessionId: newId(), hasSecondFactor: true })

beforeAll(async () => {
  house = await openTestHouse({ FOYER_WEBHOOKS_INSIDE: 'allow' })
})
afterAll(async () => {
  await Promise.all(receivers.map(one => one.close()))
  await house.close()
})

async function receiver(...answer: Parameters<typeof openReceiver>) {
  const opened = await openReceiver(...answer)
  receivers.push(opened)
  return opened
}
async function listening(who: Principal, url: string, topics: readonly WebhookTopic[] = WEBHOOK_TOPICS, hearsAll = false) {
  return await addWebhook(house, who, { name: 'Till', url, topics: [...topics], hearsAll })
}
/** Somebody buys, and the house does what it does by itself. */
async function sell(publisher: Principal, seats = 1, rows = 5) {
  const show = await givenSession(house.db, { rows, seatsPerRow: 1, perPersonLimit: 50 })
  await house.db.update(events).set({ createdBy: publisher.userId }).where(eq(events.id, show.eventId))
  const { userId } = await givenCustomer(house.db, 10_000_000)
  const buyer = person(house, userId)
  const hold = await holdSeats(house, buyer, show.sessionId, { seats: Array.from({ length: seats }, (_, i) => ({ seatId: show.seat(i) })) })
  const { orderId } = await createOrder(house, buyer, { sessionId: show.sessionId, holdToken: hold.holdToken })
  await payOrder(house, { userId, guestSecret: null }, orderId, 'points')
  await deliverNews(house)
  return { ...show, orderId, userId }
}
const later = (by: string) => house.db.update(webhookDeliveries).set({ nextAt: sql`now() - interval '1 second'`, createdAt: sql`${webhookDeliveries.createdAt} - ${by}::interval` }).where(eq(webhookDeliveries.state, 'waiting'))

describe('J-03: a webhook', () => {
  it('hears of what its owner\'s events sell, signed, with ids and amounts and nothing of the buyer', async () => {
    const publisher = await principal('publisher')
    const till = await receiver()
    const { secret } = await listening(publisher, till.url)
    const { orderId, sessionId, eventId, userId } = await sell(publisher)
    await deliverWebhooks(house)
    const paid = till.received.find(one => (JSON.parse(one.body) as { type: string }).type === 'order.paid')!
    expect(JSON.parse(paid.body)).toMatchObject({ type: 'order.paid', data: { orderId, sessionId, eventId, total: { amountMinor: 38_000, currency: 'CNY' } } })
    expect(paid.headers['content-type']).toBe('application/json')
    expect(isGenuine(paid, secret)).toBe(true)
    expect(isGenuine({ ...paid, body: paid.body.replace('38000', '1') }, secret)).toBe(false)
    const [order] = await house.db.select().from(orders).where(eq(orders.id, orderId))
    for (const personal of [userId, order!.contactEmail, order!.contactName]) expect(paid.body).not.toContain(personal)
  })

  it('hears of others\' events only where an admin\'s is to hear all, and only while he is one', async () => {
    const [publisher, another, admin] = [await principal('publisher'), await principal('publisher'), await principal('admin')]
    const [theirs, all] = [await receiver(), await receiver()]
    await listening(another, theirs.url)
    await listening(admin, all.url, ['order.paid'], true)
    await sell(publisher)
    await deliverWebhooks(house)
    expect([theirs.received.length, all.received.length]).toEqual([0, 1])
    await house.db.update(users).set({ role: 'publisher' }).where(eq(users.id, admin.userId))
    await sell(publisher)
    await deliverWebhooks(house)
    expect([theirs.received.length, all.received.length]).toEqual([0, 1])
    expect(await refusalCode(listening(publisher, all.url, ['order.paid'], true))).toBe('not-allowed')
  })

  it('hears once of one happening, however often the relay repeats it', async () => {
    const publisher = await principal('publisher')
    const till = await receiver()
    await listening(publisher, till.url, ['order.paid'])
    const { orderId } = await sell(publisher)
    await house.db.update(outbox).set({ deliveredAt: null }).where(and(eq(outbox.topic, 'order.paid'), eq(outbox.key, orderId)))
    await deliverNews(house)
    await Promise.all([deliverWebhooks(house), deliverWebhooks(house)])
    expect(till.received).toHaveLength(1)
  })

  it('hears once that a session is sold out', async () => {
    const publisher = await principal('publisher')
    const till = await receiver()
    await listening(publisher, till.url, ['session.sold-out'])
    await sell(publisher, 1, 5)
    const { sessionId } = await sell(publisher, 3, 3)
    await deliverWebhooks(house)
    expect(till.received.map(one => JSON.parse(one.body))).toMatchObject([{ type: 'session.sold-out', data: { sessionId } }])
  })

  it('that is down for days hears in the end: waits grow, and nothing is sent in between', async () => {
    const publisher = await principal('publisher')
    const till = await receiver(response => void response.writeHead(503).end('closed'))
    const { webhook } = await listening(publisher, till.url, ['order.paid'])
    await sell(publisher)
    await deliverWebhooks(house)
    await deliverWebhooks(house)
    expect(till.received).toHaveLength(1)
    for (const by of ['5 seconds', '5 minutes', '2 hours']) {
      await later(by)
      await deliverWebhooks(house)
    }
    expect((await listWebhooks(house.db, publisher.userId))[0]).toMatchObject({ state: 'on', failingSince: expect.any(String) })
    till.answers(response => void response.writeHead(200).end('ok'))
    await later('10 hours')
    await deliverWebhooks(house)
    const [delivery] = await listDeliveries(house, publisher, webhook.id)
    expect(delivery).toMatchObject({ state: 'delivered', nextAt: null })
    expect(delivery!.attempts.map(attempt => [attempt.status, attempt.response])).toEqual([[503, 'closed'], [503, 'closed'], [503, 'closed'], [503, 'closed'], [200, 'ok']])
    expect(new Set(till.received.map(one => one.headers['webhook-id'])).size).toBe(1)
    expect((await listWebhooks(house.db, publisher.userId))[0]).toMatchObject({ failingSince: null })
  })

  it('that fails for three days is turned off, its owner is told once, and what waits goes out when it is on again', async () => {
    const publisher = await principal('publisher')
    const till = await receiver(response => void response.writeHead(500).end())
    const { webhook } = await listening(publisher, till.url, ['order.paid'])
    await sell(publisher)
    await sell(publisher)
    await deliverWebhooks(house)
    await house.db.update(webhooks).set({ failingSince: sql`now() - interval '73 hours'` }).where(eq(webhooks.id, webhook.id))
    await later('72 hours')
    await deliverWebhooks(house)
    expect((await listWebhooks(house.db, publisher.userId))[0]).toMatchObject({ state: 'off', offReason: 'failing' })
    const notices = await house.db.select().from(outbox).where(and(eq(outbox.topic, 'notice'), sql`${outbox.payload}->>'kind' = 'webhook-off'`, sql`${outbox.payload}->'to'->>'userId' = ${publisher.userId}`))
    expect(notices).toHaveLength(1)
    expect(await house.db.$count(auditLog, and(eq(auditLog.subjectId, webhook.id), eq(auditLog.action, 'webhook.off')))).toBe(1)
    const sent = till.received.length
    await later('1 hour')
    await deliverWebhooks(house)
    expect(till.received).toHaveLength(sent)
    till.answers(response => void response.writeHead(204).end())
    await changeWebhook(house, publisher, webhook.id, { name: 'Till', url: till.url, topics: ['order.paid'], isOn: true })
    await later('1 hour')
    await deliverWebhooks(house)
    expect((await listDeliveries(house, publisher, webhook.id)).map(one => one.state)).toEqual(['delivered', 'delivered'])
  })

  it('that answers 410 is turned off at once', async () => {
    const publisher = await principal('publisher')
    const till = await receiver(response => void response.writeHead(410).end())
    const { webhook } = await listening(publisher, till.url, ['order.paid'])
    await sell(publisher)
    await deliverWebhooks(house)
    expect((await listWebhooks(house.db, publisher.userId))[0]).toMatchObject({ state: 'off', offReason: 'gone' })
    expect((await listDeliveries(house, publisher, webhook.id))[0]).toMatchObject({ state: 'given-up' })
    expect(await refusalCode(pingWebhook(house, publisher, webhook.id))).toBe('webhook-off')
  })

  it('is never led on: a redirect is a failure, and where it points hears nothing', async () => {
    const publisher = await principal('publisher')
    const elsewhere = await receiver()
    const till = await receiver(response => void response.writeHead(307, { location: elsewhere.url }).end())
    const { webhook } = await listening(publisher, till.url, ['order.paid'])
    await pingWebhook(house, publisher, webhook.id)
    await deliverWebhooks(house)
    expect((await listDeliveries(house, publisher, webhook.id))[0]).toMatchObject({ topic: 'ping', state: 'waiting', attempts: [{ status: 307 }] })
    expect([till.received.length, elsewhere.received.length]).toEqual([1, 0])
  })

  it('that is slow does not keep the others waiting', async () => {
    const [publisher, another] = [await principal('publisher'), await principal('publisher')]
    const held: { end(): void }[] = []
    const slow = await receiver(response => void held.push(response))
    const quick = await receiver(() => held.splice(0).forEach(one => one.end()))
    const { webhook } = await listening(publisher, slow.url, ['order.paid'])
    for (let i = 0; i < 30; i++) await pingWebhook(house, publisher, webhook.id)
    const { webhook: other } = await listening(another, quick.url, ['order.paid'])
    await pingWebhook(house, another, other.id)
    // Only the quick one lets go of the slow one's requests: were it behind them all, it would never be asked.
    quick.answers((response) => {
      response.writeHead(204).end()
      slow.answers(late => void late.writeHead(204).end())
      for (const one of held.splice(0)) one.end()
    })
    await deliverWebhooks(house)
    expect(quick.received).toHaveLength(1)
    expect(await house.db.$count(webhookDeliveries, and(eq(webhookDeliveries.webhookId, webhook.id), eq(webhookDeliveries.state, 'delivered')))).toBe(30)
  })

  it('is sent again by hand under the same id', async () => {
    const publisher = await principal('publisher')
    const till = await receiver()
    const { webhook } = await listening(publisher, till.url, ['order.paid'])
    await sell(publisher)
    await deliverWebhooks(house)
    const [delivery] = await listDeliveries(house, publisher, webhook.id)
    await replayDelivery(house, publisher, webhook.id, delivery!.id)
    await deliverWebhooks(house)
    expect(till.received.map(one => one.headers['webhook-id'])).toEqual([`msg_${delivery!.id}`, `msg_${delivery!.id}`])
    const [foreign] = [await principal('publisher')]
    expect(await refusalCode(replayDelivery(house, foreign!, webhook.id, delivery!.id))).toBe('not-found')
  })

  it('is signed by both secrets for a day while one replaces the other', async () => {
    const publisher = await principal('publisher')
    const till = await receiver()
    const { webhook, secret } = await listening(publisher, till.url, ['order.paid'])
    const { secret: next } = await rotateSecret(house, publisher, webhook.id)
    expect(next).not.toBe(secret)
    await pingWebhook(house, publisher, webhook.id)
    await deliverWebhooks(house)
    expect([secret, next].map(one => isGenuine(till.received[0]!, one))).toEqual([true, true])
    await house.db.update(webhooks).set({ formerSecretUntil: sql`now() - interval '1 second'` }).where(eq(webhooks.id, webhook.id))
    await pingWebhook(house, publisher, webhook.id)
    await deliverWebhooks(house)
    expect([secret, next].map(one => isGenuine(till.received[1]!, one))).toEqual([false, true])
    expect(JSON.stringify(await house.db.select().from(webhooks).where(eq(webhooks.id, webhook.id)))).not.toContain(next.slice(6))
  })

  it('hears of tickets at the gate, and of events that are approved', async () => {
    const publisher = await principal('publisher')
    const till = await receiver()
    await listening(publisher, till.url, ['ticket.used', 'event.approved'])
    const { orderId, eventId } = await sell(publisher)
    const [ticket] = await house.db.select().from(tickets).where(eq(tickets.orderId, orderId))
    await house.db.insert(outbox).values([
      { topic: 'ticket.used', key: ticket!.id, payload: { ticketId: ticket!.id, orderId, sessionId: ticket!.sessionId } },
      { topic: 'event.approved', key: eventId, payload: { eventId } }
    ])
    await deliverNews(house)
    await deliverWebhooks(house)
    expect(till.received.map(one => JSON.parse(one.body) as { type: string }).sort((a, b) => a.type.localeCompare(b.type))).toMatchObject([{ type: 'event.approved', data: { eventId } }, { type: 'ticket.used', data: { ticketId: ticket!.id, orderId } }])
  })
})
