import { eq, sql } from 'drizzle-orm'
import * as schema from '#drizzle/schema/index.ts'
import { storeImage } from '#server/domain/files/index.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { giveNotice } from '#server/domain/notify/index.ts'
import { createOrder } from '#server/domain/orders/index.ts'
import { grantWelcomePoints, payOrder } from '#server/domain/payments/index.ts'
import type { House } from '#server/house.ts'
import { deliverNews, sendPost } from '#server/jobs/housekeeping.ts'
import { newId } from '#shared/ids/id.ts'
import { redAndBlue } from '#tests/integration/files/pictures.ts'
import { givenSession } from '#tests/support/fixtures.ts'
import { person } from '#tests/support/house.ts'
import { accountsOf } from '#server/http/accounts.ts'
import { type SignedIn, signedIn } from '#tests/support/signed-in.ts'

export const PASSWORD = 'seven green lamps 7'

export interface Life extends SignedIn { name: string, phone: string, ip: string, userAgent: string, liveOrderId: string, pastOrderId: string, pendingOrderId: string, slug: string }

/** Somebody who has done everything that one can do here: a customer of long standing who once was a publisher. */
export async function fullLife(house: House): Promise<Life> {
  const mark = newId().slice(-8)
  const name = `Ada Lovelace-${mark}`
  const phone = `+8613${String(Math.floor(Math.random() * 1e9)).padStart(9, '0')}`
  const [ip, userAgent] = [`2001:db8::${mark.slice(0, 4)}`, `Analytical Engine ${mark}`]
  const who = await signedIn(house, { displayName: name, phone, email: `ada-${mark}@example.org`, passwordHash: await accountsOf(house).hasher.hash(PASSWORD) })
  const { userId, email } = who
  const { db } = house
  await db.update(schema.loginSessions).set({ ip, userAgent }).where(eq(schema.loginSessions.userId, userId))
  await db.transaction(tx => grantWelcomePoints(tx, userId, 1_000_000))

  const avatar = await storeImage(house, { ownerId: userId, purpose: 'avatar', bytes: await redAndBlue(300, 300).png().toBuffer() })
  await db.update(schema.users).set({ avatarImageId: avatar.id, avatarUrl: avatar.url }).where(eq(schema.users.id, userId))

  const [live, past, pending] = [await buy(house, userId, true), await buy(house, userId, true), await buy(house, userId, false)]
  await db.update(schema.sessions).set({ startsAt: sql`now() - interval '3 days'`, endsAt: sql`now() - interval '2 days'`, saleEndsAt: sql`now() - interval '3 days'`, saleStartsAt: sql`now() - interval '30 days'` }).where(eq(schema.sessions.id, past.sessionId))

  await db.insert(schema.oauthIdentities).values({ userId, issuer: 'https://accounts.google.com', subject: `sub-${mark}`, label: email })
  await db.insert(schema.oauthFlows).values({ stateHash: newId(), provider: 'google', browserHash: 'x', back: '/', linkUserId: userId, expiresAt: new Date() })
  await db.insert(schema.challenges).values([
    { purpose: 'change-email', target: email, userId, expiresAt: new Date() },
    { purpose: 'register', target: email, payload: { displayName: name }, expiresAt: new Date() }
  ])
  await db.insert(schema.totpSecrets).values({ userId, secretSealed: 'sealed' })
  await db.insert(schema.publisherApplications).values({ userId, nameEn: name, nameZh: name, about: `I am ${name}`, website: 'https://ada.example', state: 'pending' })
  await db.insert(schema.publishers).values({ userId, slug: `ada-${mark}`, nameEn: name, nameZh: name, aboutEn: `Write to ${email}` })
  await db.insert(schema.dataExports).values({ userId, state: 'fetched' })
  await db.insert(schema.notifications).values({ userId, kind: 'tickets-ready', params: { name }, noticeKey: newId() })
  await db.insert(schema.notificationChoices).values({ userId, kind: 'favourite-changed', channel: 'mail', isWanted: false })
  await db.insert(schema.favourites).values({ userId, eventId: live.eventId })
  await db.insert(schema.apiTokens).values({ userId, name: `Till of ${name}`, tokenHash: newId(), ending: 'abcd', scopes: ['events:read'], expiresAt: new Date(Date.now() + 86_400_000) })
  await db.insert(schema.webhooks).values({ ownerId: userId, name: `Books of ${name}`, url: `https://ada.example/${mark}`, topics: ['order.paid'], secretSealed: 'sealed' })
  // Whom her reports go to, and whose reports she gets: the owner's words for her name her too.
  const receiver = { locale: 'en' as const, format: 'pdf', isMonthly: true, isWeekly: false, timeZone: 'UTC', state: 'active' as const, confirmedAt: new Date() }
  await db.insert(schema.reportReceivers).values([
    { ownerId: userId, name: `Books of ${name}`, email: `books-${mark}@example.net`, emailHash: newId(), ...receiver },
    { ownerId: null, name: `Our ${name}`, email, emailHash: newId(), ...receiver }
  ])
  await db.insert(schema.saleReminders).values({ userId, eventId: live.eventId })
  await db.insert(schema.userEmbeddings).values({ userId, modelId: 1, vector: Array.from({ length: 128 }, () => Math.SQRT1_2 / 8), embeddedAt: new Date() })
  await db.insert(schema.waitingEntries).values({ sessionId: live.sessionId, userId, personKey: `user:${userId}`, email, name, locale: 'en', places: 2, atLeast: 2, together: true })
  await db.insert(schema.importRuns).values({ userId, kind: 'events', fileName: `${name}.csv`, mapping: {} })
  await db.insert(schema.idempotencyKeys).values([
    { scope: `user:${userId}`, key: newId(), requestHash: 'x', body: JSON.stringify({ name }), lockedUntil: new Date() },
    { scope: `visitor:${mark}`, key: newId(), requestHash: 'x', body: JSON.stringify({ email }), lockedUntil: new Date() }
  ])
  // An event of hers that is over, and one that never was.
  const over = await givenSession(db)
  await db.update(schema.events).set({ createdBy: userId, status: 'ended' }).where(eq(schema.events.id, over.eventId))
  await db.insert(schema.eventDrafts).values({ eventId: over.eventId, updatedBy: userId, document: {} as never })
  await db.insert(schema.submissions).values({ eventId: over.eventId, number: 1, state: 'approved', size: 'first', document: {} as never, submittedBy: userId, note: 'please' })
  await db.insert(schema.venues).values({ slug: `venue-of-${mark}`, nameEn: 'A barn', nameZh: '谷仓', addressEn: 'x', addressZh: 'x', cityEn: 'x', cityZh: 'x', country: 'GB', timeZone: 'Europe/London', createdBy: userId })

  await giveNotice(db, { to: { userId }, kind: 'password-changed', params: {}, key: `password-changed:${newId()}` })
  await deliverNews(house)
  await sendPost(house)
  // After the post: nobody is at home there.
  await db.insert(schema.pushSubscriptions).values({ userId, endpoint: `https://push.example/${mark}`, p256dh: 'x', auth: 'x', userAgent })
  await giveNotice(db, { to: { email, locale: 'en' }, kind: 'favourite-changed', params: { name: email }, key: newId() })
  return { ...who, name, phone, ip, userAgent, liveOrderId: live.orderId, pastOrderId: past.orderId, pendingOrderId: pending.orderId, slug: live.slug }
}

async function buy(house: House, userId: string, isPaid: boolean) {
  const session = await givenSession(house.db, { rows: 2, seatsPerRow: 5 })
  const buyer = person(house, userId)
  const hold = await holdSeats(house, buyer, session.sessionId, { seats: [{ seatId: session.seat(1) }, { seatId: session.seat(2) }] })
  const { orderId } = await createOrder(house, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken })
  if (isPaid) await payOrder(house, { userId, guestSecret: null }, orderId, 'points')
  return { ...session, orderId }
}

/** Every table of the database. */
export async function allTables(house: House): Promise<string[]> {
  const rows = await house.db.execute<{ name: string }>(sql`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`)
  return rows.map(row => row.name)
}

/** Tables and columns that point at a person. */
export async function pointersToPeople(house: House): Promise<string[]> {
  const rows = await house.db.execute<{ pointer: string }>(sql`
    select conrelid::regclass::text || '.' || (select attname from pg_attribute where attrelid = conrelid and attnum = conkey[1]) as pointer
    from pg_constraint where contype = 'f' and confrelid = 'users'::regclass order by 1`)
  return rows.map(row => row.pointer)
}

/** Where in the whole database a text stands, whatever the case. */
export async function whereIs(house: House, needle: string): Promise<string[]> {
  const found: string[] = []
  for (const table of await allTables(house)) {
    const [row] = await house.db.execute<{ count: number }>(sql`select count(*)::int as count from ${sql.identifier(table)} t where position(${needle.toLowerCase()} in lower(to_jsonb(t)::text)) > 0`)
    if (row!.count > 0) found.push(table)
  }
  return found
}
