import { eq } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { type WaitingEntryRow, orderLines, orders, users } from '#drizzle/schema/index.ts'
import type { Addressee, Dispatch, Notice } from '#server/domain/notify/index.ts'
import { occasionsOf, seatsInWords } from '#server/domain/orders/index.ts'
import { newId } from '#shared/ids/id.ts'

/** After so long nobody wants a link to confirm any more, in seconds. */
const CONFIRM_SECONDS = 7 * 86_400

type Told = Pick<WaitingEntryRow, 'id' | 'userId' | 'email' | 'locale' | 'sessionId' | 'guestSecretSealed'>

/** Places are held for somebody: which, for how much, until when, and the way to the checkout. Told once for each offer. */
export async function offerNotice(db: Queryable, entry: Told, offer: { id: string, orderId: string, until: Date }): Promise<Notice> {
  const [params, [order], lines] = [
    await occasionParams(db, entry.sessionId), await db.select().from(orders).where(eq(orders.id, offer.orderId)),
    await db.select().from(orderLines).where(eq(orderLines.orderId, offer.orderId)).orderBy(orderLines.seatIndex, orderLines.id)
  ]
  return {
    ...await to(db, entry), kind: 'waiting-offer', key: `waiting-offer:${offer.id}`, path: `/orders/${offer.orderId}`,
    params: {
      ...params, ...secretOf(entry), until: offer.until.toISOString(), totalMinor: order!.totalMinor, currency: order!.currency,
      seatsEn: seatsInWords(lines, 'en'), seatsZh: seatsInWords(lines, 'zh')
    }
  }
}

/** A guest is asked to say that he meant it, or is shown again where his entry is. */
export async function confirmMail(db: Queryable, entry: Told, isKnown: boolean): Promise<Dispatch> {
  return {
    channel: 'mail', address: entry.email, locale: entry.locale, kind: isKnown ? 'waiting-known' : 'waiting-confirm', usefulSeconds: CONFIRM_SECONDS,
    // A new key each time: asking again brings the link again.
    key: `waiting-confirm:${newId()}`, params: { ...await occasionParams(db, entry.sessionId), ...secretOf(entry), entryId: entry.id }
  }
}

/** The publisher took an offer back. */
export async function withdrawnNotice(db: Queryable, entry: Told, offerId: string, reason: string): Promise<Notice> {
  return { ...await to(db, entry), kind: 'waiting-withdrawn', key: `waiting-withdrawn:${offerId}`, path: entryPath(entry.id), params: { ...await occasionParams(db, entry.sessionId), ...secretOf(entry), reason } }
}

/** The offer ran out, or the list is over: one's place is gone. */
export async function endNotice(db: Queryable, entry: Told, kind: 'waiting-lapsed' | 'waiting-closed'): Promise<Notice> {
  return { ...await to(db, entry), kind, key: `${kind}:${entry.id}`, path: entryPath(entry.id), params: { ...await occasionParams(db, entry.sessionId), ...secretOf(entry) } }
}

const entryPath = (id: string) => `/waiting-list/${id}`

/** Accounts are told in the app and as they chose; who has no e-mail there, and every guest, at the address that he gave. */
async function to(db: Queryable, entry: Told): Promise<{ to: Addressee }> {
  if (!entry.userId) return { to: { email: entry.email, locale: entry.locale } }
  const [user] = await db.select({ email: users.email, phone: users.phone }).from(users).where(eq(users.id, entry.userId))
  return { to: user && !user.email && !user.phone ? { email: entry.email, locale: entry.locale } : { userId: entry.userId } }
}

function secretOf(entry: Told): { guestSecretSealed?: string } {
  return entry.guestSecretSealed ? { guestSecretSealed: entry.guestSecretSealed } : {}
}

async function occasionParams(db: Queryable, sessionId: string) {
  const occasion = (await occasionsOf(db, [sessionId])).get(sessionId)!
  return { eventEn: occasion.event.en, eventZh: occasion.event.zh, venueEn: occasion.venue.en, venueZh: occasion.venue.zh, startsAt: occasion.startsAt, timeZone: occasion.timeZone }
}
