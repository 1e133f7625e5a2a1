import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dataExports, events, loginSessions, oauthIdentities, orders, payments, refundRequests, sessions as sessionRows, tableExports, tickets, waitingEntries, waitingOffers } from '#drizzle/schema/index.ts'
import { askExport } from '#server/domain/exports/index.ts'
import { inviteDevice, openGate } from '#server/domain/gate/index.ts'
import { beginImport } from '#server/domain/imports/index.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { addAccessCode, createAllotment, inviteGuest } from '#server/domain/places/index.ts'
import { createOrder } from '#server/domain/orders/index.ts'
import { payOrder } from '#server/domain/payments/index.ts'
import { createEvent, readEditedEvent } from '#server/domain/publishing/index.ts'
import { addVenue, beginPlanDraft } from '#server/domain/venues/index.ts'
import { offerByHand } from '#server/domain/waiting-list/index.ts'
import { makeApiToken } from '#server/domain/api-tokens/index.ts'
import { addWebhook, pingWebhook } from '#server/domain/webhooks/index.ts'
import { addReceiver } from '#server/domain/reports/index.ts'
import { giveBack } from '#server/domain/refunds/index.ts'
import type { House } from '#server/house.ts'
import { eventImportMapping } from '#shared/api/imports.ts'
import { newId } from '#shared/ids/id.ts'
import { emptyDocument } from '#shared/seating/plan-document.ts'
import { type TestServer, serve } from '#tests/integration/accounts/browser.ts'
import { newDatabaseUrl } from '#tests/support/database.ts'
import { givenCustomer, givenSession } from '#tests/support/fixtures.ts'
import { TEST_SECRET, person } from '#tests/support/house.ts'
import { PUBLIC_URL, type Somebody, bearer, somebody } from './callers.ts'
import { allEndpoints } from './endpoints.ts'
import { POLICY, type PolicyRow } from './policy.ts'

type Owned = NonNullable<PolicyRow['owner']>
/** A thing of somebody's: its place in the path, and what a body needs to name it. */
interface Thing { owner: Somebody, stranger: Somebody, params: Record<string, string>, unknown: Record<string, string> }

let house: House
let server: TestServer
let things: Record<Owned, () => Promise<Thing>>
/** A public hall that everybody may put sessions into. */
let hall: { venueId: string, planId: string }

beforeAll(async () => {
  Object.assign(process.env, { NODE_ENV: 'test', DATABASE_URL: await newDatabaseUrl(), FOYER_SECRET: TEST_SECRET, FOYER_PUBLIC_URL: PUBLIC_URL, FOYER_SECOND_FACTOR: 'required' })
  const endpoints = await allEndpoints()
  server = await serve(Object.fromEntries(endpoints.filter(e => e.path !== '/api/**').map(e => [`${e.method} ${e.path}`, e.handler])))
  house = (await import('#server/house.ts')).house()
  const [customer, otherCustomer, publisher, otherPublisher] = await Promise.all([
    givenCustomer(house.db, 1_000_000).then(({ userId }): Somebody => ({ userId, role: 'customer' })), somebody(house.db, 'customer'), somebody(house.db, 'publisher'), somebody(house.db, 'publisher')
  ])
  const sessions = await givenSession(house.db, { rows: 20, seatsPerRow: 20, standingCapacity: 500, perPersonLimit: 50 })
  const [row] = await house.db.select({ venueId: sessionRows.venueId, planId: sessionRows.planId }).from(sessionRows)
  hall = row!
  // From the middle and the back of the hall: offers to those who wait take the best seats.
  let seat = 200
  let lastSeat = 399
  const held = async () => {
    const buyer = person(house, customer.userId)
    return { buyer, hold: await holdSeats(house, buyer, sessions.sessionId, { seats: [{ seatId: sessions.seat(seat++) }] }) }
  }
  const paid = async () => {
    const { buyer, hold } = await held()
    const { orderId } = await createOrder(house, buyer, { sessionId: sessions.sessionId, holdToken: hold.holdToken })
    await payOrder(house, { userId: customer.userId, guestSecret: null }, orderId, 'points')
    return orderId
  }
  const of = (owner: Somebody, stranger: Somebody, params: Record<string, string>, unknown: Record<string, string> = Object.fromEntries(Object.keys(params).map(name => [name, newId()]))): Thing => ({ owner, stranger, params, unknown })
  things = {
    'order': async () => {
      const { buyer, hold } = await held()
      const { orderId } = await createOrder(house, buyer, { sessionId: sessions.sessionId, holdToken: hold.holdToken })
      return of(customer, otherCustomer, { id: orderId, orderId })
    },
    'paid order': async () => of(customer, otherCustomer, { id: await paid() }),
    'ticket': async () => {
      const orderId = await paid()
      const [ticket] = await house.db.select({ id: tickets.id }).from(tickets).where(eq(tickets.orderId, orderId))
      return of(customer, otherCustomer, { id: ticket!.id })
    },
    'refund request': async () => {
      await house.db.update(events).set({ createdBy: publisher.userId })
      const orderId = await paid()
      await house.db.update(orders).set({ refundTerms: { review: 'asked', steps: [{ until: '2999-01-01T00:00:00.000Z', feePercent: 0 }] } }).where(eq(orders.id, orderId))
      await giveBack(house, { userId: customer.userId, guestSecret: null }, orderId)
      const [request] = await house.db.select({ id: refundRequests.id }).from(refundRequests).where(eq(refundRequests.orderId, orderId))
      return of(publisher, otherPublisher, { id: request!.id })
    },
    'sold order': async () => {
      await house.db.update(events).set({ createdBy: publisher.userId })
      return of(publisher, otherPublisher, { id: await paid() })
    },
    'hold': async () => {
      const { hold } = await held()
      const params = { id: sessions.sessionId, token: hold.holdToken }
      return of(customer, otherCustomer, params, { ...params, token: 'x'.repeat(43) })
    },
    'event': async () => {
      const { id } = await createEvent(house, publisher, {})
      return of(publisher, otherPublisher, { id })
    },
    'session': async () => {
      await house.db.update(events).set({ createdBy: publisher.userId })
      const [entry] = await house.db.insert(waitingEntries).values({
        sessionId: sessions.sessionId, guestSecretHash: newId(), personKey: `email:${newId()}`, email: 'me@example.org', name: 'Me', locale: 'en', places: 2, atLeast: 1, together: true
      }).returning()
      return of(publisher, otherPublisher, { id: sessions.sessionId, ticketTypeId: sessions.seatTypeId, entryId: entry!.id })
    },
    'waiting entry': async () => {
      const [row] = await house.db.insert(waitingEntries).values({
        sessionId: sessions.sessionId, userId: customer.userId, personKey: `user:${newId()}`, email: 'me@example.org', name: 'Me', locale: 'en', places: 2, atLeast: 1, together: true
      }).returning()
      return of(customer, otherCustomer, { id: row!.id })
    },
    'gate': async () => {
      await house.db.update(events).set({ createdBy: publisher.userId })
      const { sessionId } = sessions
      const gateId = await openGate(house, publisher, sessionId, { ...GATE, name: newId() })
      const { deviceId } = await inviteDevice(house, publisher, sessionId, gateId, 'Phone')
      return of(publisher, otherPublisher, { id: sessionId, gateId, deviceId })
    },
    'waiting offer': async () => {
      const { params, ...thing } = await things.session()
      await offerByHand(house, publisher, params.id!, params.entryId!)
      const [offer] = await house.db.select({ id: waitingOffers.id }).from(waitingOffers).where(eq(waitingOffers.entryId, params.entryId!))
      return { ...thing, params: { id: params.id!, offerId: offer!.id }, unknown: { id: newId(), offerId: newId() } }
    },
    'allotment': async () => {
      await house.db.update(events).set({ createdBy: publisher.userId })
      const { sessionId } = sessions
      const allotmentId = await createAllotment(house, publisher, sessionId, { kind: 'guests', name: 'Guests', note: '', releasesAt: null, seatIds: [sessions.seat(lastSeat--)], standing: [{ areaKey: 'floor', quantity: 2 }] })
      const codeId = await addAccessCode(house, publisher, sessionId, allotmentId, { places: 2, perPerson: null, startsAt: null, endsAt: null })
      const { orderId } = await inviteGuest(house, publisher, sessionId, allotmentId, { name: 'Guest', email: 'guest@example.org', locale: 'en', seatIds: [], standing: [{ areaKey: 'floor', quantity: 1 }] })
      return of(publisher, otherPublisher, { id: sessionId, allotmentId, codeId, areaKey: 'floor', orderId })
    },
    'venue': async () => {
      const { id } = await addVenue(house, publisher, { ...VENUE, name: { en: `House ${newId()}`, zh: '新剧场' } })
      return of(publisher, otherPublisher, { id })
    },
    'plan draft': async () => {
      const { id } = await addVenue(house, publisher, { ...VENUE, name: { en: `House ${newId()}`, zh: '新剧场' } })
      return of(publisher, otherPublisher, { id: (await beginPlanDraft(house, publisher, id, { name: HALL })).id })
    },
    'import': async () => {
      const { id } = await beginImport(house, publisher.userId, { fileName: 'x.csv', mapping: MAPPING })
      return of(publisher, otherPublisher, { id })
    },
    'login session': async () => {
      const [row] = await house.db.insert(loginSessions).values({ userId: customer.userId, expiresAt: new Date(Date.now() + 3_600_000) }).returning()
      return of(customer, otherCustomer, { id: row!.id })
    },
    'identity': async () => {
      const [row] = await house.db.insert(oauthIdentities).values({ userId: customer.userId, issuer: `https://${newId()}`, subject: newId(), label: 'me' }).returning()
      return of(customer, otherCustomer, { id: row!.id })
    },
    'person': async () => of(customer, otherCustomer, { userId: customer.userId }),
    'top-up': async () => {
      const [row] = await house.db.insert(payments).values({ topUpUserId: customer.userId, method: 'sandbox', amountMinor: 10_000, currency: 'CNY' }).returning()
      return of(customer, otherCustomer, { id: row!.id })
    },
    'table export': async () => {
      const id = await askExport(house, publisher, { kind: 'venues', format: 'csv', scope: 'own', locale: 'en', eventId: undefined })
      const fileKey = `exports/${id}.csv`
      await house.files.put(fileKey, new TextEncoder().encode('a'), 'text/csv; charset=utf-8')
      await house.db.update(tableExports).set({ fileKey, expiresAt: new Date(Date.now() + 3_600_000) }).where(eq(tableExports.id, id))
      return of(publisher, otherPublisher, { id })
    },
    'api token': async () => {
      const { made } = await makeApiToken(house.db, { ...publisher, loginSessionId: newId(), hasSecondFactor: true }, { name: 'Till', scopes: ['events:read'], days: 30 })
      return of(publisher, otherPublisher, { id: made.id })
    },
    'webhook': async () => {
      const { webhook } = await addWebhook(house, { ...publisher, loginSessionId: newId(), hasSecondFactor: true }, WEBHOOK)
      const deliveryId = await pingWebhook(house, { ...publisher, loginSessionId: newId(), hasSecondFactor: true }, webhook.id)
      return of(publisher, otherPublisher, { id: webhook.id, deliveryId })
    },
    'report receiver': async () => of(publisher, otherPublisher, { id: await addReceiver(house, publisher, { scope: 'own', email: `${newId()}@example.org`, ...RECEIVER }) }),
    'export': async () => {
      const key = `exports/${newId()}.json`
      await house.files.put(key, new TextEncoder().encode('{}'), 'application/json')
      const [row] = await house.db.insert(dataExports).values({ userId: customer.userId, state: 'ready', fileKey: key, readyAt: new Date(), expiresAt: new Date(Date.now() + 3_600_000) }).returning()
      return of(customer, otherCustomer, { id: row!.id })
    }
  }
})
afterAll(async () => {
  await server.close()
  await house.close()
})

const WEBHOOK = { name: 'Till', url: 'https://hooks.example.org/foyer', topics: ['order.paid' as const] }
const RECEIVER = { name: 'Accountant', locale: 'en' as const, format: 'pdf' as const, isMonthly: true, isWeekly: false, zone: 'UTC' }
const GATE = { rules: [{ ticketTypeIds: null, opensAt: null, closesAt: null, allowsReentry: false }], allowsByHand: true }
const VENUE = { name: { en: 'House', zh: '剧场' }, address: { en: '1 Road', zh: '路1号' }, city: { en: 'Shanghai', zh: '上海' }, country: 'CN', timeZone: 'Asia/Shanghai', latitude: null, longitude: null }
const HALL = { en: 'Hall', zh: '大厅' }
const MAPPING = eventImportMapping.parse({ source: 'x', columns: { externalId: 'id', sessions: 'sessions' }, timeZone: 'UTC', country: 'CN', city: { en: 'x', zh: 'x' }, currency: 'CNY' })

/** Bodies that their endpoints would take. `params` are those of the thing that is asked for. */
async function bodyFor(name: string, params: Record<string, string>, thing: Thing): Promise<unknown> {
  switch (name) {
    case 'POST /api/orders/pay/:orderId': return { method: 'points' }
    case 'PUT /api/orders/:id/attendees': return { attendees: [{ lineId: newId(), position: 0, name: 'Somebody', kind: 'passport', number: 'E12345678' }] }
    case 'POST /api/orders/:id/change/quote': return { ticketId: newId(), sessionId: (await house.db.select({ id: sessionRows.id }).from(sessionRows).limit(1))[0]!.id, holdToken: 'x'.repeat(43) }
    case 'POST /api/orders/:id/change': return { ticketId: newId(), sessionId: (await house.db.select({ id: sessionRows.id }).from(sessionRows).limit(1))[0]!.id, holdToken: 'x'.repeat(43), agreed: { payMinor: 0, backMinor: 0 } }
    case 'POST /api/sessions/:id/promo-code': return { holdToken: params.token, promoCode: 'NONE' }
    case 'POST /api/publishing/sessions/:id/queue/moves': return { move: 'close' }
    case 'PUT /api/publishing/sessions/:id/queue/settings': return { outflowPerMinute: 100, insideSeconds: 600, maxInside: null, opensAtHoldsPerMinute: null }
    case 'POST /api/publishing/sessions/:id/gates': return { ...GATE, name: newId() }
    case 'PUT /api/publishing/sessions/:id/gates/:gateId': return { ...GATE, name: newId() }
    case 'POST /api/publishing/sessions/:id/gates/:gateId/devices': return { name: 'Phone' }
    case 'PUT /api/publishing/webhooks/:id': return { ...WEBHOOK, isOn: true }
    case 'PUT /api/publishing/report-receivers/:id': return RECEIVER
    case 'POST /api/publishing/report-receivers/:id/send': return { period: 'month' }
    case 'PATCH /api/venues/:id': return VENUE
    case 'POST /api/venues/:id/halls': return { kind: 'standing', name: { en: 'Floor', zh: '场地' }, capacity: 50 }
    case 'POST /api/venues/:id/plan-drafts': return { name: HALL }
    case 'PUT /api/plan-drafts/:id': return { version: 1, document: emptyDocument(HALL) }
    case 'PUT /api/publishing/refund-requests/:id': return { approve: true }
    case 'PUT /api/publishing/orders/:id/contact': return { name: 'Ada', email: 'ada@example.org' }
    case 'POST /api/publishing/orders/:id/refund': return { ticketIds: [newId()], feePercent: 0, reason: 'a test' }
    case 'PUT /api/held-tickets/:id/name': return { name: 'Somebody Else' }
    case 'POST /api/held-tickets/:id/transfer': return { name: 'Ada', email: 'ada@example.org' }
    case 'POST /api/plan-drafts/:id/publish': return { version: 1 }
    case 'POST /api/publishing/events/:id/cancel': return { reason: 'illness' }
    case 'PUT /api/publishing/events/:id/draft': return { version: 1, document: (await readEditedEvent(house, thing.owner, thing.params.id!)).document }
    case 'POST /api/publishing/events/:id/submit': return { version: 1 }
    case 'PUT /api/publishing/sessions/:id/prices/:ticketTypeId': return { isPaused: true }
    case 'POST /api/publishing/sessions/:id/allotments': return { kind: 'house', name: 'House' }
    case 'PUT /api/publishing/sessions/:id/kept-seats': return { seatIds: ['stalls.Z.99'], allotmentId: null }
    case 'PUT /api/publishing/sessions/:id/areas/:areaKey': return { capacity: 600 }
    case 'PUT /api/publishing/sessions/:id/allotments/:allotmentId': return { kind: 'fans', name: 'Fans' }
    case 'PUT /api/publishing/sessions/:id/allotments/:allotmentId/areas/:areaKey': return { quantity: 3 }
    case 'POST /api/publishing/sessions/:id/allotments/:allotmentId/codes': return { places: 1 }
    case 'POST /api/publishing/sessions/:id/allotments/:allotmentId/guests': return { name: 'Guest', email: 'guest@example.org', standing: [{ areaKey: 'floor', quantity: 1 }] }
    case 'POST /api/tickets/sessions/create': return { eventId: params.id, ...hall, startsAt: '2027-01-09T19:30:00+08:00', minutes: 90, saleStartsAt: '2026-12-01T10:00:00+08:00' }
    case 'PUT /api/publishing/sessions/:id/waiting-list': return { isOn: true, offerMinutes: 60, picks: 'in-order' }
    case 'POST /api/publishing/sessions/:id/waiting-list/offers/:offerId/withdraw': return { reason: 'a mistake' }
    case 'PUT /api/waiting-list/:id': return { places: 2, atLeast: 2, together: true, categoryKeys: [], maxPriceMinor: null }
    default: return {}
  }
}

async function ask(name: string, params: Record<string, string>, thing: Thing, who: Somebody): Promise<{ status: number, code: string | null, text: string }> {
  const [method = '', path = ''] = name.split(' ')
  const isFile = name === 'PUT /api/imports/events/:id/file'
  const answer = await fetch(server.url + path.replace(/:(\w+)/g, (_, param: string) => params[param]!), {
    method, redirect: 'manual', signal: AbortSignal.timeout(10_000),
    headers: { authorization: `Bearer ${await bearer(house.db, who)}`, ...(method === 'GET' ? {} : { 'content-type': isFile ? 'text/csv' : 'application/json' }) },
    body: method === 'GET' ? undefined : isFile ? 'id,sessions\n' : JSON.stringify(await bodyFor(name, params, thing))
  })
  const text = await answer.text()
  return { status: answer.status, text, code: answer.headers.get('content-type')?.includes('problem+json') ? (JSON.parse(text) as { code: string }).code : null }
}

/** Everything of a refusal but what names the request. */
const shapeOf = (text: string) => {
  if (!text.startsWith('{')) return text
  const { instance: _, requestId: __, ...rest } = JSON.parse(text) as Record<string, unknown>
  return rest
}

const owned = Object.entries(POLICY).filter((entry): entry is [string, PolicyRow & { owner: Owned }] => entry[1].owner !== undefined)
const GONE = { order: 'not-found', 'paid order': 'not-found', 'ticket': 'not-found', hold: 'hold-expired', event: 'not-found', session: 'not-found', allotment: 'not-found', venue: 'not-found', import: 'not-found', 'login session': 'not-found', identity: 'not-found', export: 'not-found', 'api token': 'not-found', 'webhook': 'not-found', 'report receiver': 'not-found', 'plan draft': 'not-found', 'waiting entry': 'not-found', 'waiting offer': 'not-found', 'top-up': 'not-found', 'gate': 'not-found', 'refund request': 'not-found', 'sold order': 'not-found', person: 'not-found', 'table export': 'not-found' } as const

describe('Z-02, Z-03: what belongs to somebody', () => {
  it.each(owned)('%s: a stranger learns as much as of a thing that does not exist, its owner gets to it', async (name, { owner: kind }) => {
    const thing = await things[kind]()
    const unknown = await ask(name, thing.unknown, thing, thing.stranger)
    const stranger = await ask(name, thing.params, thing, thing.stranger)
    expect([stranger.status, stranger.code]).toEqual([unknown.status, GONE[kind]])
    expect(shapeOf(stranger.text)).toEqual(shapeOf(unknown.text))
    const owner = await ask(name, thing.params, thing, thing.owner)
    expect([owner.code, owner.status < 500]).not.toEqual([GONE[kind], true])
    expect(owner.status).toBeLessThan(500)
  })
})
