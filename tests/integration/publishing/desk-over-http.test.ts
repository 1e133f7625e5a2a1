import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loginSessions, submissions, users } from '#drizzle/schema/index.ts'
import { createAccessTokens } from '#server/domain/accounts/index.ts'
import type { Author } from '#server/domain/publishing/index.ts'
import { deriveKey } from '#server/http/keys.ts'
import { cancelEventReply, createEventReply, createSessionsReply, decideEventReply, editedEventReply, previewReply, publishedEventsReply, reviewQueueReply, reviewReply, saveDraftReply, submitEventReply } from '#shared/api/publishing.ts'
import { newId } from '#shared/ids/id.ts'
import { serve } from '#tests/integration/accounts/browser.ts'
import { TEST_SECRET } from '#tests/support/house.ts'
import { type Desk, inDays, openDesk } from './desk.ts'

let desk: Desk
let server: { url: string, close: () => Promise<void> }

beforeAll(async () => {
  desk = await openDesk()
  Object.assign(process.env, { DATABASE_URL: desk.house.databaseUrl, FOYER_SECRET: TEST_SECRET })
  const files = {
    'POST /api/events/create': import('#server/api/events/create.post.ts'),
    'GET /api/events/:event': import('#server/api/events/[event]/index.get.ts'),
    'PUT /api/events/:event/approve': import('#server/api/events/[event]/approve.put.ts'),
    'GET /api/sessions/:id': import('#server/api/sessions/[id]/index.get.ts'),
    'POST /api/tickets/sessions/create': import('#server/api/tickets/sessions/create.post.ts'),
    'GET /api/publishing/events': import('#server/api/publishing/events/index.get.ts'),
    'GET /api/publishing/events/:id': import('#server/api/publishing/events/[id]/index.get.ts'),
    'DELETE /api/publishing/events/:id': import('#server/api/publishing/events/[id]/index.delete.ts'),
    'PUT /api/publishing/events/:id/draft': import('#server/api/publishing/events/[id]/draft.put.ts'),
    'POST /api/publishing/events/:id/submit': import('#server/api/publishing/events/[id]/submit.post.ts'),
    'POST /api/publishing/events/:id/withdraw': import('#server/api/publishing/events/[id]/withdraw.post.ts'),
    'POST /api/publishing/events/:id/cancel': import('#server/api/publishing/events/[id]/cancel.post.ts'),
    'POST /api/publishing/events/:id/duplicate': import('#server/api/publishing/events/[id]/duplicate.post.ts'),
    'GET /api/publishing/events/:id/preview': import('#server/api/publishing/events/[id]/preview.get.ts'),
    'GET /api/publishing/events/:id/poster': import('#server/api/publishing/events/[id]/poster.get.ts'),
    'GET /api/admin/reviews': import('#server/api/admin/reviews/index.get.ts'),
    'GET /api/admin/reviews/:id': import('#server/api/admin/reviews/[id]/index.get.ts'),
    'PUT /api/admin/reviews/:id/assignee': import('#server/api/admin/reviews/[id]/assignee.put.ts'),
    'GET /api/admin/reviews/:id/preview': import('#server/api/admin/reviews/[id]/preview.get.ts')
  }
  const loaded = await Promise.all(Object.entries(files).map(async ([route, file]) => [route, (await file).default] as const))
  server = await serve(Object.fromEntries(loaded))
})
afterAll(async () => {
  const { house } = await import('#server/house.ts')
  await server?.close()
  await house().close()
  await desk?.house.close()
})

/** Somebody logged in with a second factor, or without one. */
async function caller(who: Author | { userId: string, role: 'customer' } | null, hasSecondFactor = true) {
  let token: string | undefined
  if (who) {
    const [login] = await desk.house.db.insert(loginSessions).values({ userId: who.userId, secondFactorAt: hasSecondFactor ? new Date() : null, expiresAt: new Date(Date.now() + 3_600_000) }).returning()
    token = await createAccessTokens(deriveKey(TEST_SECRET, 'access-token'), 'http://localhost:3000').issue({ ...who, loginSessionId: login!.id })
  }
  return async (method: string, path: string, body?: unknown) => {
    const response = await fetch(server.url + path, { method, headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...(token && { authorization: `Bearer ${token}` }) }, body: body === undefined ? undefined : JSON.stringify(body) })
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, body: (text.startsWith('{') ? JSON.parse(text) : {}) as Record<string, unknown> }
  }
}

describe('from desk to desk over HTTP', () => {
  it('a programme is created, filled, handed in, looked at, approved, seen, changed and called off', async () => {
    const [publisher, admin, visitor] = [await caller(desk.publisher), await caller(desk.admin), await caller(null)]
    const created = await publisher('POST', '/api/events/create', { document: { name: { en: 'Over the Wire', zh: '线上' } } })
    expect(created.status).toBe(201)
    const { id } = createEventReply.parse(created.body)
    const sessions = await publisher('POST', '/api/tickets/sessions/create', { eventId: id, ...desk.hall, minutes: 90, saleStartsAt: inDays(-1), rule: { frequency: 'daily', interval: 1, weekdays: [], times: ['19:30'], from: '2028-02-28', count: 3, exceptions: [] } })
    expect(sessions.status).toBe(201)
    const { version } = createSessionsReply.parse(sessions.body)
    const { sessions: _, name: __, ...rest } = desk.play()
    const { document: draft } = editedEventReply.parse((await publisher('GET', `/api/publishing/events/${id}`)).body)
    const saved = saveDraftReply.parse((await publisher('PUT', `/api/publishing/events/${id}/draft`, { version, document: { ...draft, ...rest } })).body)
    expect(saved).toMatchObject({ faults: [], size: 'first' })
    previewReply.parse((await publisher('GET', `/api/publishing/events/${id}/preview`)).body)
    const { submissionId } = submitEventReply.parse((await publisher('POST', `/api/publishing/events/${id}/submit`, { version: saved.version, note: 'Please.' })).body)
    expect(publishedEventsReply.parse((await publisher('GET', '/api/publishing/events?status=pending')).body).events.map(event => event.id)).toContain(id)

    expect(reviewQueueReply.parse((await admin('GET', '/api/admin/reviews')).body).reviews.map(review => review.id)).toContain(submissionId)
    reviewReply.parse((await admin('GET', `/api/admin/reviews/${submissionId}`)).body)
    previewReply.parse((await admin('GET', `/api/admin/reviews/${submissionId}/preview`)).body)
    expect((await admin('PUT', `/api/admin/reviews/${submissionId}/assignee`, { assignee: 'me' })).body).toMatchObject({ assignee: { name: 'Avery' } })
    const { slug } = decideEventReply.parse((await admin('PUT', `/api/events/${id}/approve`, { submissionId, decision: 'approve' })).body)
    expect((await visitor('GET', `/api/events/${slug}`)).body).toMatchObject({ name: { zh: '线上' }, sessions: [{}, { startsAt: '2028-02-29T11:30:00.000Z' }, {}] })
    const late = await admin('PUT', `/api/events/${id}/approve`, { submissionId, decision: 'reject', reason: 'Too late.' })
    expect([late.status, late.body.code, late.body.detail]).toEqual([409, 'already-decided', 'Avery decided: approved. Your decision was not recorded.'])
    const copy = await publisher('POST', `/api/publishing/events/${id}/duplicate`, { shiftDays: 7 })
    expect(copy.status).toBe(201)
    expect((await publisher('DELETE', `/api/publishing/events/${createEventReply.parse(copy.body).id}`)).status).toBe(204)
    expect(cancelEventReply.parse((await publisher('POST', `/api/publishing/events/${id}/cancel`, { reason: 'No more wire.' })).body)).toEqual({ status: 'cancelled', holdersTold: 0 })
    expect((await visitor('GET', `/api/events/${slug}`)).body.status).toBe('cancelled')
  })

  it('the poster of a draft is a picture that runs nothing, for its publisher alone', async () => {
    const { eventId } = await desk.submitted()
    const poster = await (await caller(desk.publisher))('GET', `/api/publishing/events/${eventId}/poster?locale=zh&shape=landscape`)
    expect(poster.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8')
    expect(poster.headers.get('content-security-policy')).toContain('default-src \'none\'')
    expect(poster.headers.get('cache-control')).toBe('no-store')
    expect(poster.text).toContain('铁皮灯塔')
    expect((await (await caller(await desk.somebody('publisher')))('GET', `/api/publishing/events/${eventId}/poster`)).status).toBe(404)
  })

  it('Z-08: the price that visitors see is another within two seconds of the approval, and not a moment before it', async () => {
    const { eventId, document } = await desk.approved()
    const [visitor, admin] = [await caller(null), await caller(desk.admin)]
    const priceShown = async () => ((await visitor('GET', `/api/sessions/${document.sessions[0]!.key}`)).body.ticketTypes as { price: { amountMinor: number } }[])[0]!.price.amountMinor
    const submissionId = await desk.handIn(eventId, (draft) => { draft.ticketTypes[0]!.priceMinor = 41_000 })
    expect(await priceShown()).toBe(38_000)
    await admin('PUT', `/api/events/${eventId}/approve`, { submissionId, decision: 'approve' })
    await expect.poll(priceShown, { timeout: 2_000, interval: 50 }).toBe(41_000)
  })
})

describe('who may ask', () => {
  const reads = (id: string) => [`/api/publishing/events`, `/api/publishing/events/${id}`, `/api/publishing/events/${id}/preview`, `/api/publishing/events/${id}/poster`, '/api/admin/reviews', `/api/admin/reviews/${id}`, `/api/admin/reviews/${id}/preview`]

  it('nobody who is not logged in, no customer, and no publisher without a second factor', async () => {
    const { eventId } = await desk.submitted()
    const [customer] = await desk.house.db.insert(users).values({ email: `${newId()}@example.org`, displayName: 'C' }).returning()
    const cases = [[await caller(null), 401, 'login-required'], [await caller({ userId: customer!.id, role: 'customer' }), 403, 'not-allowed'], [await caller(desk.admin, false), 403, 'second-factor-needed']] as const
    for (const [ask, status, code] of cases) {
      for (const path of reads(eventId)) expect(await ask('GET', path).then(answer => [path, answer.status, answer.body.code])).toEqual([path, status, code])
      for (const path of ['/api/events/create', '/api/tickets/sessions/create', `/api/publishing/events/${eventId}/submit`]) expect((await ask('POST', path, {})).status).toBe(status)
      expect((await ask('PUT', `/api/events/${eventId}/approve`, {})).status).toBe(status)
    }
  })

  it('Z-08: a publisher does not decide, whatever he sends', async () => {
    const { eventId, submissionId } = await desk.submitted()
    const publisher = await caller(desk.publisher)
    expect((await publisher('PUT', `/api/events/${eventId}/approve`, { submissionId, decision: 'approve' })).status).toBe(403)
    expect((await publisher('GET', `/api/admin/reviews/${submissionId}`)).status).toBe(403)
    expect((await publisher('PUT', `/api/admin/reviews/${submissionId}/assignee`, { assignee: 'me' })).status).toBe(403)
    expect((await desk.house.db.select().from(submissions).where(eq(submissions.id, submissionId)))[0]).toMatchObject({ state: 'pending', assignedTo: null })
  })

  it('Z-05: fields that nobody asked for are refused and change nothing', async () => {
    const publisher = await caller(desk.publisher)
    const { id } = createEventReply.parse((await publisher('POST', '/api/events/create', {})).body)
    const { document } = editedEventReply.parse((await publisher('GET', `/api/publishing/events/${id}`)).body)
    const sneaky = [
      ['POST', '/api/events/create', { status: 'approved' }], ['POST', '/api/events/create', { document: { createdBy: newId() } }],
      ['PUT', `/api/publishing/events/${id}/draft`, { version: 1, document: { ...document, status: 'approved' } }],
      ['PUT', `/api/publishing/events/${id}/draft`, { version: 1, document, isApproved: true }],
      ['POST', `/api/publishing/events/${id}/submit`, { version: 1, state: 'approved' }],
      ['POST', `/api/publishing/events/${id}/cancel`, { reason: 'because', publisherId: newId() }]
    ] as const
    for (const [method, path, body] of sneaky) expect(await publisher(method, path, body).then(answer => [answer.status, answer.body.code])).toEqual([422, 'invalid-input'])
    expect((await publisher('GET', `/api/publishing/events/${id}`)).body).toMatchObject({ status: 'draft', version: 1 })
  })

  it('a draft that is not ready is refused with everything that is wrong', async () => {
    const publisher = await caller(desk.publisher)
    const { id } = createEventReply.parse((await publisher('POST', '/api/events/create', {})).body)
    const answer = await publisher('POST', `/api/publishing/events/${id}/submit`, { version: 1 })
    expect([answer.status, answer.body.code]).toEqual([422, 'event-not-ready'])
    expect((answer.body.faults as { code: string }[]).map(fault => fault.code)).toContain('no-sessions')
  })
})
