import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { auditLog, dataExports, deliveries, events, idempotencyKeys, images, ledgerEntries, loginSessions, mailbox, notifications, orders, outbox, tickets, users } from '#drizzle/schema/index.ts'
import { changeProfile } from '#server/domain/accounts/index.ts'
import { setAvatar } from '#server/domain/files/index.ts'
import { linkIdentity } from '#server/domain/identities/index.ts'
import { checkInvariants } from '#server/domain/insight/invariants.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { giveNotice } from '#server/domain/notify/index.ts'
import { createOrder, describeOrder, ownOrder } from '#server/domain/orders/index.ts'
import { applyAsPublisher } from '#server/domain/people/index.ts'
import type { House } from '#server/house.ts'
import { deliverNews, sendPost, throwAway } from '#server/jobs/housekeeping.ts'
import { makeCopies } from '#server/domain/privacy/index.ts'
import { accountsOf } from '#server/http/accounts.ts'
import { newId } from '#shared/ids/id.ts'
import { memoryStore } from '#tests/integration/files/memory-store.ts'
import { serve } from '#tests/integration/accounts/browser.ts'
import { redAndBlue } from '#tests/integration/files/pictures.ts'
import { openTestHouse, person, refusalCode } from '#tests/support/house.ts'
import { type SignedIn, signedIn } from '#tests/support/signed-in.ts'
import { givenSession } from '#tests/support/fixtures.ts'
import { type Life, PASSWORD, allTables, fullLife, pointersToPeople, whereIs } from './full-life.ts'

const theHouse = vi.hoisted(() => ({ current: undefined as unknown }))
vi.mock('#server/house.ts', async importOriginal => ({ ...await importOriginal<object>(), house: () => theHouse.current }))

let house: House
let server: Awaited<ReturnType<typeof serve>>
const files = memoryStore()

beforeAll(async () => {
  house = { ...await openTestHouse(), files }
  theHouse.current = house
  server = await serve({
    'POST /api/user/export': (await import('#server/api/user/export.post.ts')).default,
    'GET /api/user/exports': (await import('#server/api/user/exports.get.ts')).default,
    'GET /api/user/exports/:id/file': (await import('#server/api/user/exports/[id]/file.get.ts')).default,
    'POST /api/user/erase': (await import('#server/api/user/erase.post.ts')).default,
    'GET /api/user/profile': (await import('#server/api/user/profile.get.ts')).default,
    'POST /api/auth/login': (await import('#server/api/auth/login.post.ts')).default
  })
})
afterAll(async () => {
  const broken = (await checkInvariants(house.db)).filter(i => i.violations > 0)
  await server.close()
  await house.close()
  expect(broken).toEqual([])
})

async function ask(route: string, who: SignedIn | null, body?: unknown) {
  const [method, path] = route.split(' ')
  const answer = await fetch(server.url + path, { method, headers: { ...who?.headers, ...body === undefined ? {} : { 'content-type': 'application/json' } }, body: body === undefined ? undefined : JSON.stringify(body) })
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, text, body: (text ? JSON.parse(text) : null) as Record<string, never> }
}

describe('G-01: a copy of one\'s data', () => {
  let ada: Life
  beforeAll(async () => {
    ada = await fullLife(house)
  }, 60_000)

  it('is made in the background, told of, whole, and fetched once by its owner alone', async () => {
    const asked = await ask('POST /api/user/export', ada)
    expect(asked).toMatchObject({ status: 202, body: { state: 'waiting' } })
    expect((await ask('POST /api/user/export', ada)).body).toEqual(asked.body)
    const path = `GET /api/user/exports/${(asked.body as unknown as { id: string }).id}/file`
    expect((await ask(path, ada)).body).toMatchObject({ code: 'link-dead' })

    expect(await makeCopies(house)).toBe(1)
    await deliverNews(house)
    const [told] = await house.db.select().from(notifications).where(sql`${notifications.userId} = ${ada.userId} and kind = 'export-ready'`)
    expect(told!.path).toBe('/account/data')
    const [row] = await house.db.select({ hours: sql<number>`extract(epoch from expires_at - ready_at) / 3600` }).from(dataExports).where(eq(dataExports.state, 'ready'))
    expect(Number(row!.hours)).toBeLessThanOrEqual(24)
    const [view] = ((await ask('GET /api/user/exports', ada)).body as unknown as { exports: { state: string }[] }).exports
    expect(view!.state).toBe('ready')

    expect((await ask(path, await signedIn(house))).status).toBe(404)
    expect((await ask(path, null)).status).toBe(401)
    // Neither another site nor a browser that looks ahead uses it up (V-10).
    expect((await ask(path, { ...ada, headers: { ...ada.headers, 'sec-fetch-site': 'cross-site' } as never })).status).toBe(403)
    expect((await ask(path, { ...ada, headers: { ...ada.headers, 'sec-purpose': 'prefetch;prerender' } as never })).status).toBe(405)
    const fetched = await ask(path, ada)
    expect(fetched.status).toBe(200)
    expect(fetched.headers.get('content-disposition')).toBe('attachment; filename="foyer-my-data.json"')
    expect(fetched.headers.get('cache-control')).toBe('no-store')
    expect((await ask(path, ada)).body).toMatchObject({ status: 410, code: 'link-dead' })
    expect([...files.kept.keys()].filter(key => key.startsWith('exports/'))).toEqual([])
    isWhole(fetched.body)
  })

  function isWhole(copy: Record<string, unknown>) {
    expect(copy).toMatchObject({
      profile: { id: ada.userId, email: ada.email, phone: ada.phone, displayName: ada.name },
      identities: [{ issuer: 'https://accounts.google.com', label: ada.email }],
      loginSessions: [{ ip: ada.ip, browser: ada.userAgent }],
      publisherApplications: [{ nameEn: ada.name }], publisherPage: { nameEn: ada.name },
      browsersForPush: [{ browser: ada.userAgent }], copiesOfData: [{ state: 'fetched' }, { state: 'waiting' }],
      orders: [
        { id: ada.liveOrderId, state: 'paid', contactEmail: ada.email, lines: [{ quantity: 1 }, { quantity: 1 }], tickets: [{ state: 'valid' }, { state: 'valid' }], payments: [{ method: 'points', state: 'captured' }] },
        { id: ada.pastOrderId, state: 'paid' }, { id: ada.pendingOrderId, state: 'pending', tickets: [] }
      ],
      points: { balance: 1_000_000 - 4 * 38_000, entries: [{ amountMinor: 1_000_000 }, { amountMinor: -76_000 }, { amountMinor: -76_000 }] },
      recommendations: { offSince: null, computed: { vector: expect.any(Array) } },
      favourites: [{ event: { slug: ada.slug } }], saleReminders: [{ event: { slug: ada.slug } }], waitingLists: [{ event: { slug: ada.slug }, places: 2 }],
      notifications: expect.arrayContaining([expect.objectContaining({ kind: 'tickets-ready' })]), notificationChoices: [{ kind: 'favourite-changed', channel: 'mail', isWanted: false }],
      messagesSent: expect.arrayContaining([expect.objectContaining({ address: ada.email })]),
      events: [{ status: 'ended' }], drafts: [{ version: 1 }], submissions: [{ note: 'please' }], pictures: [{ purpose: 'avatar' }], imports: [{ fileName: `${ada.name}.csv` }], venuesProposed: [{ nameEn: 'A barn' }],
      auditLog: expect.arrayContaining([expect.objectContaining({ action: 'account.copy-asked', actor: 'you' }), expect.objectContaining({ action: 'order.paid' })])
    })
  }

  it('has no hash, key or ticket secret in it', async () => {
    const { id } = (await ask('POST /api/user/export', ada)).body as unknown as { id: string }
    await makeCopies(house)
    const { text } = await ask(`GET /api/user/exports/${id}/file`, ada)
    const issued = await house.db.select({ secret: tickets.secret }).from(tickets).where(eq(tickets.orderId, ada.liveOrderId))
    for (const secret of ['$argon2', 'passwordHash', 'Hash"', 'Sealed"', ...issued.map(t => t.secret)]) expect(text).not.toContain(secret)
  })

  it('is asked for five times a day at most, and is gone when nobody fetched it in time', async () => {
    const eve = await signedIn(house)
    for (let i = 0; i < 5; i++) {
      expect((await ask('POST /api/user/export', eve)).status).toBe(202)
      await makeCopies(house)
    }
    expect((await ask('POST /api/user/export', eve)).status).toBe(429)
    await house.db.update(dataExports).set({ expiresAt: sql`now() - interval '1 minute'` }).where(eq(dataExports.userId, eve.userId))
    const { exports } = (await ask('GET /api/user/exports', eve)).body as unknown as { exports: { id: string, state: string }[] }
    expect(new Set(exports.map(e => e.state))).toEqual(new Set(['expired']))
    expect((await ask(`GET /api/user/exports/${exports[0]!.id}/file`, eve)).status).toBe(410)
    await throwAway(house)
    expect([...files.kept.keys()].filter(key => key.startsWith('exports/'))).toEqual([])
  })

  it('is made by one of several processes, and made again where the store was away', async () => {
    const eve = await signedIn(house)
    await ask('POST /api/user/export', eve)
    const away = { ...house, files: { ...files, put: () => Promise.reject(new Error('away')) } }
    await expect(makeCopies(away)).rejects.toThrow('away')
    const made = await Promise.all([makeCopies(house), makeCopies(house), makeCopies(house)])
    expect(made.reduce((sum, n) => sum + n, 0)).toBe(1)
  })
})

describe('G-02: the end of an account', () => {
  let ada: Life
  beforeEach(async () => {
    ada = await fullLife(house)
  }, 60_000)
  const erase = (who: SignedIn, body: object = {}) => ask('POST /api/user/erase', who, { confirm: 'DELETE', ...body })

  it('asks for the password and the word, and refuses to lose tickets by accident', async () => {
    expect((await ask('POST /api/user/erase', ada, { current: PASSWORD })).status).toBe(422)
    expect((await erase(ada)).body).toMatchObject({ code: 'password-needed' })
    expect((await erase(ada, { current: 'another password' })).body).toMatchObject({ code: 'password-needed' })
    expect((await erase(ada, { current: PASSWORD })).body).toMatchObject({ status: 409, code: 'tickets-alive', tickets: 2 })
    expect((await ask('GET /api/user/profile', ada)).body).toMatchObject({ displayName: ada.name })
    const [pending] = await house.db.select().from(orders).where(eq(orders.id, ada.pendingOrderId))
    expect(pending!.state).toBe('pending')
  })

  it('leaves nothing of the person in any table; tickets, money and the log stay', async () => {
    const before = await house.db.$count(ledgerEntries)
    const audited = await house.db.$count(auditLog)
    const filesBefore = files.kept.size
    const keep = `friend-${ada.userId.slice(-6)}@example.net`
    expect((await erase(ada, { current: PASSWORD, keepTicketsAt: keep })).status).toBe(204)

    await deliverNews(house)
    await sendPost(house)
    // What a machine without a mail server kept instead of sending is what was sent.
    const letters = await house.db.select().from(mailbox).where(eq(mailbox.address, keep))
    expect(letters.map(l => l.subject)).toEqual([expect.stringContaining('A test play')])
    const goodbye = await house.db.select().from(mailbox).where(eq(mailbox.address, ada.email))
    expect(goodbye.map(l => l.subject)).toEqual(['Your account was deleted'])
    await house.db.delete(mailbox)
    await throwAway(house)

    for (const trace of [ada.email, ada.name, ada.phone, ada.ip, ada.userAgent]) expect(await whereIs(house, trace), trace).toEqual([])
    expect(filesBefore - files.kept.size, 'both sizes of the picture').toBe(2)
    expect(await house.db.$count(ledgerEntries)).toBe(before)
    expect(await house.db.$count(auditLog)).toBeGreaterThan(audited)

    // The tickets that were live are a guest's now, by the link in the mail and by nothing else.
    const secret = /\/orders\/[\da-f-]+\?secret=([\w-]+)/.exec(letters[0]!.text)![1]!
    const order = await ownOrder(house.db, { userId: null, guestSecret: secret }, ada.liveOrderId)
    const shown = await describeOrder(house.db, order, [])
    expect(shown).toMatchObject({ state: 'paid', contact: { email: keep, name: 'Deleted account' } })
    expect(shown.tickets.map(t => t.state)).toEqual(['valid', 'valid'])
    await expect(ownOrder(house.db, { userId: ada.userId, guestSecret: null }, ada.liveOrderId)).rejects.toMatchObject({ code: 'not-found' })
    // The one that is over is kept for the tax office, under an id that leads to nobody.
    const [past] = await house.db.select().from(orders).where(eq(orders.id, ada.pastOrderId))
    expect(past).toMatchObject({ userId: ada.userId, state: 'paid', contactEmail: 'deleted@account.invalid' })
    const [unpaid] = await house.db.select().from(orders).where(eq(orders.id, ada.pendingOrderId))
    expect(unpaid!.state).toBe('cancelled')
    const [row] = await house.db.select().from(users).where(eq(users.id, ada.userId))
    expect(row).toMatchObject({ email: null, phone: null, passwordHash: null, displayName: 'Deleted account', role: 'customer', erasedAt: expect.any(Date) })
  })

  it('ends every login at once, and nobody gets in with the old password', async () => {
    expect((await erase(ada, { current: PASSWORD, keepTicketsAt: 'friend@example.net' })).status).toBe(204)
    expect((await ask('GET /api/user/profile', ada)).status).toBe(401)
    expect((await ask('POST /api/auth/login', null, { email: ada.email, password: PASSWORD })).body).toMatchObject({ code: 'login-failed' })
    const sessions = await house.db.select().from(loginSessions).where(eq(loginSessions.userId, ada.userId))
    expect(sessions.every(s => s.revokedReason === 'erased' && s.ip === null)).toBe(true)
  })

  it('the tickets may stay with the same address, and the goodbye goes there', async () => {
    expect((await erase(ada, { current: PASSWORD, keepTicketsAt: ada.email })).status).toBe(204)
    await deliverNews(house)
    await sendPost(house)
    const letters = await house.db.select().from(mailbox).where(eq(mailbox.address, ada.email))
    expect(letters.map(l => l.subject).sort()).toEqual(['Your account was deleted', expect.stringContaining('A test play')])
    await house.db.delete(mailbox)
    await throwAway(house)
    // Only as the guest of this order, and of the mail about it.
    expect(await whereIs(house, ada.email)).toEqual(['deliveries', 'orders', 'outbox'])
  })

  it('what was under way elsewhere and comes late leaves nothing behind', async () => {
    const session = await givenSession(house.db)
    const buyer = person(house, ada.userId)
    const { holdToken } = await holdSeats(house, buyer, session.sessionId, { seats: [{ seatId: session.seat(1) }] })
    const filesBefore = files.kept.size
    expect((await erase(ada, { current: PASSWORD, keepTicketsAt: 'friend@example.net' })).status).toBe(204)

    const late = { email: `late-${ada.email}`, name: `Late ${ada.name}` }
    const picture = await redAndBlue(300, 300).png().toBuffer()
    const attempts = [
      createOrder(house, buyer, { sessionId: session.sessionId, holdToken, contact: late }),
      setAvatar(house, ada.userId, picture),
      applyAsPublisher(house, ada.userId, { name: { en: late.name, zh: late.name }, about: 'I put on plays.', website: null }),
      linkIdentity(house, ada.userId, { provider: 'google', locale: 'en', identity: { issuer: 'https://accounts.google.com', subject: late.name, name: late.name, verifiedEmail: late.email } })
    ]
    expect((await Promise.all(attempts.map(refusalCode)))).toEqual(['login-required', 'login-required', 'not-allowed', 'oauth-refused'])
    await changeProfile(accountsOf(house), ada.userId, { displayName: late.name })
    for (const trace of [late.email, late.name]) expect(await whereIs(house, trace), trace).toEqual([])
    expect(filesBefore - files.kept.size, 'both sizes of the picture before').toBe(2)
    expect(await house.db.select().from(images).where(eq(images.ownerId, ada.userId))).toEqual([])
  })

  it('takes nothing from somebody whose address merely ends like the one that goes', async () => {
    const longer = `jo${ada.email}`
    const key = newId()
    await giveNotice(house.db, { to: { email: longer, locale: 'en' }, kind: 'favourite-changed', params: {}, key })
    await house.db.insert(idempotencyKeys).values({ scope: 'visitor:jo', key, requestHash: 'x', body: JSON.stringify({ email: longer }), lockedUntil: new Date() })
    expect((await erase(ada, { current: PASSWORD, keepTicketsAt: 'friend@example.net' })).status).toBe(204)
    expect(await whereIs(house, longer)).toEqual(['idempotency_keys', 'outbox'])
    const [waiting] = await house.db.select().from(outbox).where(eq(outbox.key, key))
    expect(waiting!.deliveredAt).toBeNull()
    // As any message that waits would be.
    await deliverNews(house)
    await house.db.delete(deliveries).where(eq(deliveries.address, longer))
  })

  it('waits for events that are on sale or with an admin', async () => {
    const session = await givenSession(house.db)
    await house.db.update(events).set({ createdBy: ada.userId }).where(eq(events.id, session.eventId))
    const wish = { current: PASSWORD, keepTicketsAt: 'friend@example.net' }
    expect((await erase(ada, wish)).body).toMatchObject({ status: 409, code: 'events-alive', events: 1 })
    await house.db.update(events).set({ status: 'pending' }).where(eq(events.id, session.eventId))
    expect((await erase(ada, wish)).body).toMatchObject({ code: 'events-alive' })
    await house.db.update(events).set({ status: 'cancelled' }).where(eq(events.id, session.eventId))
    expect((await erase(ada, wish)).status).toBe(204)
  })

  it('of two last admins who leave at once, one stays', async () => {
    await house.db.update(users).set({ role: 'customer' }).where(eq(users.role, 'admin'))
    const [one, other] = [await signedIn(house, { role: 'admin' }), await signedIn(house, { role: 'admin' })]
    const answers = await Promise.all([erase(one), erase(other)])
    expect(answers.map(a => a.status).sort()).toEqual([204, 409])
    expect(answers.find(a => a.status === 409)!.body).toMatchObject({ code: 'last-admin' })
  })

  it('an account without a password asks for a fresh login', async () => {
    const eve = await signedIn(house)
    await house.db.update(loginSessions).set({ createdAt: sql`now() - interval '1 hour'`, secondFactorAt: null }).where(eq(loginSessions.userId, eve.userId))
    expect((await erase(eve)).body).toMatchObject({ code: 'fresh-login-needed' })
    await house.db.update(loginSessions).set({ createdAt: sql`now()` }).where(eq(loginSessions.userId, eve.userId))
    expect((await erase(eve)).status).toBe(204)
    expect(await house.db.select().from(deliveries).where(eq(deliveries.address, eve.email))).toMatchObject([{ kind: 'account-erased' }])
  })
})

it('G-01, G-02: a new table that points at people has to be thought of here', async () => {
  expect(await pointersToPeople(house)).toEqual([
    'api_tokens.user_id', 'challenges.user_id', 'data_exports.user_id', 'deliveries.user_id', 'event_drafts.updated_by', 'events.created_by', 'events.reviewed_by', 'favourites.user_id', 'images.owner_id',
    'import_runs.user_id', 'imported_people.user_id', 'ledger_accounts.user_id', 'login_sessions.user_id', 'notification_choices.user_id', 'notifications.user_id', 'oauth_flows.link_user_id', 'oauth_identities.user_id',
    'orders.user_id', 'payments.top_up_user_id', 'plan_drafts.updated_by', 'publisher_applications.decided_by', 'publisher_applications.user_id', 'publishers.user_id', 'push_subscriptions.user_id', 'recommend_refusals.user_id', 'refund_runs.started_by', 'report_receivers.owner_id', 'sale_reminders.user_id', 'stats_people.user_id', 'submissions.assigned_to',
    'submissions.decided_by', 'submissions.submitted_by', 'table_exports.user_id', 'tickets.holder_user_id', 'totp_secrets.user_id', 'user_embeddings.user_id', 'venues.created_by', 'waiting_entries.user_id', 'webhooks.owner_id'
  ])
  expect((await allTables(house)).length).toBeGreaterThan(30)
})
